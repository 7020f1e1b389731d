"""What happened to a paper: who, when, what, from which state to which, and which fields changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from sanbao.access.models import User
from sanbao.documents.models import Document, TimelineEntry
from sanbao.documents.words import state_label
from sanbao.i18n import _
from sanbao.i18n.headings import heading
from sanbao.plugin.models import OperationLog
from sanbao.seal import timeline_facts, timeline_hash
from sanbao_admin.acting.words import title_of
from sanbao_admin.papers.facts import choice_words, kept_text

if TYPE_CHECKING:
    from sanbao.work import Work

#: Columns that say nothing to a reader, or that the line itself says already.
_INSIDE = frozenset(
    {"state", "row_version", "timeline_head", "timeline_count", "snapshot", "closed_at", "superseded_by_id"}
)
MOST = 200


@dataclass(frozen=True)
class Happened:
    """One line of the timeline."""

    at: datetime
    by: str
    what: str
    start: str
    end: str
    note: str
    changed: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Timeline:
    """The latest first, whether the chain is whole, and the states that the paper went through."""

    lines: Sequence[Happened]
    is_whole: bool
    visited: frozenset[str]


def timeline(work: Work, document: Document) -> Timeline:
    """Return what happened to a paper."""
    query = (
        select(TimelineEntry, User.name, User.login, OperationLog.changes)
        .join(User, User.id == TimelineEntry.user_id)
        .outerjoin(OperationLog, _is_its_log(work))
        .where(TimelineEntry.document_id == document.id)
        .order_by(TimelineEntry.position, OperationLog.id)
    )
    rows = {
        entry.id: (entry, name or login, changes or {})
        for entry, name, login, changes in work.session.execute(query)
    }
    words = choice_words(work.registry, document.kind)
    lines: list[Happened] = []
    previous, whole = "", True
    for entry, by, changes in rows.values():
        whole &= entry.previous == previous and entry.hash == timeline_hash(previous, timeline_facts(entry))
        previous = entry.hash
        _add(lines, _line(work, document, entry, by, changes, words))
    whole &= previous == document.timeline_head
    visited = {
        state for entry, *_rest in rows.values() for state in (entry.from_state, entry.to_state) if state
    }
    return Timeline(lines[::-1][:MOST], whole, frozenset(visited))


def _add(lines: list[Happened], line: Happened) -> None:
    """Add a line; what an operation wrote and how it moved the paper are one line to a reader."""
    before = lines[-1] if lines else None
    if (
        before is None
        or (before.at, before.by, before.what) != (line.at, line.by, line.what)
        or (before.note and line.note)
    ):
        lines.append(line)
        return
    lines[-1] = replace(
        line, note=before.note or line.note, start=before.start or line.start, end=line.end or before.end
    )


def _is_its_log(work: Work) -> Any:
    """Return how a line of the timeline and one of the log belong together: same paper, moment and operation."""
    return and_(
        OperationLog.company_id == work.company.id,
        OperationLog.subject_kind == "document",
        OperationLog.subject_id == TimelineEntry.document_id,
        OperationLog.at == TimelineEntry.at,
        OperationLog.operation == TimelineEntry.operation,
    )


def _line(
    work: Work,
    document: Document,
    entry: TimelineEntry,
    by: str,
    changes: Mapping[str, Any],
    words: Mapping[str, Mapping[str, str]],
) -> Happened:
    return Happened(
        entry.at,
        by,
        title_of(entry.operation),
        _state(work, document, entry.from_state),
        _state(work, document, entry.to_state),
        entry.note or "",
        _changed(changes, document.id, words, _titles(work, document)),
    )


def _state(work: Work, document: Document, code: str | None) -> str:
    return _(state_label(work.registry, document, code)) if code else ""


def _titles(work: Work, document: Document) -> Mapping[str, str]:
    """Return what fields of such papers are called where the usual name says something else."""
    kind = work.registry.kinds.get(document.kind)
    return {name: _(title) for name, title in kind.titles.items() if title} if kind is not None else {}


def _changed(
    changes: Mapping[str, Any],
    key: int,
    words: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, str],
) -> list[tuple[str, str, str]]:
    """Return the fields of the paper itself that an operation changed: title, before, after."""
    found = []
    for place, columns in changes.items():
        if place.rpartition(":")[2] != str(key):
            continue
        for name, (old, new) in columns.items():
            if name not in _INSIDE and not name.endswith("_id"):
                title = titles.get(name) or heading(name)
                found.append((title, _shown(name, old, words), _shown(name, new, words)))
    return found


def _shown(name: str, value: Any, words: Mapping[str, Mapping[str, str]]) -> str:
    return kept_text(name, value, words) if value not in (None, "", [], {}) else "–"
