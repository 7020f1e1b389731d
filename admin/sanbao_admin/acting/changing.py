"""Two people on one record: who changed what since a form was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.access.models import User
from sanbao.documents.models import TimelineEntry
from sanbao.plugin.models import OperationLog
from sanbao.records import document_of, is_paper
from sanbao_admin.acting.words import title_of

if TYPE_CHECKING:
    from sanbao.work import Work

MOST = 20


@dataclass(frozen=True)
class Change:
    """Something that a colleague did meanwhile."""

    at: datetime
    by: str
    what: str
    note: str


def seen(record: Any) -> str:
    """Return the mark of how a record stands when its form is shown: version, and how much had happened to a paper."""
    head = document_of(record) if record is not None else None
    version = getattr(head, "row_version", None)
    return f"{version}.{getattr(head, 'timeline_count', 0)}" if version is not None else ""


def version_of(mark: str) -> int | None:
    """Return the version in such a mark; one that somebody made up counts as none.

    >>> version_of("7.3"), version_of("x")
    (7, None)
    """
    return _whole(mark.partition(".")[0])


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def since(work: Work, record: Any, mark: str) -> list[Change]:
    """Return what others did to a record since such a mark, the latest last."""
    head = document_of(record)
    query = select(User.name, User.login)
    if is_paper(record):
        known = _whole(mark.partition(".")[2]) or 0
        lines = (
            query.add_columns(TimelineEntry.at, TimelineEntry.operation, TimelineEntry.note)
            .join(TimelineEntry, TimelineEntry.user_id == User.id)
            .where(TimelineEntry.document_id == head.id, TimelineEntry.position > known)
            .order_by(TimelineEntry.position)
        )
        rows = [
            (name or login, at, operation, note)
            for name, login, at, operation, note in work.session.execute(lines.limit(MOST))
        ]
    else:
        logged = (
            query.add_columns(OperationLog.at, OperationLog.operation)
            .join(OperationLog, OperationLog.user_id == User.id)
            .where(OperationLog.subject_kind == type(head).__tablename__, OperationLog.subject_id == head.id)
            .order_by(OperationLog.id.desc())
        )
        rows = [
            (name or login, at, operation, "")
            for name, login, at, operation in work.session.execute(logged.limit(3))
        ]
    return [Change(at, by, title_of(operation), note or "") for by, at, operation, note in rows]
