"""Decisions on papers: written down with their reasons, and superseded by later ones, never changed (CAL-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.decision import VERSION, to_json
from sanbao.documents.models import DecisionRecord

if TYPE_CHECKING:
    from sanbao.work import Work

#: Question, paper, unit, line.
_About = tuple[str, int | None, int | None, int | None]


def decided(
    work: Work,
    document_id: int,
    question: str,
    body: Any,
    *,
    unit_id: int | None = None,
    line: int | None = None,
    part: str | None = None,
    covered: bool = True,
    is_signed: bool = True,
) -> DecisionRecord:
    """Return what was decided now about a unit, or a line, of a paper, as it is stored; it is kept by :func:`keep`.

    Where somebody else must sign it first (001 §4) it is a proposal: not ``is_signed``.
    """
    return DecisionRecord(
        company_id=work.company.id,
        document_id=document_id,
        unit_id=unit_id,
        line=line,
        question=question,
        part=part,
        version=VERSION,
        body=to_json(body),
        covered=covered,
        made_at=work.now,
        made_by_id=work.user.id,
        signed_at=work.now if is_signed else None,
        signed_by_id=work.user.id if is_signed else None,
    )


def in_force(work: Work, documents: Iterable[int], question: str) -> list[DecisionRecord]:
    """Return what was decided on papers about a question and was neither superseded nor withdrawn, oldest first."""
    found: list[DecisionRecord] = []
    for keys in pages(sorted(documents)):
        query = select(DecisionRecord).where(
            DecisionRecord.document_id.in_(keys),
            DecisionRecord.question == question,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        found += work.session.scalars(query.order_by(DecisionRecord.id))
    return found


def keep(work: Work, records: Sequence[DecisionRecord], *, whole: bool = False) -> None:
    """Keep new decisions; those that stood about the same lines, else units, of the same papers are superseded by them.

    Those of a ``whole`` paper supersede all that stood on it, whichever unit it was about before a correction.
    """
    questions = {record.question for record in records}
    papers = {record.document_id for record in records if record.document_id is not None}
    before = [old for question in sorted(questions) for old in in_force(work, papers, question)]
    work.session.add_all(records)
    work.session.flush()
    newer: dict[_About, int] = {}
    for record in records:
        newer.setdefault(_about(record, whole), record.id)
    for old in before:
        old.superseded_by_id = newer.get(_about(old, whole))


def take_back(work: Work, question: str, about: Collection[tuple[int, int]]) -> None:
    """Withdraw what was decided on a question about lines of papers, where it is so no longer."""
    for old in in_force(work, {document_id for document_id, _line in about}, question):
        if (old.document_id, old.line) in about:
            old.withdrawn_at = work.now


def _about(record: DecisionRecord, whole: bool) -> _About:
    """Return what a decision is about: a line stays the same when its unit is found out, or gets another number."""
    unit_id = None if whole or record.line is not None else record.unit_id
    return record.question, record.document_id, unit_id, None if whole else record.line
