"""Every operation has a form that opens, keeps what was typed, and says beside each field what is wrong."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office, post
from reading import Page, page_of

PLUGINS = ["warranty", "billing"]
#: What a browser could take for an address somewhere else.
FOREIGN = (
    "//evil.example/x",
    "///evil.example",
    "https://evil.example",
    "http:/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    " //evil.example",
    "evil.example",
    "/ok\r\nSet-Cookie: x=1",
)


@pytest.fixture
def backend() -> str:
    """What is shown does not depend on the database."""
    return "sqlite"


@pytest.fixture
def full_office(make_office: MakeOffice) -> Office:
    """An office with every plugin of ours."""
    return make_office(plugins=PLUGINS, people={"li.na": ["service_clerk"]})


def test_every_form_opens_and_an_empty_one_is_answered_with_what_is_missing(full_office: Office) -> None:
    browser = full_office.sign_in()
    wrong: dict[str, int] = {}

    for name in full_office.erp.registry.operations:
        opened = browser.get(f"/do/{name}")
        sent = browser.post(f"/do/{name}", data={"csrf_token": page_of(opened).token, "act": "try"})
        if opened.status_code != 200 or sent.status_code not in (200, 404, 409, 422):
            wrong[name] = sent.status_code

    assert wrong == {}
    assert len(full_office.erp.registry.operations) > 130


def test_problems_stand_beside_their_fields_and_what_was_typed_stays(full_office: Office) -> None:
    browser = full_office.sign_in()
    typed = {"code": "C1", "phone": "138 0000", "is_consumer": "yes"}

    answer = post(browser, "/do/party.create", typed)

    page = page_of(answer)
    assert answer.status_code == 422
    assert page.value("code") == "C1"
    assert page.value("phone") == "138 0000"
    assert page.value("is_consumer") == "yes"
    assert "f-name" in page.invalid
    assert "#f-name" in page.links


def test_a_problem_in_a_line_stands_in_that_line_after_blank_lines_are_gone(full_office: Office) -> None:
    browser = full_office.sign_in()
    typed = {
        "date": "2024-06-03",
        "summary": "by hand",
        "lines.0.account": "6602",
        "lines.0.debit": "12,50",
        "lines.2.account": "1002",
        "lines.2.credit": "abc",
    }

    page = page_of(post(browser, "/do/voucher.write", typed))

    assert page.value("lines.0.debit") == "12,50"
    assert page.value("lines.1.credit") == "abc"
    assert {"f-lines-0-debit", "f-lines-1-credit"} <= page.invalid


def test_a_form_does_its_operation_once_however_often_it_is_sent(full_office: Office) -> None:
    browser = full_office.sign_in()
    opened = page_of(browser.get("/do/party.create"))
    sent = {"csrf_token": opened.token, "key": opened.value("key"), "code": "C77", "name": "City hospital"}

    first = browser.post("/do/party.create", data=sent)
    second = browser.post("/do/party.create", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location == "/party/C77"


def test_the_same_form_with_other_words_asks_before_it_is_done_again(full_office: Office) -> None:
    browser = full_office.sign_in()
    opened = page_of(browser.get("/do/party.create"))
    sent = {"csrf_token": opened.token, "key": opened.value("key"), "code": "C78", "name": "City hospital"}
    browser.post("/do/party.create", data=sent)

    answer = browser.post("/do/party.create", data={**sent, "code": "C79"})

    page = page_of(answer)
    assert answer.status_code == 409
    assert page.value("code") == "C79"
    assert page.value("key") not in ("", sent["key"])


def test_a_trial_shows_the_entries_and_keeps_nothing(full_office: Office) -> None:
    browser = full_office.sign_in()
    typed = {
        "act": "try",
        "date": "2024-06-03",
        "lines.0.account": "1002",
        "lines.0.debit": "500",
        "lines.1.account": "4001",
        "lines.1.credit": "500",
    }

    answer = post(browser, "/do/opening.enter", typed)

    with full_office.erp.reading("admin") as work:
        kept = work.ask("ledger.entries", {})
    assert answer.status_code == 200
    assert "500.00" in page_of(answer).text
    assert kept == [] or not kept["entries"]


def test_a_link_fills_fields_in_and_a_default_stands_where_nothing_is_given(full_office: Office) -> None:
    browser = full_office.sign_in()

    page = page_of(browser.get("/do/claim.open?fault=E07&caller=Wang&unit=30001"))

    assert page.value("fault") == "E07"
    assert page.value("caller") == "Wang"
    assert page.value("occurred_proven") == "no"
    assert page_of(browser.get("/do/quote.agree")).value("channel") == "fax"


def test_a_form_that_changes_a_record_says_what_stands_there_now(full_office: Office) -> None:
    party = {"code": "C1", "name": "<b>甲</b>", "phone": "138 0000"}
    full_office.erp.do("party.create", party, user="admin")

    answer = full_office.sign_in().get("/do/party.change?subject=C1")

    page = page_of(answer)
    assert page.value("phone") == "138 0000"
    assert page.value("name") == "<b>甲</b>"
    assert page.value("email") == ""


def test_no_form_leads_out_of_the_house(full_office: Office) -> None:
    browser = full_office.sign_in()
    led = {}

    for number, address in enumerate(FOREIGN):
        sent = {"code": f"C8{number}", "name": "x", "then": address}
        answer = post(browser, "/do/party.create", sent)
        led[address] = (answer.status_code, answer.location)

    assert led == {address: (303, f"/party/C8{number}") for number, address in enumerate(FOREIGN)}


def test_what_a_role_may_not_do_has_no_form(full_office: Office) -> None:
    clerk = full_office.sign_in("li.na")

    assert clerk.get("/do/user.create").status_code == 403
    assert clerk.get("/do/claim.open").status_code == 200
    assert clerk.get("/do/nothing.at_all").status_code == 404


def test_forms_speak_both_languages(full_office: Office) -> None:
    browser = full_office.sign_in()
    full_office.erp.do(
        "user.create", {"login": "wang", "roles": ["service_clerk"], "locale": "zh"}, user="admin"
    )
    full_office.set_password("wang")

    english = page_of(browser.get("/do/claim.open"))
    chinese = page_of(full_office.sign_in("wang").get("/do/claim.open"))

    assert english.headings[0] in ("Take a fault call", "受理报修")
    assert chinese.headings[0] == "受理报修"


def test_looking_up_finds_two_characters_and_only_what_a_role_may_know(full_office: Office) -> None:
    browser = full_office.sign_in()
    full_office.erp.do("party.create", {"code": "C9", "name": "滨江区人民医院"}, user="admin")
    full_office.add("hr", ["hr"])

    found = browser.get("/refs/party.json?q=人民").get_json()["results"]

    assert found == [{"value": "C9", "label": "滨江区人民医院"}]
    assert browser.get("/refs/nothing.json").status_code == 404
    assert full_office.sign_in("hr").get("/refs/entry.json?q=1").status_code == 403


def test_the_line_table_has_five_rows_without_any_script(full_office: Office) -> None:
    page: Page = page_of(full_office.sign_in().get("/do/voucher.write"))

    assert [name for name in page.names if name.startswith("lines.") and name.endswith(".account")] == [
        f"lines.{number}.account" for number in range(5)
    ]


def test_accounts_and_promises_are_looked_up_like_any_record(full_office: Office) -> None:
    browser = full_office.sign_in()

    accounts = browser.get("/refs/account.json?q=1002").get_json()["results"]
    promises = browser.get("/refs/warranty_policy.json?q=WP-000").get_json()["results"]

    assert accounts[0]["value"] == "1002"
    assert any(row["value"] == "WP-000-3Y5Y" for row in promises)
