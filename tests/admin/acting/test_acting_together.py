"""Doing things from a page: once, and never over what somebody else did meanwhile; on both databases."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office, post
from reading import page_of

pytestmark = pytest.mark.either_backend

PEOPLE = {"li.na": ["service_clerk"], "zhou.qi": ["service_head", "service_manager"]}


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office with a quote that two people look at."""
    office = make_office(plugins=["warranty"], people=PEOPLE)
    office.erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    line = {"text": "检修", "quantity": "1", "price": "100", "tax": "VAT13"}
    office.erp.do("quote.draft", {"party": "C1", "lines": [line]}, user="admin")
    return office


def _number(office: Office) -> str:
    with office.erp.reading("admin") as work:
        return str(work.ask("document.show", {"document": "Q202406-0001"})["number"])


def _notes(office: Office) -> list[str]:
    with office.erp.reading("admin") as work:
        lines = work.ask("document.timeline", {"document": "Q202406-0001"})
    return [line["note"] for line in lines if line["note"]]


def test_a_form_that_is_sent_twice_is_done_once(desk: Office) -> None:
    number, browser = _number(desk), desk.sign_in()
    opened = page_of(browser.get(f"/do/document.note?subject={number}"))
    sent = {name: opened.value(name) for name in ("csrf_token", "key", "seen", "subject")}

    first = browser.post("/do/document.note", data={**sent, "note": "called back"})
    second = browser.post("/do/document.note", data={**sent, "note": "called back"})

    assert (first.status_code, second.status_code) == (303, 303)
    assert _notes(desk) == ["called back"]


def test_the_second_of_two_people_is_told_who_changed_what_and_may_go_on(desk: Office) -> None:
    number, browser = _number(desk), desk.sign_in()
    opened = page_of(browser.get(f"/do/quote.send?subject={number}"))
    desk.erp.do("document.note", {"note": "wait for the price"}, user="zhou.qi", subject=number)
    sent = {name: opened.value(name) for name in ("csrf_token", "key", "seen", "subject")}

    refused = browser.post("/do/quote.send", data=sent)
    again = page_of(refused)
    done = browser.post("/do/quote.send", data={**sent, "seen": again.value("seen")})

    assert refused.status_code == 409
    assert "zhou.qi" in again.text
    assert "wait for the price" in again.text
    assert again.value("seen") != sent["seen"]
    assert done.status_code == 303


def test_the_second_who_changes_a_customer_is_told_of_the_first(desk: Office) -> None:
    desk.erp.do("party.create", {"code": "C9", "name": "城北医院", "roles": "customer"}, user="admin")
    browser = desk.sign_in()
    opened = page_of(browser.get("/do/party.change?subject=C9"))
    desk.erp.do("party.change", {"phone": "0571-1"}, user="zhou.qi", subject="C9")
    sent = {name: opened.value(name) for name in ("csrf_token", "key", "seen", "subject")}

    refused = browser.post("/do/party.change", data={**sent, "phone": "0571-2"})

    assert refused.status_code == 409
    assert "zhou.qi" in page_of(refused).text
    assert page_of(refused).value("phone") == "0571-2"


def test_what_was_only_tried_is_not_kept(desk: Office) -> None:
    number, browser = _number(desk), desk.sign_in()

    tried = post(
        browser, "/do/quote.send", {"subject": number, "act": "try"}, page=f"/do/quote.send?subject={number}"
    )

    with desk.erp.reading("admin") as work:
        state = work.find("document", number).state
    assert tried.status_code == 200
    assert state == "draft"


def test_a_step_that_does_not_fit_says_why_and_keeps_what_was_typed(desk: Office) -> None:
    number, browser = _number(desk), desk.sign_in()

    refused = post(
        browser,
        "/do/quote.agree",
        {"subject": number, "text": "同意维修"},
        page=f"/do/quote.agree?subject={number}",
    )

    assert refused.status_code == 409
    assert page_of(refused).value("text") == "同意维修"


def test_a_record_that_is_not_there_is_a_problem_beside_its_field(desk: Office) -> None:
    browser = desk.sign_in()

    refused = post(browser, "/do/quote.send", {"subject": "Q209901-0001"})

    page = page_of(refused)
    assert refused.status_code == 422
    assert "f-subject" in page.invalid
    assert page.value("subject") == "Q209901-0001"


def test_looking_up_finds_papers_by_the_end_of_their_number(desk: Office) -> None:
    found = desk.sign_in().get("/refs/document.json?q=0001").get_json()["results"]

    assert [row["value"] for row in found] == ["Q202406-0001"]
