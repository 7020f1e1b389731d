"""What hangs on a paper: linked papers, deadlines, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, or_, select

from sanbao import checks
from sanbao.access.models import User
from sanbao.documents.models import Attachment, DeadlineRecord, Document, DocumentLink
from sanbao.documents.schemas import LINKS, PURPOSES
from sanbao.documents.words import shown_kind, shown_state
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao_admin.acting import going
from sanbao_admin.papers.files import is_picture
from sanbao_admin.skin import shown

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a link is called from its other end.
_BACKWARD = {
    "bills": N_("billed by"),
    "originates": N_("comes from"),
    "repairs": N_("repaired by"),
    "replaces": N_("replaced by"),
    "claims": N_("claimed by"),
    "settles": N_("settled by"),
}


@dataclass(frozen=True)
class Linked:
    """Another paper: what it is, where it stands, and what it is to this one."""

    number: str
    title: str
    state: str
    relation: str
    address: str


@dataclass(frozen=True)
class Deadline:
    """When something is due: kept, missed, or still running, and how it was counted."""

    kind: str
    code: str
    due_at: datetime
    look: str
    said: str
    reckoning: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class File:
    """A file on a paper."""

    id: int
    name: str
    purpose: str
    size: str
    by: str
    at: datetime
    is_picture: bool


def linked(work: Work, document: Document) -> dict[str, list[Linked]]:
    """Return the papers that belong to one and that the person may see, by what they are called."""
    other_end = case(
        (DocumentLink.source_id == document.id, DocumentLink.target_id), else_=DocumentLink.source_id
    )
    query = (
        select(DocumentLink.kind, DocumentLink.source_id, Document)
        .join(Document, Document.id == other_end)
        .where(or_(DocumentLink.source_id == document.id, DocumentLink.target_id == document.id))
        .order_by(DocumentLink.id)
    )
    found: dict[str, list[Linked]] = {}
    for kind, source, other in work.session.execute(query):
        if checks.sees(work, other):
            words = LINKS if source == document.id else _BACKWARD
            _add(work, found, other, _(words.get(kind, kind)))
    if document.duplicate_of_id is not None:
        original = work.session.get(Document, document.duplicate_of_id)
        if original is not None and checks.sees(work, original):
            _add(work, found, original, _(N_("the original of this duplicate")))
    return found


def _add(work: Work, found: dict[str, list[Linked]], other: Document, relation: str) -> None:
    one = Linked(
        str(other.number), other.title, shown_state(work.registry, other), relation, going.page_of(other)
    )
    if one.number not in {known.number for known in found.setdefault(shown_kind(work.registry, other), [])}:
        found[shown_kind(work.registry, other)].append(one)


def deadlines(work: Work, document: Document) -> list[Deadline]:
    """Return a paper's deadlines, the next one first."""
    query = (
        select(DeadlineRecord)
        .where(DeadlineRecord.document_id == document.id)
        .order_by(DeadlineRecord.due_at)
    )
    return [_deadline(work, one) for one in work.session.scalars(query)]


def _deadline(work: Work, one: DeadlineRecord) -> Deadline:
    if one.met_at is not None and one.met_at <= one.due_at:
        look, said = "good", _(N_("kept"))
    elif one.met_at is not None:
        look, said = "warn", _(N_("done late"))
    elif one.missed_at is not None or one.due_at < work.now:
        look, said = "bad", _(N_("missed"))
    else:
        days = (one.due_at.astimezone(work.zone).date() - work.today).days
        look, said = "info", _(N_("today")) if not days else _(N_("in {days} days"), days=days)
    return Deadline(heading(one.kind), one.kind, one.due_at, look, said, _reckoned(one.reckoning))


def _reckoned(reckoning: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (heading(str(name)), _plain(value))
        for name, value in reckoning.items()
        if value not in (None, "", [], {})
    ]


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{heading(str(name))}: {_plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return _(N_(", ")).join(_plain(one) for one in value)
    if isinstance(value, str) and "T" in value:
        try:
            return shown(datetime.fromisoformat(value))
        except ValueError:
            return value
    return shown(value)


def files(work: Work, document: Document) -> list[File]:
    """Return the files on a paper, the latest first."""
    query = (
        select(Attachment, User.name, User.login)
        .join(User, User.id == Attachment.added_by_id)
        .where(Attachment.document_id == document.id)
        .order_by(Attachment.id.desc())
    )
    return [
        File(
            one.id,
            one.name,
            _(PURPOSES.get(one.purpose, one.purpose)),
            _size(one.size),
            name or login,
            one.added_at,
            is_picture(one),
        )
        for one, name, login in work.session.execute(query)
    ]


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} kB"
