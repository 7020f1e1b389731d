"""The clerk's and the accountant's day in a real browser: from the call to a paid invoice and a closed month."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_office import Office, act, picture
from playwright.sync_api import Browser, Page, expect

SERIAL = "60007"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_call_to_the_closed_month(
    own_office: Office, chromium: Browser, tmp_path: Path, language: str
) -> None:
    office = own_office
    photo = tmp_path / "外壳.png"
    photo.write_bytes(PICTURE)
    clerk = office.page(chromium, "chen.jie", language=language)
    engineer = office.page(chromium, "li.na", language=language)
    finance = office.page(chromium, "zhao.min", language=language)

    claim = _take_the_call(clerk, language)
    _add_file(clerk, office, claim, photo)
    _open(engineer, office, claim)
    act(engineer, "claim.diagnose", cause="human_damage", evidence="yes")
    _open(clerk, office, claim)
    act(
        clerk,
        "claim.propose_quote",
        costs__0__kind="material",
        costs__0__amount="180.00",
        costs__0__text="车载终端外壳",
        costs__1__kind="freight",
        costs__1__amount="25.00",
        costs__1__text="往返运费",
    )
    quote = _number(clerk)
    _open(clerk, office, quote)
    act(clerk, "quote.send")
    _add_file(clerk, office, quote, photo, purpose="signature")
    _open(clerk, office, quote)
    act(clerk, "quote.agree", text="同意维修")
    _open(engineer, office, claim, "costs")
    act(engineer, "costing.collect", freight="25.00", lines__0__type="labour", lines__0__quantity="1")
    _open(engineer, office, claim)
    act(engineer, "claim.finish_repair", cured="yes")
    _open(clerk, office, quote)
    act(clerk, "charge.issue")
    charge = _number(clerk)
    _open(finance, office, claim, "costs")
    act(finance, "costing.settle")
    _open(engineer, office, claim)
    act(engineer, "claim.close")
    expect(engineer.locator(".stepper .now")).to_have_text("已结案" if language == "zh" else "Closed")
    picture(engineer, f"day-{language}-claim")

    _open(finance, office, charge)
    act(finance, "invoice.issue")
    invoice = _number(finance)
    _pay(finance, office, charge)
    _open(finance, office, invoice)
    picture(finance, f"day-{language}-invoice")
    open_items = office.erp.ask("item.list", {"party": "C004"}, user="zhao.min")
    assert charge not in {item["document"] for item in open_items}

    office.clock.now = datetime(2025, 2, 3, 1, tzinfo=UTC)
    _close_the_month(office, chromium, language)


def _take_the_call(page: Page, language: str) -> str:
    """Take a call down from the keyboard alone; return the number of the case."""
    page.keyboard.press("Alt+c")
    page.wait_for_url(re.compile(r"/call/?$"))
    page.keyboard.type(SERIAL)
    page.keyboard.press("Enter")
    page.wait_for_selector('[name="fault"]')
    page.fill('[name="fault"]', "E21 外壳破裂")
    page.fill('[name="caller"]', "赵队长")
    page.wait_for_selector(".said")
    picture(page, f"day-{language}-call")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".saved")
    number = page.locator(".saved h2 a").inner_text()
    picture(page, f"day-{language}-saved")
    page.locator(f'.saved .toolbar a[href="/paper/{number}"]').click()
    return number


def _open(page: Page, office: Office, number: str, sheet: str = "why") -> None:
    page.goto(f"{office.address}/paper/{number}?tab={sheet}")


def _number(page: Page) -> str:
    """Return the number of the paper that is open, or of the one that the message names."""
    named = page.locator('.message.good a[href^="/paper/"]')
    href = named.first.get_attribute("href") if named.count() else page.url
    return str(href).split("?")[0].rsplit("/", 1)[-1]


def _add_file(page: Page, office: Office, number: str, file: Path, purpose: str = "evidence") -> None:
    page.goto(f"{office.address}/do/document.attach?subject={number}&purpose={purpose}")
    page.set_input_files('[name="content"]', str(file))
    page.fill('[name="name"]', file.name)
    with page.expect_navigation():
        page.click('button[name="act"][value="do"]')
    assert "/do/" not in page.url, page.inner_text("main")


def _pay(page: Page, office: Office, charge: str) -> None:
    """Take down what the customer paid, and match it with what she owes."""
    page.goto(f"{office.address}/do/payment.receive?party=C004&amount=231.65")
    page.fill('[name="items.0.item"]', charge)
    with page.expect_navigation():
        page.click('button[name="act"][value="do"]')
    assert "/do/" not in page.url, page.inner_text("main")


def _close_the_month(office: Office, chromium: Browser, language: str) -> None:
    """Carry the result, let a second person look at the vouchers, and close January."""
    page = office.page(chromium, "zhao.min", language=language)
    page.goto(office.address + "/money/month-end?period=2025-01")
    act(page, "period.carry_result", period="2025-01")
    second = office.page(chromium, "sun.li", language=language)
    second.goto(office.address + "/do/voucher.review?period=2025-01")
    with second.expect_navigation():
        second.click('button[name="act"][value="do"]')
    page.goto(office.address + "/money/month-end?period=2025-01")
    picture(page, f"day-{language}-month-end")
    act(page, "period.close", period="2025-01")
    page.goto(office.address + "/money/month-end?period=2025-01")
    expect(page.locator(".page-head .pill").first).to_have_text(
        "已结账" if language == "zh" else "Books closed"
    )


#: The smallest picture there is: one pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
