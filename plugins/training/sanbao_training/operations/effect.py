"""Whether training helped: the papers about the learners' equipment before and after, whichever plugins keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Party, Unit
from sanbao_training.kinds import READERS
from sanbao_training.models import Enrolment, Outline, Person, Session
from sanbao_training.operations.troubles import troubles
from sanbao_training.schemas.certificates import EffectQuestion

if TYPE_CHECKING:
    from sanbao.work import Work


@question("training.effect", title=N_("Effect of training"), schema=EffectQuestion, roles=READERS)
def effect(
    work: Work, *, sessions: Sequence[Session], days: int, outline: str | None = None
) -> list[dict[str, Any]]:
    """Compare, for each group of learners, what went wrong so many days before and after the session (TRN-13).

    Counted are papers with the party itself, and about units that it installed or uses: claims, returns, complaints, as
    far as a plugin that keeps them is enabled. A trouble is repeated where the unit had one in the same time before; one
    that is alone was put right the first time.
    """
    rows: list[dict[str, Any]] = []
    for session, party in _groups(work, sessions, outline):
        held = session.held_on or work.today
        before = _counts(work, party, held - timedelta(days=days), held - timedelta(days=1))
        after = _counts(work, party, held + timedelta(days=1), held + timedelta(days=days))
        for kind in sorted({*before, *after}):
            rows.append(
                _row(work, session, party, kind, before.get(kind, (0, 0)), after.get(kind, (0, 0)), days)
            )
    return rows


def _groups(work: Work, sessions: Sequence[Session], outline: str | None) -> list[tuple[Session, Party]]:
    """Return each held session with each party whose people were there."""
    query = (
        select(Session, Party)
        .join(Enrolment, Enrolment.document_id == Session.document_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Person.party_id)
        .join(Outline, Outline.document_id == Session.outline_id)
        .where(
            Session.company_id == work.company.id,
            Session.held_on.is_not(None),
            Enrolment.attendance == "present",
        )
        .order_by(Session.held_on, Session.document_id, Party.code)
    )
    if outline is not None:
        query = query.where(Outline.code == outline)
    if sessions:
        query = query.where(Session.document_id.in_([one.document_id for one in sessions]))
    found = {(one.document_id, party.id): (one, party) for one, party in work.session.execute(query)}
    return list(found.values())


def _counts(work: Work, party: Party, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Return by kind how much went wrong, and how much of it with units that something had gone wrong with before."""
    told = troubles(work)
    query = (
        select(told.c.kind, told.c.unit_id, func.count())
        .outerjoin(Unit, Unit.id == told.c.unit_id)
        .where(
            told.c.dated_on.between(first, last),
            or_(told.c.party_id == party.id, Unit.installer_id == party.id, Unit.customer_id == party.id),
        )
        .group_by(told.c.kind, told.c.unit_id)
    )
    found: dict[str, tuple[int, int]] = {}
    for kind, unit, count in work.session.execute(query):
        papers, repeated = found.get(kind, (0, 0))
        found[kind] = papers + count, repeated + (count - 1 if unit is not None else 0)
    return found


def _row(
    work: Work,
    session: Session,
    party: Party,
    kind: str,
    before: tuple[int, int],
    after: tuple[int, int],
    days: int,
) -> dict[str, Any]:
    return {
        "session": session.document.number,
        "outline": session.outline.name,
        "held_on": session.held_on,
        "party": party.code,
        "name": party.name,
        "kind": kind,
        "title": _(work.registry.kinds[kind].title),
        "before": before[0],
        "after": after[0],
        "change": after[0] - before[0],
        "repeated_before": before[1],
        "repeated_after": after[1],
        "first_time_before": before[0] - before[1],
        "first_time_after": after[0] - after[1],
        "known_until": min(work.today, (session.held_on or work.today) + timedelta(days=days)),
    }
