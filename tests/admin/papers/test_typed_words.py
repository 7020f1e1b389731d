"""What somebody typed is read, never run: in pages, forms, messages and the way back (reliability W1)."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office, post
from payloads import PAYLOADS, intruders
from reading import Page, page_of


@pytest.fixture
def backend() -> str:
    """How a page is written does not depend on the database."""
    return "sqlite"


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office that takes fault calls."""
    return make_office(plugins=["warranty"])


def _told(page: Page, payload: str) -> bool:
    """Tell whether the words stand in the page as words."""
    return " ".join(payload.split()) in " ".join(page.text.split())


def _claim(desk: Office, serial: str, party: str, fault: str) -> str:
    """Take a call about a unit of this customer."""
    unit = {"serial": serial, "product": "P", "customer": party, "accepted_on": "2024-01-01"}
    desk.erp.do("unit.register", unit, user="admin")
    call = {"unit": serial, "fault": fault, "caller": fault[:80]}
    return desk.erp.do("claim.open", call, user="admin").number or ""


def test_no_title_and_no_name_becomes_a_part_of_a_page(desk: Office) -> None:
    browser = desk.sign_in()
    desk.erp.do("product.create", {"code": "P", "name": "pump"}, user="admin")
    intruding: dict[str, list[str]] = {}
    unread = []

    for number, payload in enumerate(PAYLOADS):
        desk.erp.do("party.create", {"code": f"C{number}", "name": payload}, user="admin")
        page = page_of(browser.get(f"/paper/{_claim(desk, f'S-{number:05}', f'C{number}', payload)}"))
        if intruders(page.elements):
            intruding[payload] = intruders(page.elements)
        if not _told(page, payload):
            unread.append(payload)

    assert len(PAYLOADS) >= 60
    assert intruding == {}
    assert unread == []


def test_no_note_and_no_name_of_a_file_becomes_a_part_of_a_page(desk: Office) -> None:
    browser = desk.sign_in()
    desk.erp.do("product.create", {"code": "P", "name": "pump"}, user="admin")
    desk.erp.do("party.create", {"code": "C", "name": "hospital"}, user="admin")
    claim = _claim(desk, "S-1", "C", "E07")
    for payload in PAYLOADS:
        desk.erp.do("document.note", {"note": payload}, user="admin", subject=claim)
        desk.erp.do("document.attach", {"name": payload[:200], "content": b"x"}, user="admin", subject=claim)

    pages = [
        page_of(browser.get(address))
        for address in (f"/paper/{claim}?tab=files", f"/do/claim.diagnose?subject={claim}")
    ]

    assert [one for page in pages for one in intruders(page.elements)] == []
    assert [payload for payload in PAYLOADS if not _told(pages[0], payload)] == []


def test_no_word_in_a_form_or_an_address_becomes_a_part_of_a_page(desk: Office) -> None:
    browser = desk.sign_in()
    fields = ("code", "name", "name_en", "phone", "address", "segment", "invoice_title", "then")
    intruding: dict[int, list[str]] = {}

    for start in range(0, len(PAYLOADS), len(fields)):
        some = PAYLOADS[start : start + len(fields)]
        typed = dict(zip(fields, some, strict=False))
        rows = {
            f"lines.{row}.{field}": one
            for row, one in enumerate(some)
            for field in ("account", "debit", "party")
        }
        answers = [
            post(browser, "/do/party.create", typed | {"roles": some[0]}),
            browser.get("/do/party.create", query_string=typed),
            post(browser, "/do/voucher.write", {"date": some[0], "summary": some[-1], **rows}),
            browser.get("/do/document.note", query_string={"subject": some[0]}),
        ]
        found = [one for answer in answers for one in intruders(page_of(answer).elements)]
        if found:
            intruding[start] = found

    assert intruding == {}


def test_no_word_in_a_message_becomes_a_part_of_the_next_page(desk: Office) -> None:
    browser = desk.sign_in()

    for number, payload in enumerate(PAYLOADS[::4]):
        post(
            browser,
            "/do/office.create",
            {"code": f"{number}{payload}"[:80], "name": "x"},
            page="/do/office.create",
        )

    assert intruders(page_of(browser.get("/do/")).elements) == []


def test_what_is_looked_up_is_data_and_not_a_page(desk: Office) -> None:
    browser = desk.sign_in()
    desk.erp.do("party.create", {"code": "C1", "name": "<script>alert(1)</script>"}, user="admin")

    answer = browser.get("/refs/party.json?q=<script>")

    assert answer.content_type == "application/json"
    assert b"<script>" not in answer.data or answer.headers["X-Content-Type-Options"] == "nosniff"
