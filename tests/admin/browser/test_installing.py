"""Installation in a real browser: from the contract to the signed statement, and an installer's day on his phone (INS)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser_office import Office, english_in, hurdles_of, picture, runs_sideways, served
from playwright.sync_api import Browser, Page, expect

import sanbao

MORNING = datetime.fromisoformat("2024-06-03T09:00:00+08:00")
PEOPLE = {
    "chen.jing": "implementation_manager",
    "he.tao": "service_head",
    "ma.li": "service_clerk",
    "zhao.min": "finance",
}


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Office]:
    """The back office of a company that gives installation out to one firm, and has its terminals in stock."""
    address = f"sqlite:///{tmp_path}/yard.sqlite"
    plugins = ["installation_outsourcing", "admin"]
    erp = sanbao.create(address, company="华安监控", plugins=plugins, clock=lambda: MORNING)
    for login, role in PEOPLE.items():
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("office.create", {"code": "C1", "name": "郑州监控中心"}, user="admin")
    erp.do("product.create", {"code": "BD-2", "name": "北斗双模终端"}, user="admin")
    erp.do("party.create", {"code": "ZH", "name": "正和物流"}, user="admin")
    erp.do("party.create", {"code": "YB", "name": "豫北安装队", "roles": "installer"}, user="admin")
    erp.do("place.create", {"code": "YB-BAG", "name": "安装队处", "party": "YB"}, user="admin")
    erp.do("user.create", {"login": "zhang.san", "roles": "installer", "party": "YB"}, user="admin")
    stock = {"account": "1405", "debit": "3000.00", "product": "BD-2", "place": "DEPOT", "quantity": "10"}
    erp.do("opening.enter", {"date": "2024-06-01", "lines": [stock]}, user="admin")
    erp.do("setting.change", {"name": "outsourcing_signed_copy", "value": "no"}, user="admin")
    erp.close()
    with served(tmp_path / "yard.sqlite") as office:
        office.clock.now = MORNING
        yield office


def do(page: Page, office: Office, operation: str, subject: str = "", **fields: str) -> None:
    """Open the form of an operation, fill it in by hand, and press its button."""
    page.goto(f"{office.address}/do/{operation}" + (f"?{urlencode({'subject': subject})}" if subject else ""))
    for name, value in fields.items():
        path = name.replace("__", ".")
        if "." in path and not page.locator(f'[name="{path}"]').count():
            page.click(f'[data-lines="{path.partition(".")[0]}"] [data-add-row]')
        one = page.locator(f'[name="{path}"]').last
        if one.evaluate("one => one.tagName") == "SELECT":
            one.select_option(value)
        else:
            one.fill(value)
    page.keyboard.press("Escape")  # a list of proposals must not cover the button
    with page.expect_navigation():
        page.click('button[name="act"][value="do"]')
    assert not page.locator(".message.bad").count(), page.inner_text("main")


def agree(page: Page, office: Office) -> str:
    """Write a contract over two units and let both sides sign it; return its number."""
    lot = {"lots__0__code": "A", "lots__0__quantity": "2", "lots__0__unit_fee": "150.00"}
    days = {"lots__0__due_on": "2024-06-14", "lots__0__centre": "C1"}
    clauses = {"clauses__0__profile": "PC-004-DELAY", "clauses__1__profile": "PC-004-COMPLAINT"}
    do(page, office, "installer_contract.draft", party="YB", **lot, **days, **clauses)
    number = f"IC{MORNING:%Y%m}-0001"
    for side in ("ours", "theirs"):
        do(page, office, "installer_contract.sign", number, side=side, signer="王五")
    return number


def plan(page: Page, office: Office, contract: str) -> str:
    """Put two vehicles on the list and send the installer out with two terminals; return the order's number."""
    vehicles = {"jobs__0__plate": "豫A10001", "jobs__0__phone": "13800138000", "jobs__1__plate": "豫A10002"}
    do(page, office, "job.plan", contract=contract, lot="A", client="ZH", product="BD-2", **vehicles)
    do(page, office, "job.assign", contract=contract, on="2024-06-03", place="郑州东货场")
    serials = {"serials": "T-0001\nT-0002"}
    do(page, office, "terminal.issue", contract=contract, product="BD-2", place="DEPOT", **serials)
    return f"IO{MORNING:%Y%m}-0001"


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_from_the_contract_to_the_signed_statement(
    yard: Office, chromium: Browser, language: str, theme: str
) -> None:
    manager, clerk, finance = (
        yard.page(chromium, login, language=language, theme=theme)
        for login in ("chen.jing", "ma.li", "zhao.min")
    )

    contract = agree(manager, yard)
    manager.goto(f"{yard.address}/paper/{contract}")
    expect(manager.locator("ol.agreed > li")).to_have_count(2)
    _whole(manager, language, "contract")
    manager.locator("ol.agreed a").first.click()
    manager.fill('[name="due_on"]', "2024-06-14")
    manager.fill('[name="done_on"]', "2024-06-20")
    manager.locator("form.filters button[type=submit]").click()
    # six days at 5 % of 2 × 150.00
    expect(manager.locator(".tiles b").first).to_have_text("90.00")
    _whole(manager, language, "clause")

    order = plan(clerk, yard, contract)
    lines = {"lines__0__vehicle": "豫A10001", "lines__0__serial": "T-0001"}
    more = {"lines__1__vehicle": "豫A10002", "lines__1__serial": "T-0002"}
    do(clerk, yard, "installation_order.install", order, **lines, **more)
    manager.goto(f"{yard.address}/installation/desk")
    _whole(manager, language, "desk")
    do(manager, yard, "installation_order.inspect", order)
    do(clerk, yard, "job.sign", contract=contract, signer="李站长")
    do(manager, yard, "job.confirm", contract=contract)

    manager.goto(f"{yard.address}/installation/preview?contract={contract}")
    expect(manager.locator(".tiles")).to_contain_text("300.00")
    _whole(manager, language, "preview")
    manager.locator('.page-actions a[href^="/do/installer_payment.request"]').click()
    with manager.expect_navigation():
        manager.click('button[name="act"][value="do"]')
    statement = f"IS{MORNING:%Y%m}-0001"
    do(finance, yard, "installer_settlement.approve", statement)
    for side in ("ours", "theirs"):
        do(manager, yard, "installer_settlement.sign", statement, side=side, signer="王五")
    manager.goto(f"{yard.address}/paper/{statement}")
    expect(manager.locator(".stepper .now")).to_have_text(
        "双方已签字" if language == "zh" else "Signed by both"
    )
    expect(manager.locator("main")).to_contain_text("300.00")
    _whole(manager, language, "statement")
    assert manager.request.get(f"{yard.address}/paper/{statement}/print").ok


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_installers_day_on_his_phone(
    yard: Office, chromium: Browser, tmp_path: Path, language: str
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    office = yard.page(chromium, "chen.jing", language=language)
    contract = agree(office, yard)
    order = plan(yard.page(chromium, "ma.li", language=language), yard, contract)
    phone = yard.page(chromium, "zhang.san", language=language, width=390)

    phone.locator('a[href="/installer"]').first.click()
    expect(phone.locator("#terminals")).to_contain_text("BD-2")
    _whole(phone, language, "phone-desk")
    phone.click(f'a[href="/installer/order?order={order}"]')
    for plate, serial in (("豫A10001", "T-0001"), ("豫A10002", "T-0002")):
        phone.locator(".big-row", has_text=plate).locator("a.button").click()
        phone.fill("#install-serial", "T-9999")
        phone.click("#install button.primary")
        expect(phone.locator("#install-serial-said")).to_be_visible()
        phone.fill("#install-serial", serial)
        phone.set_input_files("#install-photos", str(photo))
        phone.click("#install button.primary")
        expect(phone.locator(".message.good")).to_contain_text(serial)
    _whole(phone, language, "phone-order")
    do(office, yard, "installation_order.inspect", order)
    phone.reload()
    phone.fill("#sign-signer", "李站长")
    phone.set_input_files("#sign-paper", str(photo))
    phone.click("#sign button.primary")
    expect(phone.locator(".big-row .pill.good")).to_have_count(2)
    # What is done is done: nobody's phone number stands there any more.
    expect(phone.locator("main")).not_to_contain_text("13800138000")

    do(office, yard, "job.confirm", contract=contract)
    do(office, yard, "installer_payment.request", contract=contract)
    do(
        yard.page(chromium, "zhao.min", language=language),
        yard,
        "installer_settlement.approve",
        "IS202406-0001",
    )
    phone.goto(f"{yard.address}/installer")
    expect(phone.locator("main")).to_contain_text("300.00")
    phone.locator('a[href^="/do/installer_settlement.sign"]').click()
    phone.fill('[name="signer"]', "张三")
    with phone.expect_navigation():
        phone.click('button[name="act"][value="do"]')
    phone.wait_for_url(re.compile(r"/installer/?$"))
    expect(phone.locator('a[href^="/do/installer_settlement.sign"]')).to_have_count(0)
    _whole(phone, language, "phone-paid")
    assert phone.request.get(f"{yard.address}/installation/desk").status == 403


#: A browser that knows barcodes, before a camera that sees one: neither is in the browser of the tests.
SEEING = """
window.BarcodeDetector = class { async detect() { return [{ rawValue: " T-0002 " }]; } };
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
  return window.seen = canvas.captureStream(20);
};
"""
BLIND = (
    "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };"
)


def test_a_terminals_number_is_read_by_the_camera_where_the_browser_can(
    yard: Office, chromium: Browser
) -> None:
    contract = agree(yard.page(chromium, "chen.jing", language="zh"), yard)
    order = plan(yard.page(chromium, "ma.li", language="zh"), yard, contract)
    address = f"{yard.address}/installer/order?order={order}"
    phone = yard.page(chromium, "zhang.san", language="zh", width=390)

    phone.goto(address)
    expect(phone.locator("#install-serial")).to_be_visible()
    expect(phone.locator("button.camera")).to_have_count(0)
    phone.add_init_script(SEEING)
    phone.goto(address)
    expect(phone.locator("button.camera")).to_have_text("用摄像头扫码")
    _whole(phone, "zh", "phone-camera")
    phone.click("button.camera")
    expect(phone.locator("#install-serial")).to_have_value("T-0002")
    expect(phone.locator(".camera-view")).to_be_hidden()
    assert phone.evaluate("window.seen.getTracks().every((track) => track.readyState === 'ended')")
    phone.add_init_script(BLIND)
    phone.goto(address)
    phone.click("button.camera")

    expect(phone.get_by_role("status").filter(has_text="无法使用摄像头")).to_be_visible()
    expect(phone.locator("#install-serial")).to_have_value("")


def _whole(page: Page, language: str, name: str) -> None:
    """Look at a page: in its language, as wide as the screen, open to everybody."""
    picture(page, f"installing-{name}-{language}")
    assert runs_sideways(page) == 0, page.url
    assert hurdles_of(page) == [], page.url
    if language == "zh":
        assert english_in(page) == [], page.url
