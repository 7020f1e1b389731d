"""A fault call from the first digit to the saved case, as a clerk lives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk import desk, in_chinese, in_english
from offices import MakeOffice, Office, post
from reading import Page, page_of
from sqlalchemy import event, func, select

from sanbao.documents.models import Document

pytestmark = pytest.mark.either_backend


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A service desk with warranties."""
    return desk(make_office, "warranty")


def claims(office: Office) -> int:
    """Return how many cases there are."""
    with office.erp.reading("admin") as work:
        return int(work.session.scalar(select(func.count()).where(Document.kind == "claim")) or 0)


def test_digits_a_name_a_phone_an_order_or_a_plate_give_candidates(office: Office) -> None:
    browser = office.sign_in("clerk")

    for text, serial in (
        ("12345", "HA-00012345"),
        ("医院", "HA-00012345"),
        ("88886601", "HA-00012345"),
        ("SO-77", "HA-00012345"),
        ("浙B·12345", "HA-00067890"),
        ("HA-0006", "HA-00067890"),
    ):
        answer = browser.get("/call/units.json", query_string={"q": text})
        assert [one["key"] for one in answer.json["results"]] == [serial], text
        assert answer.json["now"] == "2026-03-03 09:30"
    assert browser.get("/call/units.json?q=").json["results"] == []


