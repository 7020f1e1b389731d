"""A parcel in a real browser, by scanner and keyboard alone: counted, repaired, tested, sent back with its outbound form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browser_office import Office, hurdles_of, picture, runs_sideways, served
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


WORDS = {
    "zh": {"repairing": "维修中", "repaired": "已修复", "qc_passed": "品检合格", "outbound": "返还途中"},
    "en": {
        "repairing": "In repair",
        "repaired": "Repaired",
        "qc_passed": "Passed QC",
        "outbound": "On its way back",
    },
}


def stands(page: Page, words: str) -> None:
    """See how the piece in hand stands."""
    expect(page.locator(".in-hand .pill")).to_have_text(words)


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_a_parcel_goes_from_its_label_to_the_outbound_form_without_a_mouse(
    shop_office: Office, chromium: Browser, language: str, theme: str
) -> None:
    office, words = shop_office, WORDS[language]
    clerk, bench, tester = (
        office.page(chromium, login, language=language, theme=theme) for login in ("clerk", "bench", "tester")
    )

    number = _count(clerk, office, language)
    key = f"{number}/1"
    _repair(bench, office, key, words)
    assert hurdles_of(bench) == []
    picture(bench, f"bench-{language}")
    _test(tester, office, key, words)
    outbound = _send_back(clerk, office, key, words)

    picture(clerk, f"sent-back-{language}")
    told = office.erp.ask("rma.where", {"rma": number, "also_ended": "yes"}, user="admin")
    assert [piece["state"] for piece in told] == ["outbound", "received"]
    assert clerk.request.get(f"{office.address}{outbound}").ok


def _repair(page: Page, office: Office, key: str, words: dict[str, str]) -> None:
    """Diagnose and repair a piece: its scans begin and end the repair and take the time; a wrong one is undone."""
    page.goto(f"{office.address}/rma/bench")
    scan(page, key)
    expect(page.locator(".in-hand h2")).to_contain_text("K-0001")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator('[name="lines.0.line"]')).to_have_value("K-0001")
    page.locator('[name="lines.0.finding"]').press_sequentially("电源板烧毁")
    page.locator('select[name="lines.0.in_warranty"]').press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_selector("#station")
    scan(page, key)
    stands(page, words["repairing"])
    office.clock.now += timedelta(minutes=25)
    scan(page, "K-0001")
    stands(page, words["repaired"])
    page.keyboard.press("F2")
    stands(page, words["repairing"])
    scan(page, key)
    stands(page, words["repaired"])
    expect(page.locator(".tally b")).to_have_text("25")


def _test(page: Page, office: Office, key: str, words: dict[str, str]) -> None:
    page.goto(f"{office.address}/rma/bench")
    scan(page, key)
    expect(page.locator('[data-press="F8"]')).to_be_visible()
    page.keyboard.press("F8")
    stands(page, words["qc_passed"])


def _send_back(page: Page, office: Office, key: str, words: dict[str, str]) -> str:
    """Issue the outbound form; what is missing is said beside its field, and what was typed stays."""
    page.goto(f"{office.address}/rma/bench")
    scan(page, key)
    stands(page, words["qc_passed"])
    with page.expect_navigation():
        page.keyboard.press("F8")
    page.locator('[name="tracking"]').press_sequentially("SF990001")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator('[name="shipping_mode"]')).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[name="tracking"]')).to_have_value("SF990001")
    page.locator('[name="shipping_mode"]').press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_selector("#station")
    stands(page, words["outbound"])
    return str(page.locator('[data-press="Alt+o"]').get_attribute("href"))


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
