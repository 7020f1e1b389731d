"""From the year's plan to the certificate in a real browser, with a trainee who signs in on a telephone (TRN-10, TRN-16, F-33)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from browser_office import Office, act, english_in, hurdles_of, picture, runs_sideways, served
from playwright.sync_api import Browser, Page, expect

import sanbao

PEOPLE = ["王建国", "李伟", "张敏"]
DURING = "2024-06-12T09:05:00+08:00"
SAVED = {"zh": "计划已保存。", "en": "The plan is kept."}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Office]:
    """The back office of a company that has to teach three installers."""
    database = tmp_path / "school.sqlite"
    at = datetime.fromisoformat("2024-06-03T09:00:00+08:00")
    erp = sanbao.create(
        f"sqlite:///{database}", company="华安监控", plugins=["training", "admin"], clock=lambda: at
    )

    def do(operation: str, on: str | None = None, by: str = "admin", **data: object) -> sanbao.Result:
        return erp.do(operation, data, subject=on, user=by)

    for login, role in (("chen.lei", "design"), ("li.na", "service_manager"), ("he.tao", "service_head")):
        do("user.create", login=login, name=login, roles=role)
    do("party.create", code="I001", name="平安安装", roles="installer")
    do("training_skill.create", code="INST", name="终端安装", name_en="Mounting", valid_months="12")
    do("training_matrix.require", kind_of_work="installation", skills="INST", valid_from="2024-01-01")
    topics = [{"text": "安装"}]
    outline = {
        "code": "INST",
        "name": "终端安装培训",
        "name_en": "Mounting",
        "skill": "INST",
        "topics": topics,
    }
    do("training_outline.approve", do("training_outline.draft", by="chen.lei", **outline).number)
    do("training_person.create", code="T01", name="周讲师", is_trainer="yes")
    for number, name in enumerate(PEOPLE, start=1):
        facts = {"jobs": ["installation"], "phone": f"1390000000{number}", "party": "I001"}
        do("training_person.create", code=f"P{number}", name=name, **facts)
    erp.close()
    with served(database) as office:
        office.clock.now = datetime.fromisoformat(DURING)
        yield office


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_plan_to_the_certificate(school: Office, chromium: Browser, language: str) -> None:
    manager = school.page(chromium, "li.na", language=language)
    head = school.page(chromium, "he.tao", language=language)
    _plan(manager, school, language)
    _approve(head, school)
    session = _schedule(manager, school)
    address = _open_the_roll(manager, school, session, language)
    _sign_in_by_phone(chromium, school, address, language)
    expect(manager.locator("[data-present]")).to_have_text("2", timeout=20_000)
    picture(manager, f"training-{language}-roll")
    manager.get_by_role("button", name={"zh": "确认开班结束", "en": "The session was held"}[language]).click()

    _grade(manager)
    picture(manager, f"training-{language}-results")
    manager.locator(".to-certify button").click()

    places = school.erp.ask("training_session.places", {"session": session}, user="li.na")
    assert [(row["name"], row["outcome"], bool(row["certificate"])) for row in places] == [
        ("王建国", "passed", True),
        ("李伟", "failed", False),
        ("张敏", "absent", False),
    ]
    assert manager.locator(".to-certify").count() == 0
    _look_at_the_pages(manager, school, language)


def _plan(page: Page, office: Office, language: str) -> None:
    """Begin the plan of the year, gather what is needed, and say what it costs; too few heads are told of."""
    page.goto(office.address + "/training/planning/")
    act(page, "training_plan.draft", year="2024", budget="5000.00")
    page.goto(office.address + "/training/planning/")
    page.fill("#session_cost", "1200")
    page.fill("#head_cost", "100")
    page.locator('form[action$="/gather"] button').click()
    expect(page.locator('[name="heads.1"]')).to_have_value("3")
    expect(page.locator("[data-sum-of]")).to_have_text("1,500.00")
    page.fill('[name="budget.1"]', "1,600.5x")
    page.click('button[form="plan-lines"].primary')
    expect(page.locator('[name="budget.1"]')).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[name="budget.1"]')).to_have_value("1,600.5x")
    page.fill('[name="budget.1"]', "1600.50")
    expect(page.locator("[data-left]")).to_have_text("3,399.50")
    page.click('button[form="plan-lines"].primary')
    expect(page.locator(".message.good")).to_contain_text(SAVED[language])
    assert page.locator('main a[href^="/do/training_plan.approve"]').count() == 0, (
        "who drafts does not approve"
    )
    picture(page, f"training-{language}-plan")


def _approve(page: Page, office: Office) -> None:
    page.goto(office.address + "/training/planning/")
    act(page, "training_plan.approve")


def _schedule(page: Page, office: Office) -> str:
    """Make the line a session, and enrol the three; return the number of the session."""
    page.goto(office.address + "/training/planning/")
    times = {"starts_at": "2024-06-12T09:00", "ends_at": "2024-06-12T17:00"}
    act(page, "training_plan.schedule", trainer="T01", room="一号教室", **times)
    session = page.locator('.plan-lines a[href^="/training/roll/"]').inner_text()
    page.goto(f"{office.address}/training/roll/?session={session}")
    act(page, "training_session.enrol", people="P1\nP2\nP3")
    return session


def _open_the_roll(page: Page, office: Office, session: str, language: str) -> str:
    """Return the address that the picture on the roll holds."""
    page.goto(f"{office.address}/training/roll/?session={session}")
    assert page.locator(".roll tbody tr").count() == 3
    if language == "zh":
        assert english_in(page) == []
    return page.locator(".phone-card a[data-typed]").inner_text()


def _sign_in_by_phone(chromium: Browser, office: Office, address: str, language: str) -> None:
    """Two trainees sign in on a telephone, nobody twice, and nobody who is not on the list."""
    locale = {"zh": "zh-CN", "en": "en-US"}[language]
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, locale=locale).new_page()
    for typed, message in (("陌生人", ".bad"), ("王建国", ".good"), ("王建国", ".bad"), ("0002", ".good")):
        phone.goto(address)
        phone.fill("#person", typed)
        phone.locator('form.enter button[type="submit"]').click()
        expect(phone.locator(f".message{message}")).to_be_visible()
        picture(phone, f"training-{language}-phone-{typed}{message}")
        assert runs_sideways(phone) == 0
        assert hurdles_of(phone) == []
        assert language == "en" or english_in(phone) == []
    office.erp.ask("training.calendar", {"start": "2024-06-12", "end": "2024-06-12"}, user="li.na")


def _grade(page: Page) -> None:
    """Type the scores with the keyboard alone; one that cannot be is told of beside it and kept."""
    expect(page.locator('[name="score.P1"]')).to_be_focused()
    page.keyboard.type("150")
    page.keyboard.press("Enter")
    expect(page.locator('[name="score.P2"]')).to_be_focused()
    page.keyboard.type("29/50")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator('[name="score.P1"]')).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[name="score.P2"]')).to_have_value("29/50")
    page.fill('[name="score.P1"]', "60")
    page.click('button[form="roll"].primary')
    expect(page.locator(".to-certify")).to_contain_text("王建国")


def _look_at_the_pages(page: Page, office: Office, language: str) -> None:
    """Look at the calendar and the matrix after the day, wide and on a telephone."""
    for path in ("calendar/?on=2024-06-12", "calendar/?by=trainer&on=2024-06-12", "skills/", "planning/"):
        page.goto(f"{office.address}/training/{path}")
        assert hurdles_of(page) == [], path
        assert language == "en" or english_in(page) == [], path
        picture(page, f"training-{language}-{re.sub('[^a-z]+', '-', path)}")
    page.goto(f"{office.address}/training/skills/")
    expect(page.locator(".heat td .valid")).to_have_text("2025-06-12")
    assert page.locator(".heat td .missing").count() == 2