@pytest.fixture
def statements(office: Office) -> Iterator[list[str]]:
    """Every statement that is sent to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(office.erp.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(office.erp.database.engine, "before_cursor_execute", note)


def test_a_look_up_takes_few_statements(office: Office, statements: list[str]) -> None:
    browser = office.sign_in("clerk")
    browser.get("/call/units.json?q=1")
    del statements[:]

    browser.get("/call/units.json?q=12345")

    ours = [one for one in statements if "admin_" not in one]
    assert len(ours) <= 12


def test_the_only_unit_that_fits_is_chosen_at_once_without_a_script(office: Office) -> None:
    answer = office.sign_in("clerk").get("/call?q=12345")

    assert answer.status_code == 302
    assert answer.location.endswith("/call?unit=HA-00012345")


def test_the_decision_stands_there_before_anything_is_saved(office: Office) -> None:
    browser = in_english(office, "clerk")

    page = page_of(browser.get("/call?unit=HA-00012345&parts=PLC&fault=E07"))
    later = browser.get(
        "/call/decision?unit=HA-00012345&parts=FAN&received_at=2026-03-03+09:00&occurred_at=2026-03-03"
    ).get_data(as_text=True)

    assert "Free of charge: covered by WP-000-3Y5Y until 2028-05-10." in page.text
    assert "Free of charge: covered by WP-000-3Y5Y until 2026-05-10." in later
    assert page.value("received_at") == "2026-03-03 09:30"
    assert page.value("parts") == "PLC"
    assert "W-03" in page.text
    assert claims(office) == 0


def test_a_contradiction_is_said_where_the_decision_stands(office: Office) -> None:
    browser = in_english(office, "clerk")

    said = browser.get("/call/decision?unit=12345&received_at=2026-03-01&occurred_at=2026-03-02")

    assert said.status_code == 200
    assert "a fault occurs before it is reported" in said.get_data(as_text=True)


def test_a_call_is_saved_and_told_with_its_decision_and_the_way_on(office: Office) -> None:
    browser = in_english(office, "clerk")
    typed = {
        "unit": "HA-00012345",
        "fault": "E07 无压力",
        "parts": ["PLC"],
        "caller": "王工",
        "phone": "0571-1",
        "received_at": "2026-03-03 09:10",
    }

    answer = post(browser, "/call", typed, page="/call?unit=HA-00012345")
    told = page_of(browser.get(answer.location))

    number = answer.location.rpartition("=")[2]
    assert answer.status_code == 303
    assert "until 2028-05-10" in told.text
    assert f"/paper/{number}" in told.links
    assert any(link.startswith(f"/paper/{number}/print?form=claim") for link in told.links)
    assert [given for tag, given in told.elements if tag == "a" and "data-new" in given]
    with office.erp.reading("clerk") as work:
        claim = work.find("claim", number)
        assert (claim.caller, claim.fault_code, claim.parts) == ("王工", "E07", ["PLC"])


def test_a_double_click_saves_once(office: Office) -> None:
    browser = office.sign_in("clerk")
    opened = page_of(browser.get("/call?unit=12345"))
    typed = {"csrf_token": opened.token, "key": opened.value("key"), "unit": "HA-00012345", "fault": "E07"}

    first, second = browser.post("/call", data=typed), browser.post("/call", data=typed)

    assert first.location == second.location
    assert claims(office) == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    browser = in_english(office, "clerk")
    typed = {
        "unit": "HA-00012345",
        "fault": "",
        "caller": "王工 <b>",
        "occurred_at": "gestern",
        "parts": ["FAN"],
        "cause": "misuse",
    }

    answer = post(browser, "/call", typed, page="/call?unit=12345")

    page = page_of(answer)
    assert answer.status_code == 422
    assert {"f-fault", "f-occurred_at"} <= page.invalid
    assert (page.value("caller"), page.value("occurred_at"), page.value("parts"), page.value("cause")) == (
        "王工 <b>", "gestern", "FAN", "misuse",
    )  # fmt: skip
    assert "王工 <b>" not in answer.get_data(as_text=True)
    assert claims(office) == 0


def test_an_unknown_unit_is_registered_on_the_spot(office: Office) -> None:
    browser = in_english(office, "clerk")
    opened = page_of(browser.get("/call?new=1&serial=NEW-1"))

    refused = post(
        browser,
        "/call",
        {"new": "1", "serial": "NEW-1", "product": "NONE", "fault": "漏油"},
        page="/call?new=1",
    )
    saved = post(
        browser,
        "/call",
        {"new": "1", "serial": "NEW-1", "product": "PUMP-3", "customer": "C1", "fault": "漏油"},
        page="/call?new=1",
    )

    assert opened.value("serial") == "NEW-1"
    assert page_of(browser.get("/call?new=1&q=NEW-1")).value("serial") == "NEW-1"
    again = page_of(refused)
    assert refused.status_code == 422
    assert (again.value("serial"), again.value("product"), again.value("fault")) == ("NEW-1", "NONE", "漏油")
    assert saved.status_code == 303
    with office.erp.reading("clerk") as work:
        assert work.find("unit", "NEW-1").customer.code == "C1"


def test_a_call_about_nothing_is_told_to_choose_a_unit(office: Office) -> None:
    answer = post(in_english(office, "clerk"), "/call", {"fault": "漏油", "q": "99"}, page="/call")

    assert answer.status_code == 422
    assert "Please give the unit" in page_of(answer).text


def test_a_unit_that_was_exchanged_is_refused_with_its_successor(office: Office) -> None:
    office.erp.do(
        "unit.replace", {"serial": "HA-99", "replaced_on": "2026-01-05"}, subject="12345", user="li.na"
    )

    answer = post(
        in_english(office, "clerk"),
        "/call",
        {"unit": "HA-00012345", "fault": "E07"},
        page="/call?unit=HA-00012345",
    )

    assert answer.status_code == 409
    assert "HA-99" in page_of(answer).text
    assert page_of(answer).value("fault") == "E07"


def test_earlier_cases_are_shown_and_a_fault_that_comes_back_is_warned_of(office: Office) -> None:
    for _time in range(2):
        office.erp.do("claim.open", {"unit": "12345", "fault": "E07 无压力", "parts": "FAN"}, user="li.na")

    page = page_of(in_english(office, "clerk").get("/call?unit=12345"))

    assert "Earlier cases" in page.headings
    assert (
        "FAN has failed 2 times: CL202603-0001, CL202603-0002. With the next case an exchange is proposed (N-04)."
        in page.text
    )


def test_without_a_plugin_that_takes_calls_units_are_found_and_nothing_is_checked(
    make_office: MakeOffice,
) -> None:
    office = desk(make_office)
    browser = in_english(office, "clerk")

    page = page_of(browser.get("/call?unit=12345"))
    sent = post(browser, "/call", {"unit": "HA-00012345", "fault": "E07"}, page="/call?unit=12345")

    assert "Coverage was not checked" in page.text
    assert "No plugin here opens cases from calls" in page.text
    assert sent.status_code == 200
    assert page_of(sent).value("fault") == "E07"


def test_who_may_not_open_cases_judges_only_and_who_may_not_search_sees_nothing(office: Office) -> None:
    finance: Page = page_of(in_english(office, "zhao.min").get("/call?unit=12345"))

    assert "Free of charge" in finance.text
    assert "your role may not" in finance.text
    assert office.sign_in("hr1").get("/call").status_code == 403
    assert office.sign_in("hr1").get("/call/units.json?q=12345").status_code == 403


def test_the_page_speaks_chinese(office: Office) -> None:
    page = page_of(in_chinese(office, "clerk").get("/call?unit=12345&parts=PLC"))

    assert "受理来电" in page.headings
    assert "免费：依据 WP-000-3Y5Y 保修，至 2028-05-10。" in page.text
    assert "保存来电" in page.text
    assert re.search(r"依据：[A-Z]+-\d+、[A-Z]+-\d+", page.text)


def test_a_call_about_an_exchanged_unit_is_led_to_the_one_that_took_its_place(office: Office) -> None:
    changed = {"serial": "HA-99", "replaced_on": "2026-01-05"}
    office.erp.do("unit.replace", changed, subject="12345", user="li.na")
    browser = in_chinese(office, "clerk")

    old, new = (page_of(browser.get(f"/call?unit={serial}")) for serial in ("HA-00012345", "HA-99"))

    assert "该设备已换机" in old.text
    assert "/call?unit=HA-99" in old.links
    assert "该设备已换机" not in new.text


@pytest.mark.parametrize("key", ["%00", "NOTHING", "x" * 3000, "' OR 1=1", "%F0%A0%AE%B7"])
def test_odd_units_are_answered(office: Office, key: str) -> None:
    browser = office.sign_in("clerk")

    for address in (
        "/call?unit=",
        "/call/case?unit=",
        "/call/decision?unit=",
        "/call?q=",
        "/call/units.json?q=",
    ):
        assert browser.get(address + key).status_code == 200
    assert browser.get("/call?saved=" + key).status_code == 404


def test_who_pays_for_all_of_it_is_told_so_in_one_word(office: Office) -> None:
    page = page_of(in_chinese(office, "clerk").get("/call?unit=12345&cause=misuse&evidence=yes"))

    told = "".join(page.text.split())
    assert "客户支付全部费用" in told
    assert "100%" not in told
