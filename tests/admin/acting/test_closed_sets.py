"""Fields whose words are known are chosen or looked up, never guessed."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office
from reading import page_of


@pytest.fixture
def backend() -> str:
    """What is shown does not depend on the database."""
    return "sqlite"


@pytest.fixture
def full_office(make_office: MakeOffice) -> Office:
    """An office with plugins that bring kinds of cost and roles."""
    return make_office(plugins=["warranty", "billing"])


@pytest.mark.parametrize(
    ("operation", "name", "code", "words"),
    [
        ("costing.collect", "lines.0.type", "labour", "人工"),
        ("access.grant", "role", "finance", "财务"),
        ("user.create", "roles", "finance", "财务"),
        ("user.create", "locale", "en", "English"),
        ("setting.change", "name", "sign_in_needs_totp", "sign_in_needs_totp"),
    ],
)
def test_a_closed_set_is_chosen(
    full_office: Office, operation: str, name: str, code: str, words: str
) -> None:
    html = full_office.sign_in().get(f"/do/{operation}").get_data(as_text=True)
    page = page_of(full_office.sign_in().get(f"/do/{operation}"))

    offered = [given for _tag, given in page.elements if given.get("value") == code]
    assert offered, operation
    assert name in page.names
    assert words in html


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [("permission", "party.cha", "party.change"), ("tax_rate", "13", "VAT13"), ("work_calendar", "", "CN")],
)
def test_what_stands_in_a_table_is_looked_up(full_office: Office, kind: str, text: str, found: str) -> None:
    results = full_office.sign_in().get(f"/refs/{kind}.json?q={text}").get_json()["results"]

    assert found in [row["value"] for row in results]


def test_a_kind_of_cost_that_nobody_knows_is_told_beside_its_line(full_office: Office) -> None:
    browser = full_office.sign_in()
    token = page_of(browser.get("/do/costing.collect")).token

    sent = {"csrf_token": token, "lines.0.type": "bribes", "lines.0.amount": "1"}
    page = page_of(browser.post("/do/costing.collect", data=sent))

    assert page.value("lines.0.type") == "bribes"
