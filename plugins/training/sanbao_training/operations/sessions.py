"""Sessions: planned, postponed, taught by somebody else, cancelled (TRN-02, TRN-03, TRN-16)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_training.errors import NoTrainer, WrongPlace
from sanbao_training.kinds import MANAGERS
from sanbao_training.models import Duty, Outline, Person, PlanLine, Requirement, Session, Slot
from sanbao_training.operations.booking import Stretch, refuse_conflict
from sanbao_training.operations.outlines import approved_outline
from sanbao_training.operations.timings import timing_of
from sanbao_training.schemas.common import Reason
from sanbao_training.schemas.sessions import PostponeInput, SessionInput, SubstituteInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: Who plans sessions: at our place the service manager, at the user's as a service item (TRN-02, TRN-03).
PLANNERS = (*MANAGERS, "project_manager")


@operation("training_session.plan", title=N_("Plan a session"), schema=SessionInput, roles=PLANNERS)
def plan(work: Work, *, outline: str, **facts: Any) -> Session:
    """Plan a session by an approved outline; trainer and room must be free (TRN-01)."""
    return planned(work, approved_outline(work, outline), **facts)


def planned(
    work: Work,
    outline: Outline,
    *,
    trainer: Person,
    place: str,
    slots: Sequence[dict[str, Any]],
    accept_conflict: bool,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    duty: Duty | None = None,
    party: Party | None = None,
    site: Any = None,
    payer: str | None = None,
    payer_party: Party | None = None,
    is_free: bool | None = None,
    **facts: Any,
) -> Session:
    """Write a session down with its stretches; who pays follows from the contract where nobody says it."""
    _refuse_no_trainer(trainer)
    _refuse_wrong_place(duty, place)
    stretches = _stretches(slots, starts_at, ends_at)
    requirement = _requirement(work, duty)
    learner = party or (duty.document.party if duty is not None else None)
    head = new_document(
        work,
        "training_session",
        title=outline.name,
        party_id=learner.id if learner is not None else None,
        dated_on=stretches[0][0].astimezone(work.zone).date(),
    )
    session = Session(
        document=head,
        company_id=work.company.id,
        outline=outline,
        trainer=trainer,
        place_kind=place,
        site=site or (duty.site if duty is not None and place == "customer" else None),
        starts_at=stretches[0][0],
        ends_at=max(ends for _starts, ends in stretches),
        payer=payer or (requirement.payer if requirement is not None else "department"),
        payer_party_id=_payer_party(payer_party, requirement),
        is_free=_is_free(is_free, duty, payer),
        duty_id=duty.document_id if duty is not None else None,
        sign_in_code=secrets.token_urlsafe(9),
        **{"room": None, "address": None, "materials": outline.materials, "capacity": None, **facts},
    )
    work.session.add(session)
    work.session.flush()
    _write_slots(work, session, stretches)
    refuse_conflict(work, session, accepted=accept_conflict)
    if duty is not None:
        link_documents(work, duty.document, head, "originates")
    return session


def _payer_party(given: Party | None, requirement: Requirement | None) -> int | None:
    if given is not None:
        return given.id
    return requirement.payer_party_id if requirement is not None else None


def _is_free(said: bool | None, duty: Duty | None, payer: str | None) -> bool:
    """Tell whether the learner pays nothing: said so, promised so, or else unless a customer is named as payer."""
    if duty is not None and duty.is_free:
        return True
    return said if said is not None else payer != "customer"


def _requirement(work: Work, duty: Duty | None) -> Requirement | None:
    if duty is None or duty.requirement_id is None:
        return None
    return work.session.get(Requirement, duty.requirement_id)


def _refuse_no_trainer(trainer: Person) -> None:
    if not (trainer.is_trainer and trainer.is_active):
        raise NoTrainer(person=f"{trainer.code} {trainer.name}")


def _refuse_wrong_place(duty: Duty | None, place: str) -> None:
    allowed = timing_of(duty.version).places if duty is not None else (place,)
    if duty is not None and place not in allowed:
        raise WrongPlace(duty=duty.document.number, places=", ".join(allowed))


def _stretches(
    slots: Sequence[dict[str, Any]], starts_at: datetime | None, ends_at: datetime | None
) -> list[Stretch]:
    if starts_at is not None and ends_at is not None:
        return [(starts_at, ends_at)]
    return sorted((slot["starts_at"], slot["ends_at"]) for slot in slots)


def _write_slots(work: Work, session: Session, stretches: Sequence[Stretch]) -> None:
    work.session.execute(delete(Slot).where(Slot.document_id == session.document_id))
    work.session.add_all(
        Slot(company_id=work.company.id, document_id=session.document_id, starts_at=first, ends_at=last)
        for first, last in stretches
    )
    work.session.flush()


@operation(
    "training_session.postpone",
    title=N_("Postpone"),
    on=Session,
    moves={"planned": "planned"},
    schema=PostponeInput,
    roles=PLANNERS,
)
def postpone(
    work: Work,
    session: Session,
    *,
    slots: Sequence[dict[str, Any]],
    accept_conflict: bool,
    reason: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Session:
    """Hold a session at another time; who was invited is told by the outbox."""
    stretches = _stretches(slots, starts_at, ends_at)
    session.starts_at, session.ends_at = stretches[0][0], max(last for _first, last in stretches)
    session.document.dated_on = session.starts_at.astimezone(work.zone).date()
    _write_slots(work, session, stretches)
    refuse_conflict(work, session, accepted=accept_conflict)
    _changed(work, session, reason)
    return session


@operation(
    "training_session.substitute",
    title=N_("Another trainer"),
    on=Session,
    moves={"planned": "planned"},
    schema=SubstituteInput,
    roles=PLANNERS,
)
def substitute(
    work: Work, session: Session, *, trainer: Person, reason: str, accept_conflict: bool
) -> Session:
    """Let somebody else teach a session."""
    _refuse_no_trainer(trainer)
    session.trainer = trainer
    refuse_conflict(work, session, accepted=accept_conflict)
    _changed(work, session, reason)
    return session


@operation(
    "training_session.cancel",
    title=N_("Cancel"),
    on=Session,
    moves={"planned": "cancelled"},
    schema=Reason,
    roles=PLANNERS,
)
def cancel(work: Work, session: Session, *, reason: str) -> Session:
    """Cancel a session; its line of the plan is open again, and who was invited is told by the outbox."""
    work.session.execute(
        update(PlanLine).where(PlanLine.session_id == session.document_id).values(session_id=None)
    )
    _changed(work, session, reason)
    return session


def _changed(work: Work, session: Session, reason: str) -> None:
    session.reason = reason
    if session.invitation_count:
        session.invitation_count += 1
    work.note(session.document, note=reason)


def sessions_of_duty(work: Work, duty: Duty) -> list[Session]:
    """Return the sessions that were planned for a duty."""
    return list(work.session.scalars(select(Session).where(Session.duty_id == duty.document_id)))
