"""Work calendars on their pages: the year, the preview of another one, and the warning when one is not known."""

from __future__ import annotations

from datetime import date

import pytest
from offices import Office, post

from sanbao_admin.setting_up import year_grid
from sanbao_admin.setting_up.year_grid import Special

pytestmark = pytest.mark.either_backend


def test_a_year_shows_holidays_and_make_up_days_by_name(office: Office) -> None:
    shown = office.sign_in().get("/set-up/calendars/CN?year=2024").get_data(as_text=True)

    assert "2024-02-10 春节 · 节假日 (国务院公布)" in shown
    assert "2024-02-04 春节 · 调休上班 (国务院公布)" in shown
    assert "251 个工作日" in shown


def test_a_day_leads_to_its_form_with_what_it_is_not(office: Office) -> None:
    shown = office.sign_in().get("/set-up/calendars/CN?year=2024").get_data(as_text=True)

    assert "day=2024-06-03&amp;is_working=no" in shown
    assert "day=2024-06-08&amp;is_working=yes" in shown


def test_another_year_is_shown_first_and_taken_over_then(office: Office) -> None:
    browser = office.sign_in()
    browser.get("/set-up/calendars/CN")
    office.erp.do(
        "calendar.set_day",
        {"calendar": "CN", "day": "2026-03-09", "is_working": "no", "name": "厂庆"},
        user="admin",
    )

    preview = browser.get("/set-up/calendars/CN/import?year=2026").get_data(as_text=True)
    before = office.erp.ask("calendar.years", user="admin")["known"]
    answer = post(
        browser,
        "/set-up/calendars/CN/import",
        {"year": "2026"},
        page="/set-up/calendars/CN/import?year=2026",
        follow_redirects=True,
    )

    assert "厂庆" in preview
    assert "保留手工录入" in preview
    assert "2026-10-01" in preview
    assert 2026 not in before
    assert 2026 in office.erp.ask("calendar.years", user="admin")["known"]
    assert "厂庆" in browser.get("/set-up/calendars/CN?year=2026").get_data(as_text=True)
    assert "已导入 2026 年放假安排" in answer.get_data(as_text=True)


def test_a_year_that_nobody_published_can_be_confirmed_by_hand(office: Office) -> None:
    browser = office.sign_in()

    preview = browser.get("/set-up/calendars/CN/import?year=2050").get_data(as_text=True)
    post(browser, "/set-up/calendars/CN/confirm", {"year": "2050"}, page="/set-up/calendars/CN?year=2050")

    assert "2050 年放假安排尚未公布" in preview
    assert "已正式公布" in browser.get("/set-up/calendars/CN?year=2050").get_data(as_text=True)


def test_a_deadline_in_a_year_that_is_not_known_warns(office: Office) -> None:
    erp = office.erp
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "roles": "customer"}, user="admin")
    lines = [{"account": "1002", "debit": "5.00"}, {"account": "6602", "credit": "5.00"}]
    number = erp.do(
        "voucher.write", {"date": "2024-06-01", "summary": "手续费", "lines": lines}, user="admin"
    ).number
    browser = office.sign_in()
    before = browser.get("/set-up/calendars/CN").get_data(as_text=True)

    erp.do(
        "document.set_deadline",
        {"kind": "answer", "due_at": "2027-03-01T09:00"},
        subject=number,
        user="admin",
    )

    assert "有期限延伸到" not in before
    assert "有期限延伸到 2026、2027 年" in browser.get("/set-up/calendars/CN").get_data(as_text=True)
    assert "有期限延伸到" in browser.get("/set-up/").get_data(as_text=True)


def test_strange_years_and_calendars_never_break_a_page(office: Office) -> None:
    browser = office.sign_in()

    answers = {
        browser.get(f"/set-up/calendars/{code}").status_code
        for code in (
            "CN?year=0000",
            "CN?year=99999",
            "CN?year=abc",
            "CN?year=²⁰²⁴",
            "CN?year=-5",
            "CN/import?year=9999",
        )
    }

    assert answers == {200}
    assert browser.get("/set-up/calendars/XX").status_code == 404


def test_a_clerk_sees_the_year_and_changes_nothing(staffed: Office) -> None:
    clerk = staffed.sign_in("clerk")

    shown = clerk.get("/set-up/calendars/CN?year=2024").get_data(as_text=True)
    tried = post(clerk, "/set-up/calendars/CN/import", {"year": "2026"}, page="/account/")

    assert "春节" in shown
    assert "/do/calendar.set_day" not in shown
    assert tried.status_code == 403
    assert clerk.get("/set-up/calendars/CN/import").status_code == 403


def test_the_grid_gives_each_day_its_look() -> None:
    special = {
        date(2024, 2, 4): Special(True, "春节", "x"),
        date(2024, 2, 12): Special(False, "春节", "x"),
        date(2024, 2, 5): Special(True, "", "typed"),
    }

    grid = year_grid.months(2024, (True,) * 5 + (False,) * 2, special)

    looks = {day.on: day.look for _month, weeks in grid for week in weeks for day in week if day is not None}
    assert (looks[date(2024, 2, 4)], looks[date(2024, 2, 12)], looks[date(2024, 2, 5)]) == (
        "make_up",
        "holiday",
        "work",
    )
    assert looks[date(2024, 2, 10)] == "rest"
    assert len(looks) == 366
