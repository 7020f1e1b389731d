"""No paper of a year shows a bare code: every field of every paper, in both languages, with and without its plugin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import g
from offices import Office
from reading import page_of
from sqlalchemy import select

from sanbao import codes
from sanbao.documents.models import Document
from sanbao.i18n import use_locale
from sanbao.work import Work
from sanbao_admin.papers import facts
from sanbao_admin.papers.page import page_of as paper_page

#: What only a program would say: snake_case, Python's own words, braces, a list as it stands in memory.
_BARE = re.compile(r"^[a-z]+(_[a-z]+)+$|^[A-Z]+(_[A-Z]+)+$|\b(True|False|None)\b|[{}]|^\[|\(\)")
#: In Chinese a word of small Latin letters is a code, too; people are called so.
_SMALL = re.compile(r"^[a-z]{3,}$")


@contextmanager
def _reading(office: Office, language: str) -> Iterator[Work]:
    with (
        office.app.test_request_context("/"),
        use_locale(language),
        office.erp.reading("admin") as work,
    ):
        g.work, g.work_stack = work, ExitStack()
        codes.company_words.set(codes.words_of(office.erp.registry))
        yield work


def _texts(work: Work, document: Document, *, is_away: bool) -> Iterator[tuple[str, str]]:
    if is_away:
        yield from ((one.label, one.text) for one in facts.own(work, document, None))
        tables = facts.tables(work, document, None)
    else:
        page = paper_page(work, document)
        yield from ((one.label, one.text) for one in [*page.head, *page.own] if one.text)
        if page.lines:
            yield from ((one.label, one.text) for row in page.lines.rows for one in row)
        for why in (*page.reasons.standing, *page.reasons.earlier):
            yield from why.rows
        yield from (("timeline", line.note) for line in page.timeline.lines if line.note)
        tables = list(page.tables)
    for table in tables:
        titles = [title for title, _is_numeric in table.columns]
        for row in table.rows:
            yield from zip(titles, (cell.text for cell in row), strict=True)


@pytest.mark.parametrize("is_away", [False, True], ids=["with its plugin", "without"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_field_of_any_paper_shows_a_bare_code(year_office: Office, language: str, is_away: bool) -> None:
    bare: dict[tuple[str, str, str], str] = {}
    papers = 0

    with _reading(year_office, language) as work:
        logins = {str(row["login"]) for row in work.ask("user.list")}
        for document in work.session.scalars(select(Document)):
            papers += 1
            for label, text in _texts(work, document, is_away=is_away):
                is_small = language == "zh" and _SMALL.match(text) and text not in logins
                if is_small or _BARE.search(text):
                    bare[document.kind, label, text] = str(document.number)

    assert bare == {}
    assert papers > 100


def test_a_voucher_shows_its_lines_as_a_table_with_the_names_of_accounts(year_office: Office) -> None:
    chinese = _rows_of(year_office, "zh", "JV202401-0001")
    english = _rows_of(year_office, "en", "JV202401-0001")

    assert chinese[0][0] == "1122 应收账款"
    assert english[0][0].startswith("1122 ")
    assert english[0][0] != chinese[0][0]
    assert any("C001 滨江区人民医院" in cell for cell in chinese[0])
    assert chinese[0][-3:] == ["4,339.20", "", ""]


def _rows_of(office: Office, language: str, number: str) -> list[list[str]]:
    with _reading(office, language) as work:
        document = work.find("document", number)
        (table,) = facts.tables(work, document, facts.own_record(work, document))
        return [[cell.text for cell in row] for row in table.rows]


def test_a_provision_names_the_account_behind_its_role(year_office: Office) -> None:
    with _reading(year_office, "zh") as work:
        document = work.find("document", "PV202402-0001")
        said = {one.label: one.text for one in facts.own(work, document, facts.own_record(work, document))}

    assert any(re.fullmatch(r"6601\S* \S+", text) for text in said.values()), said


def test_a_claim_with_a_decision_about_something_else_than_coverage_opens(year_office: Office) -> None:
    with _reading(year_office, "en") as work:
        number = _claim_with_an_entitlement(work)

    answer = year_office.sign_in("boss").get(f"/paper/{number}?tab=why")

    assert answer.status_code == 200
    assert "Free of charge" in page_of(answer).text


def _claim_with_an_entitlement(work: Any) -> str:
    from sanbao.documents.models import DecisionRecord

    query = select(Document.number).join(DecisionRecord, DecisionRecord.document_id == Document.id)
    return str(work.session.scalars(query.where(DecisionRecord.question == "entitlement")).first())
