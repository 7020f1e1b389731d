"""What went wrong, by the papers of whichever plugins keep such: claims, returns, complaints (TRN-13, TRN-16)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Subquery, false, select, union_all
from sqlalchemy.orm import aliased

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.work import Work


def troubles(work: Work) -> Subquery:
    """Return every trouble as a row of kind, day, party and unit, each once.

    A parcel of five units is five; what was taken back or proved untrue is none, nor is a return that repairs what was
    claimed already.
    """
    kinds = [kind for kind in work.registry.kinds.values() if kind.trouble_unless is not None]
    names = [kind.name for kind in kinds]
    found = [_of_kind(work, kind, names) for kind in kinds]
    return union_all(*found or [_rows(Document.unit_id).where(false())]).subquery("troubles")


def _of_kind(work: Work, kind: DocumentKind, names: Sequence[str]) -> Select[Any]:
    line: Any = kind.lines if hasattr(kind.lines, "unit_id") else None
    unit = Document.unit_id if line is None else line.unit_id
    rows = _rows(unit).where(
        Document.company_id == work.company.id,
        Document.kind == kind.name,
        Document.state.not_in((*UNDONE, *(kind.trouble_unless or ()))),
        Document.duplicate_of_id.is_(None),
        ~_told_already(unit, names),
    )
    return rows if line is None else rows.join(line, line.document_id == Document.id)


def _rows(unit: Any) -> Select[Any]:
    return select(
        Document.kind.label("kind"),
        Document.dated_on.label("dated_on"),
        Document.party_id.label("party_id"),
        unit.label("unit_id"),
    ).select_from(Document)


def _told_already(unit: Any, names: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a paper repairs what another one tells of the same unit."""
    told = aliased(Document)
    return (
        select(DocumentLink.id)
        .join(told, told.id == DocumentLink.target_id)
        .where(
            DocumentLink.source_id == Document.id,
            DocumentLink.kind == "repairs",
            told.kind.in_(names),
            told.unit_id == unit,
        )
        .exists()
    )
