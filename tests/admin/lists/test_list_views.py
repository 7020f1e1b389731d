"""Papers on a board and in a calendar, and who sees which list at all."""

from __future__ import annotations

import pytest
from list_stock import chips, keys, look, with_claims
from offices import MakeOffice, Office

from sanbao.plugin import lifecycle
from sanbao_admin.lists.specs import all_lists

pytestmark = pytest.mark.either_backend


def test_the_board_has_a_column_for_each_state_and_cards_that_can_be_moved(called: Office) -> None:
    browser = called.sign_in()
    number = keys(look(browser, "/papers/claim"))[-1].removeprefix("/paper/")

    page = look(browser, "/papers/claim?view=board")

    lanes = [
        given["data-state"] for tag, given in page.elements if tag == "section" and "data-state" in given
    ]
    assert lanes == ["open", "decided", "in_repair", "repaired", "closed"]
    cards = [given for tag, given in page.elements if given.get("data-card")]
    assert len(cards) == 6
    moves = [
        given
        for tag, given in page.elements
        if "data-targets" in given and f"subject={number}" in given["href"]
    ]
    assert any(given["href"].startswith("/do/claim.start_repair?") for given in moves)
    assert any("in_repair" in given["data-targets"].split() for given in moves)
    assert all("then=" in given["href"] for given in moves)


def test_a_board_shows_what_is_filtered_and_void_only_if_asked(called: Office) -> None:
    browser = called.sign_in()

    page = look(browser, "/papers/claim?view=board&state=void&q=城北")

    assert [given["data-state"] for tag, given in page.elements if "data-state" in given] == ["void"]


def test_the_calendar_shows_papers_and_deadlines_on_their_days(called: Office) -> None:
    browser = called.sign_in()
    number = keys(look(browser, "/papers/claim"))[0].removeprefix("/paper/")
    due = {"kind": "answer", "due_at": "2024-06-20T17:00:00+08:00"}
    called.erp.do("document.set_deadline", due, subject=number, user="admin")

    page = look(browser, "/papers/claim?view=calendar&month=2024-06")
    july = look(browser, "/papers/claim?view=calendar&month=2024-07")

    text = chips(page.text)
    assert "Mon" in text
    assert "1 more" in text  # six papers on one day, five are drawn
    assert f"⏰ {number}" in text
    assert "due 17:00" in text
    assert not [link for link in july.links if link.startswith("/paper/")]


def test_overdue_and_mine_are_chips(called: Office) -> None:
    browser = called.sign_in("clerk")
    numbers = [row.removeprefix("/paper/") for row in keys(look(browser, "/papers/claim"))]
    late = {"kind": "answer", "due_at": "2024-06-01T17:00:00+08:00"}
    called.erp.do("document.set_deadline", late, subject=numbers[0], user="admin")
    called.erp.do("document.assign", {"owner": "clerk"}, subject=numbers[1], user="admin")

    overdue = look(browser, "/papers/claim?overdue=yes")
    mine = look(browser, "/papers/claim?mine=yes&owner=clerk")

    assert keys(overdue) == [f"/paper/{numbers[0]}"]
    assert f"/paper/{numbers[1]}" in keys(mine)
    assert (
        f"/paper/{numbers[0]}" not in keys(look(browser, "/papers/claim?owner=clerk"))
        or numbers[0] in mine.text
    )


@pytest.mark.parametrize("login", ["clerk", "hr"])
def test_each_list_opens_for_those_who_may_read_it_and_for_nobody_else(
    make_office: MakeOffice, login: str
) -> None:
    office = make_office(plugins=["warranty", "billing"], prepare=with_claims)
    office.set_password(login)
    browser = office.sign_in(login)

    specs = all_lists(office.erp)
    with office.erp.reading(login) as work:
        allowed = {
            spec.path: any(
                work.access.may(one)
                for one in ((spec.need,) if isinstance(spec.need, str) else spec.need or ())
            )
            for spec in specs
        }

    for spec in specs:
        for part in ("", "/", "/count.json", "/export.xlsx"):
            status = browser.get(spec.path + part).status_code
            assert status == (200 if allowed[spec.path] else 403), (spec.path, part, login)


def test_the_list_of_all_papers_leaves_kinds_out_that_she_may_not_read(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty", "billing"], prepare=with_claims)
    office.set_password("clerk")
    office.erp.do(
        "opening.enter",
        {"date": "2024-06-01", "lines": [{"account": "1002", "debit": "100.00"}]},
        user="admin",
    )

    everything = look(office.sign_in(), "/papers/all")
    hers = look(office.sign_in("clerk"), "/papers/all")

    assert len(keys(everything)) == 7
    assert len(keys(hers)) == 6
    assert not [row for row in keys(hers) if row.startswith("/paper/OB")]


def test_papers_of_a_plugin_that_is_off_are_listed_with_their_words(make_office: MakeOffice) -> None:
    from sanbao_admin import create_app

    office = make_office(plugins=["warranty"], prepare=with_claims)
    lifecycle.disable(office.erp, "warranty")
    away = Office(
        office.erp,
        create_app(
            office.erp,
            TESTING=True,
            SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=office.app.config[
                "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"
            ],
        ),
    )
    browser = away.sign_in()

    page = look(browser, "/papers/claim")
    every = look(browser, "/papers/all?kind=claim&group=state")

    assert len(keys(page)) == 6
    assert "Decided" in page.text or "Received" in page.text
    assert "Kind: Warranty claim" in chips(every.text)


def test_a_row_rule_hides_papers_from_pages_counts_groups_and_exports(make_office: MakeOffice) -> None:
    office = make_office(
        plugins=["warranty", "ruled"], sources={"ruled": "ruled_plugin:plugin"}, prepare=with_claims
    )
    office.set_password("clerk")
    number = keys(look(office.sign_in(), "/papers/claim"))[0].removeprefix("/paper/")
    office.erp.do("document.note", {"note": "x"}, subject=number, user="admin")
    office.erp.do("document.assign", {"owner": "admin"}, subject=number, user="admin")
    browser = office.sign_in("clerk")

    for words in (
        "",
        "?group=state",
        "?view=board",
        "?view=calendar&month=2024-06",
        "?q=" + number,
        "?size=200&sort=number",
    ):
        page = look(browser, "/papers/claim" + words)
        assert number not in [one.removeprefix("/paper/") for one in page.links], words
    assert browser.get("/papers/claim/count.json").json["text"] == "of 5"
    assert number.encode() not in browser.get("/papers/claim/export.xlsx").data
    assert len(keys(look(office.sign_in(), "/papers/claim"))) == 6
