"""By when something is due on a paper, and that it is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar.operations import due_of
from sanbao.documents import schemas
from sanbao.documents.kinds import CASE_READERS, HANDLERS
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "document.set_deadline",
    title=N_("Set a deadline"),
    on="document",
    schema=schemas.DeadlineInput,
    roles=HANDLERS,
)
def set_deadline(
    work: Work, document: Document, *, kind: str, due_at: datetime | None = None, **within: Any
) -> Document:
    """Say when something is due on a paper, and keep how that was counted; an earlier one of that kind is replaced."""
    reckoning: dict[str, Any] = {}
    if due_at is None:
        found = due_of(work, **within)
        due_at, reckoning = found.at, found.reckoning()
    for old in _deadlines(work, document, kind):
        work.session.delete(old)
    work.session.add(
        DeadlineRecord(
            company_id=work.company.id, document_id=document.id, kind=kind, due_at=due_at, reckoning=reckoning
        )
    )
    return document


@operation(
    "document.meet_deadline",
    title=N_("Deadline met"),
    on="document",
    schema=schemas.DeadlineMet,
    roles=CASE_READERS,
)
def meet_deadline(work: Work, document: Document, *, kind: str) -> Document:
    """Record that what was due is done; late is late, but done."""
    for deadline in _deadlines(work, document, kind):
        deadline.met_at = work.now
        if work.now > deadline.due_at:
            deadline.missed_at = deadline.missed_at or deadline.due_at
    return document


def _deadlines(work: Work, document: Document, kind: str) -> list[DeadlineRecord]:
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == document.id,
        DeadlineRecord.kind == kind,
        DeadlineRecord.met_at.is_(None),
    )
    return list(work.session.scalars(query))
