"""Who and what is taken when: the trainers' and rooms' diary, and its conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sanbao.calendar import end_of_day
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao_training.errors import InConflict
from sanbao_training.kinds import READERS
from sanbao_training.models import Outline, Person, Session, Slot
from sanbao_training.rules.conflicts import Booking, Conflict, conflicts
from sanbao_training.schemas.sessions import SessionsQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

Stretch = tuple[datetime, datetime]
_WHAT = {"trainer": N_("trainer {name}"), "room": N_("room {name}")}
_SHORTEST = timedelta(seconds=1)


def bookings(work: Work, first: datetime, last: datetime) -> list[Booking]:
    """Return what is taken between two moments by sessions that are planned or held."""
    query = (
        select(
            Document.number,
            Document.id,
            Slot.starts_at,
            Slot.ends_at,
            Person.code,
            Person.name,
            Session.place_kind,
            Session.room,
        )
        .join_from(Slot, Session, Session.document_id == Slot.document_id)
        .join(Document, Document.id == Session.document_id)
        .join(Person, Person.id == Session.trainer_id)
        .where(
            Slot.company_id == work.company.id,
            Slot.starts_at < last,
            Slot.ends_at > first,
            Document.state.in_(("planned", "held")),
        )
        .order_by(Slot.starts_at, Slot.id)
    )
    return [
        Booking(
            session=row.number or f"#{row.id}",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            trainer=f"{row.code} {row.name}",
            room=row.room if row.place_kind == "company" else None,
        )
        for row in work.session.execute(query)
    ]


def stretches_of(work: Work, document_id: int) -> list[Stretch]:
    """Return a session's stretches in order."""
    query = (
        select(Slot.starts_at, Slot.ends_at).where(Slot.document_id == document_id).order_by(Slot.starts_at)
    )
    return [(starts_at, ends_at) for starts_at, ends_at in work.session.execute(query)]


def refuse_conflict(work: Work, session: Session, *, accepted: bool) -> None:
    """Refuse to take a trainer or a room twice, unless somebody knows and wants it so."""
    work.session.flush()
    mine = session.document.number or f"#{session.document_id}"
    first, last = session.starts_at, session.ends_at
    found = [one for one in conflicts(bookings(work, first, last)) if mine in (one.session, one.other)]
    if not found:
        return
    told = _(N_("; ")).join(dict.fromkeys(_sentence(work, one, mine) for one in found))
    if not accepted:
        raise InConflict(conflicts=told)
    work.note(session.document, note=told)


def _sentence(work: Work, one: Conflict, mine: str) -> str:
    other = one.other if one.session == mine else one.session
    begins = one.starts_at.astimezone(work.zone)
    return f"{_(_WHAT[one.what], name=one.name)} – {other} – {begins:%Y-%m-%d %H:%M}"


@question("training.calendar", title=N_("Training calendar"), schema=SessionsQuestion, roles=READERS)
def show(work: Work, *, start: date, end: date, trainer: Person | None = None) -> dict[str, Any]:
    """Show the sessions between two days with trainer, place and places left, and what is taken twice."""
    first, last = end_of_day(start - timedelta(days=1), work.zone), end_of_day(end, work.zone)
    found = conflicts(bookings(work, first, last))
    return {
        "sessions": [_session(work, *row) for row in _sessions(work, first, last, trainer)],
        "conflicts": [
            {
                "what": one.what,
                "name": one.name,
                "session": one.session,
                "other": one.other,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
            }
            for one in found
        ],
    }


def _sessions(
    work: Work, first: datetime, last: datetime, trainer: Person | None
) -> Sequence[tuple[Session, str, datetime, datetime]]:
    query = (
        select(Session, Outline.name, Slot.starts_at, Slot.ends_at)
        .join(Slot, Slot.document_id == Session.document_id)
        .join(Outline, Outline.document_id == Session.outline_id)
        .join(Document, Document.id == Session.document_id)
        .where(Session.company_id == work.company.id, Slot.starts_at < last, Slot.ends_at > first)
        .where(Document.state != VOID)
        .options(joinedload(Session.document).joinedload(Document.party))
        .order_by(Slot.starts_at, Slot.id)
    )
    if trainer is not None:
        query = query.where(Session.trainer_id == trainer.id)
    return [(one, name, starts_at, ends_at) for one, name, starts_at, ends_at in work.session.execute(query)]


def _session(
    work: Work, session: Session, name: str, starts_at: datetime, ends_at: datetime
) -> dict[str, Any]:
    return {
        "number": session.document.number,
        "outline": name,
        "state": session.state,
        "trainer": session.trainer.name,
        "trainer_code": session.trainer.code,
        "room": session.room if session.place_kind == "company" else None,
        "party": session.document.party.code if session.document.party is not None else None,
        "party_name": session.document.party.name if session.document.party is not None else None,
        "place": session.room or (session.site.name if session.site is not None else session.address),
        "starts_at": starts_at.astimezone(work.zone),
        "ends_at": ends_at.astimezone(work.zone),
        "capacity": session.capacity,
    }
