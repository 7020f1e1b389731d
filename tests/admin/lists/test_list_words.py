"""How lists are called, what can be sorted, and how days are typed into filters."""

from __future__ import annotations

import re

import pytest
from desk import desk, in_chinese, in_english
from offices import MakeOffice, Office
from reading import page_of

from sanbao_admin.api import collections


@pytest.fixture
def backend() -> str:
    """Words do not depend on the database."""
    return "sqlite"


@pytest.fixture
def full_desk(make_office: MakeOffice) -> Office:
    """A service desk with a claim."""
    office = desk(make_office, "warranty", "billing")
    office.erp.do("claim.open", {"unit": "12345", "fault": "E07", "parts": "PLC"}, user="li.na")
    return office


@pytest.mark.parametrize(
    ("where", "english", "chinese"),
    [
        ("/papers/quote", "Quotes", "报价单"),
        ("/papers/claim", "Warranty claims", "质保报修单"),
        ("/papers/provision", "Batches of warranty provision", "质保准备"),
        ("/records/unit", "Units", "设备"),
    ],
)
def test_a_list_is_named_for_many_rows(full_desk: Office, where: str, english: str, chinese: str) -> None:
    page = page_of(in_english(full_desk, "admin").get(where))
    other = page_of(in_chinese(full_desk, "admin").get(where))

    assert english in page.headings
    assert english in re.findall(r"\S(?:.*\S)?", page.text)  # the menu names it so, too
    assert any(chinese in heading for heading in other.headings)


def test_a_column_of_another_table_says_why_it_is_not_sorted(full_desk: Office) -> None:
    page = page_of(in_english(full_desk, "admin").get("/papers/claim"))

    titles = [given.get("title", "") for tag, given in page.elements if tag == "span"]
    assert any("Filter or group by it instead" in title for title in titles)
    assert any("sort=" in link for link in page.links)


def test_days_of_filters_are_typed_as_they_are_written_everywhere(full_desk: Office) -> None:
    page = page_of(in_chinese(full_desk, "admin").get("/papers/claim"))

    days = [given for tag, given in page.elements if tag == "input" and "data-day" in given]
    assert days
    assert {given.get("type") for given in days} == {"text"}
    assert not [given for tag, given in page.elements if tag == "input" and given.get("type") == "date"]


def test_one_record_is_named_as_one(full_desk: Office) -> None:
    found = collections.all_of(full_desk.erp.registry)

    assert [found[path].one for path in ("units", "parties", "claims", "documents")] == [
        "Unit",
        "Party",
        "Warranty claim",
        "Paper",
    ]


def test_what_a_case_costs_is_entered_from_any_of_its_sheets(full_desk: Office) -> None:
    page = page_of(in_english(full_desk, "li.na").get("/paper/CL202603-0001?tab=files"))

    assert any(link.startswith("/do/costing.collect?subject=CL202603-0001") for link in page.links)
