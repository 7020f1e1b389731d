"""The palette and the page that find anything."""

from __future__ import annotations

from typing import Any

import pytest
from desk import desk, furnish, in_chinese, in_english
from offices import MakeOffice, Office
from reading import page_of

from sanbao.testing import fixed_clock

pytestmark = pytest.mark.either_backend


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A service desk with warranties and bills."""
    return desk(make_office, "warranty", "billing")


def found(browser: Any, text: str) -> list[tuple[str, str]]:
    """Return what the palette offers, as group and address."""
    answer = browser.get("/find.json", query_string={"q": text})
    assert answer.status_code == 200
    return [(one["group"], one["address"]) for one in answer.json["results"]]


def test_the_palette_leads_to_records_papers_pages_and_what_can_be_done(office: Office) -> None:
    browser = in_english(office, "li.na")
    claim = office.erp.do(
        "claim.open", {"unit": "12345", "fault": "E07 无压力", "caller": "王工"}, user="li.na"
    ).number

    assert found(browser, "12345")[0] == ("unit", "/unit/HA-00012345")
    assert found(browser, "医院")[0] == ("party", "/party/C1")
    assert found(browser, str(claim))[0] == ("document", f"/paper/{claim}")
    assert ("document", f"/paper/{claim}") in found(browser, "王工")
    assert ("document", f"/paper/{claim}") in found(browser, "SO-77")
    assert ("site", "/records/unit?site=ST1") in found(browser, "泵房")
    assert ("page", "/call") in found(browser, "the call")
    assert ("page", "/call") in found(browser, "来电")
    assert ("operation", "/do/claim.open") in found(browser, "claim.open")


def test_a_scanned_card_leads_to_its_unit(office: Office) -> None:
    browser = office.sign_in("li.na")
    card = office.erp.do("card.issue", {}, subject="12345", user="li.na").data
    with office.erp.reading("li.na") as work:
        code = work.find("card", (card[0] if isinstance(card, list) else card)["number"]).code

    groups = dict(found(browser, f"https://example.com/card/{code}"))

    assert groups["unit"] == "/unit/HA-00012345"
    assert groups["document"].startswith("/paper/WC")


def test_a_person_is_offered_only_what_she_may_see_and_do(office: Office) -> None:
    claim = office.erp.do(
        "claim.open", {"unit": "12345", "fault": "E07", "caller": "王工"}, user="li.na"
    ).number
    stranger = office.sign_in("hr1")

    for text in ("12345", "医院", str(claim), "王工", "CL20", "claim.open", "来电"):
        assert [one for one in found(stranger, text) if one[0] != "page"] == []
    assert ("page", "/call") not in found(stranger, "来电")


def test_what_a_row_rule_hides_is_not_found_by_number_caller_or_order(make_office: MakeOffice) -> None:
    office = make_office(
        plugins=["warranty", "rows"],
        sources={"rows": "hiding_plugin:plugin"},
        prepare=furnish,
        people={"eng": ["service_engineer"]},
        clock=fixed_clock("2026-03-03T09:30:00+08:00"),
    )
    claim = office.erp.do(
        "claim.open", {"unit": "12345", "fault": "E07", "caller": "王工"}, user="admin"
    ).number
    engineer = office.sign_in("eng")

    for text in (str(claim), "王工", "SO-77", "0001", "CL"):
        assert not [one for one in found(engineer, text) if one[0] == "document"]
    assert found(office.sign_in(), str(claim)) == [("document", f"/paper/{claim}")]


def test_the_page_shows_groups_in_either_language_and_escapes_what_was_typed(office: Office) -> None:
    chinese, english = in_chinese(office, "li.na"), in_english(office, "clerk")

    assert "往来单位" in page_of(chinese.get("/find", query_string={"q": "医院"})).headings
    assert "Parties" in page_of(english.get("/find", query_string={"q": "医院"})).headings
    odd = english.get("/find", query_string={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in odd.get_data(as_text=True)


@pytest.mark.parametrize("text", ["%", "\x00", "' OR 1=1", "𠮷", "x" * 3000, "\u202e"])
def test_odd_words_are_answered(office: Office, text: str) -> None:
    browser = office.sign_in("li.na")

    assert browser.get("/find.json", query_string={"q": text}).status_code == 200
    assert browser.get("/find", query_string={"q": text}).status_code == 200


def test_nobody_finds_anything_without_signing_in(office: Office) -> None:
    assert (
        office.browser().get("/find.json?q=12345", headers={"Accept": "application/json"}).status_code == 401
    )
