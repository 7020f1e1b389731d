"""A parcel in a real browser, by scanner and keyboard alone: counted, repaired, tested, sent back with its outbound form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_office import Office, act, hurdles_of, picture, runs_sideways, served
from playwright.sync_api import Browser, Page, expect

import sanbao
from sanbao.demo.company import TODAY


@pytest.fixture
def shop_office(tmp_path: Path) -> Iterator[Office]:
    """The back office of a shop to which a parcel with two pieces is announced."""
    address = f"sqlite:///{tmp_path}/shop.sqlite"
    erp = sanbao.create(address, company="华安监控", plugins=["rma", "admin"], clock=lambda: TODAY)
    people = {"clerk": "service_clerk", "bench": "service_engineer", "tester": "qc"}
    for login, role in people.items():
        erp.do("user.create", {"login": login, "roles": [role]}, user="admin")
    erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    erp.do("product.create", {"code": "CAM-8", "name": "摄像机"}, user="admin")
    told = [{"serial": one, "product": "CAM-8", "fault": "E07 无图像"} for one in ("K-0001", "K-0002")]
    erp.do("rma.announce", {"party": "C1", "pieces": told, "tracking": "SF100"}, user="clerk")
    erp.close()
    with served(tmp_path / "shop.sqlite") as office:
        yield office


def scan(page: Page, code: str) -> None:
    """Scan as a scanner does: letters as fast as they come, then Enter, wherever the focus is."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_a_parcel_from_its_label_to_the_outbound_form(
    shop_office: Office, chromium: Browser, language: str, theme: str
) -> None:
    office = shop_office
    clerk = office.page(chromium, "clerk", language=language, theme=theme)
    bench = office.page(chromium, "bench", language=language, theme=theme)
    tester = office.page(chromium, "tester", language=language, theme=theme)

    number = _count(clerk, office, language)
    key = f"{number}/1"
    bench.goto(f"{office.address}/rma/bench")
    scan(bench, key)
    expect(bench.locator(".in-hand h2")).to_contain_text("K-0001")
    with bench.expect_navigation():
        bench.keyboard.press("F8")
    expect(bench.locator('[name="lines.0.line"]')).to_have_value("K-0001")
    bench.locator('input[type="checkbox"][name="lines.0.is_no_fault"]').set_checked(True)
    with bench.expect_navigation():
        bench.click('button[name="act"][value="do"]')
    assert "/do/" not in bench.url, bench.inner_text("main")
    bench.wait_for_selector("#station")
    scan(bench, "K-0001")
    expect(bench.locator(".in-hand .pill")).to_have_text("已修复" if language == "zh" else "Repaired")
    assert hurdles_of(bench) == []
    picture(bench, f"bench-{language}")

    tester.goto(f"{office.address}/rma/bench")
    scan(tester, key)
    expect(tester.locator('[data-press="F8"]')).to_be_visible()
    tester.keyboard.press("F8")
    expect(tester.locator('button[value="pass"]')).to_have_count(0)

    clerk.goto(f"{office.address}/paper/{number}")
    act(clerk, "rma.issue", shipping_mode="express")
    outbound = office.erp.ask("rma.where", {"rma": number, "also_ended": "yes"}, user="admin")
    assert [piece["state"] for piece in outbound] == ["outbound", "received"]
    answer = clerk.request.get(f"{office.address}/paper/RO{number[2:8]}-0001/print?form=rma_outbound")
    assert answer.ok


def _count(page: Page, office: Office, language: str) -> str:
    """Count the parcel without the mouse: a wrong scan, an undone one, then all of it."""
    page.goto(f"{office.address}/rma/receiving")
    scan(page, "SF100")
    expect(page.locator("#station .card-head h2")).to_be_visible()
    tally = page.locator(".tally b")
    scan(page, "K-0001")
    scan(page, "K-0002")
    expect(tally).to_have_text(re.compile(r"2\s*/ 2"))
    page.keyboard.press("F2")
    expect(tally).to_have_text(re.compile(r"1\s*/ 2"))
    scan(page, "XX-1")
    expect(page.locator("[data-refused]")).to_contain_text("XX-1")
    page.keyboard.press("Escape")
    expect(page.locator("[data-refused]")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "scan"
    scan(page, "K-0002")
    expect(tally).to_have_text(re.compile(r"2\s*/ 2"))
    page.keyboard.press("F8")
    expect(page.locator(".say.good")).to_contain_text("2")
    assert hurdles_of(page) == []
    assert runs_sideways(page) == 0
    picture(page, f"receiving-{language}")
    href = page.locator("#station .card-head h2 a").get_attribute("href")
    return str(href).rsplit("/", 1)[-1]


def test_the_stations_fit_a_phone(shop_office: Office, chromium: Browser) -> None:
    page = shop_office.page(chromium, "clerk", width=390)
    number = f"RM{TODAY:%Y%m}-0001"

    for path in (
        "/rma/receiving",
        f"/rma/receiving/?rma={number}",
        "/rma/bench",
        f"/rma/bench/?piece={number}/1",
    ):
        page.goto(shop_office.address + path)
        picture(page, "phone" + path.split("?")[0].replace("/", "-"))
        assert runs_sideways(page) == 0, path
