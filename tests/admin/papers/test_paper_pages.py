"""Every paper has a page: in both languages, for whoever may read it, in a few queries."""

from __future__ import annotations

import re

from offices import Office, counted
from reading import page_of
from sqlalchemy import select

from sanbao import checks
from sanbao.documents.models import Document
from sanbao.i18n import use_locale
from sanbao.ledger.models import PostedEntry
from sanbao_admin.acting.words import title

#: Sentences of ours in English; names of records are none.
_ENGLISH = re.compile(r"\b(?:the|of|is|was|and|this|what)\b [a-z]+")


#: Seven of them say who is asking and what she may do.
#: Panels of plugins ask for what they show: nine of them on an installers' contract, some twenty statements; none
#: asks line by line.
MOST_STATEMENTS = 37


def _papers(office: Office) -> dict[str, list[str]]:
    """Return two papers of every kind that there is."""
    found: dict[str, list[str]] = {}
    with office.erp.reading("admin") as work:
        for kind, number in work.session.execute(
            select(Document.kind, Document.number).order_by(Document.id.desc())
        ):
            found.setdefault(kind, []).append(number)
    return {kind: numbers[:2] for kind, numbers in found.items()}


def test_a_paper_of_every_kind_opens_in_both_languages(year_office: Office) -> None:
    chinese, english = year_office.sign_in(), year_office.sign_in("boss")
    papers = _papers(year_office)
    wrong = []

    for numbers in papers.values():
        for number in numbers:
            answers = [browser.get(f"/paper/{number}") for browser in (chinese, english)]
            pages = [page_of(answer) for answer in answers]
            if any(answer.status_code != 200 for answer in answers) or number not in pages[0].headings[0]:
                wrong.append(number)

    assert wrong == []
    assert len(papers) >= 15


def test_a_clerk_sees_what_she_may_read_and_nothing_else(year_office: Office) -> None:
    clerk = year_office.sign_in("clerk")
    with year_office.erp.reading("clerk") as work:
        expected = {kind: 200 if work.access.may(f"{kind}.read") else 404 for kind in _papers(year_office)}

    seen = {
        kind: clerk.get(f"/paper/{numbers[0]}").status_code for kind, numbers in _papers(year_office).items()
    }

    assert seen == expected
    assert 404 in expected.values()
    assert clerk.get("/paper/CL209901-0001").status_code == 404


def test_a_wrong_cost_is_taken_back_from_its_own_row(year_office: Office) -> None:
    sheet = year_office.erp.ask("cost.sheet", {"document": "CL202411-0001"}, user="admin")
    browser = year_office.sign_in()

    page = page_of(browser.get("/paper/CL202411-0001?tab=costs"))

    offered = [link for link in page.links if link.startswith("/do/costing.take_back")]
    assert len(offered) == len(sheet["lines"]) > 0
    for link, line in zip(offered, sheet["lines"], strict=True):
        assert f"lines={line['line']}" in link
        assert page_of(browser.get(link)).value("lines") == str(line["line"])


def test_a_claim_shows_its_state_its_reasons_its_cost_and_what_happened(year_office: Office) -> None:
    browser = year_office.sign_in()

    page = page_of(browser.get("/paper/CL202410-0001"))
    costs = page_of(browser.get("/paper/CL202410-0001?tab=costs"))

    text = " ".join(page.text.split())
    assert "已结案" in text
    assert "自 2024-03-02 起不保修" in text
    assert "W-19" in text
    assert "与账簿相符" in costs.text
    assert "受理报修" in text
    assert "/paper/Q202410-0001" in page.links
    assert "/unit/HA2103-NVR-20005" in page.links
    assert "/party/C002" in page.links


def test_only_what_fits_the_state_and_the_person_has_a_button(year_office: Office) -> None:
    admin, clerk = (year_office.sign_in(login) for login in ("admin", "clerk"))

    running = page_of(admin.get("/paper/CL202411-0001")).links
    ended = page_of(admin.get("/paper/CL202410-0001")).links
    hers = page_of(clerk.get("/paper/CL202411-0001")).links

    assert any(link.startswith("/do/claim.finish_repair?") for link in running)
    assert not any(link.startswith("/do/claim.finish_repair?") for link in ended)
    assert any(link.startswith("/do/document.reopen?") for link in ended)
    assert not any(link.startswith("/do/document.reopen?") for link in running)
    assert not any(link.startswith("/do/claim.sign?") for link in hers)


def test_no_page_asks_the_database_more_than_a_few_times(year_office: Office) -> None:
    browser = year_office.sign_in()
    asked = {}

    for numbers in _papers(year_office).values():
        for sheet in ("", "costs", "entries", "files"):
            address = f"/paper/{numbers[0]}?tab={sheet}"
            browser.get(address)
            with counted(year_office) as statements:
                browser.get(address)
            asked[address] = len(statements)

    assert {address: count for address, count in asked.items() if count > MOST_STATEMENTS} == {}


def test_every_entry_of_a_year_can_be_opened(year_office: Office) -> None:
    browser = year_office.sign_in()
    with year_office.erp.reading("admin") as work:
        entries = [
            f"{key}/{number}"
            for key, number in work.session.execute(select(PostedEntry.number_key, PostedEntry.number))
        ]

    wrong = [number for number in entries if browser.get(f"/entry/{number}").status_code != 200]

    assert wrong == []
    assert len(entries) > 100
    assert browser.get("/entry/2024-05/999").status_code == 404
    assert year_office.sign_in("clerk").get(f"/entry/{entries[0]}").status_code == 403


def test_who_reads_no_books_opens_the_entries_of_her_papers_only(year_office: Office) -> None:
    query = select(PostedEntry.number_key, PostedEntry.number, Document).join(
        Document, Document.id == PostedEntry.document_id
    )
    with year_office.erp.reading("manager") as work:
        hers = {
            f"{key}/{number}": checks.sees(work, document)
            for key, number, document in work.session.execute(query)
        }
    browser = year_office.sign_in("manager")

    opened = {number: browser.get(f"/entry/{number}").status_code for number in hers}

    assert opened == {number: 200 if is_hers else 404 for number, is_hers in hers.items()}
    assert set(opened.values()) == {200, 404}


def test_a_paper_is_printed_in_its_forms_and_languages(year_office: Office) -> None:
    browser = year_office.sign_in()

    shown = page_of(browser.get("/paper/CL202410-0001/print?lang=both"))
    printed = browser.get("/paper/CL202410-0001/print.pdf?form=claim&lang=both")

    assert shown.value("form") == "claim"
    assert shown.value("lang") == "both"
    assert printed.status_code == 200
    assert printed.data.startswith(b"%PDF")
    assert "frame-ancestors 'self'" in printed.headers["Content-Security-Policy"]
    assert browser.get("/paper/CL202410-0001/print?form=nothing&lang=xx").status_code == 200


def test_every_operation_has_a_title_in_chinese(year_office: Office) -> None:
    with use_locale("zh"):
        titles = {name: title(one) for name, one in year_office.erp.registry.operations.items()}

    assert {name: text for name, text in titles.items() if text.isascii()} == {}
    assert not _ENGLISH.search(" ".join(titles.values()))
