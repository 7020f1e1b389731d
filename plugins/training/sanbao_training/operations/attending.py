"""Who has a place, who waits for one, who came: from the list of names to the session that was held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.quotes import not_in_future
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_training.errors import (
    EnrolledAlready,
    FeedbackGiven,
    NobodyCame,
    NotEnrolled,
    NotYetBegun,
    ResultsPending,
    SeveralCalled,
    WasAbsent,
)
from sanbao_training.kinds import HOLDERS
from sanbao_training.models import Duty, Enrolment, Feedback, Person, Result, Session
from sanbao_training.operations.duties import fulfilled
from sanbao_training.operations.people import KEEPERS, found_or_entered
from sanbao_training.rules.grading import PENDING, outcome
from sanbao_training.schemas.attending import EnrolByName
from sanbao_training.schemas.sessions import (
    AttendanceInput,
    FeedbackInput,
    HoldInput,
    PeopleInput,
    SignInInput,
)

if TYPE_CHECKING:
    from sanbao.work import Work

ENROLLED, WAITING, WITHDRAWN = "enrolled", "waiting", "withdrawn"


@operation(
    "training_session.enrol",
    title=N_("Enrol people"),
    on=Session,
    moves={"planned": "planned"},
    schema=PeopleInput,
    roles=KEEPERS,
)
def enrol(work: Work, session: Session, *, people: Sequence[Person]) -> Session:
    """Give people a place; who comes when all are taken waits, in the order of coming."""
    for person in people:
        _enrol(work, session, person)
    return session


@operation(
    "training_session.enrol_name",
    title=N_("Enrol by name"),
    on=Session,
    moves={"planned": "planned"},
    schema=EnrolByName,
    roles=KEEPERS,
)
def enrol_name(
    work: Work, session: Session, *, name: str, party: Party | None = None, **facts: Any
) -> Session:
    """Give somebody a place who may be new here: how a customer's list of names comes in."""
    learner = party or session.document.party
    _enrol(work, session, found_or_entered(work, name, learner, facts))
    return session


def _enrol(work: Work, session: Session, person: Person) -> None:
    mine = [one for one in enrolments(work, session) if one.person_id == person.id]
    status = ENROLLED if _has_room(work, session) else WAITING
    if mine and mine[0].status != WITHDRAWN:
        raise EnrolledAlready(person=person.name, session=session.document.number)
    if mine:
        mine[0].status, mine[0].queued_at = status, work.now
    else:
        work.session.add(
            Enrolment(
                company_id=work.company.id,
                document_id=session.document_id,
                person=person,
                status=status,
                queued_at=work.now,
            )
        )
    work.session.flush()


def _has_room(work: Work, session: Session) -> bool:
    if session.capacity is None:
        return True
    return len(enrolments(work, session, ENROLLED)) < session.capacity


def enrolments(work: Work, session: Session, *statuses: str) -> list[Enrolment]:
    """Return the places of a session in the order of coming."""
    query = select(Enrolment).where(Enrolment.document_id == session.document_id)
    if statuses:
        query = query.where(Enrolment.status.in_(statuses))
    return list(work.session.scalars(query.order_by(Enrolment.queued_at, Enrolment.id)))


def place_of(work: Work, session: Session, person: Person) -> Enrolment:
    """Return somebody's place in a session; refuse who has none."""
    query = select(Enrolment).where(
        Enrolment.document_id == session.document_id, Enrolment.person_id == person.id
    )
    found = work.session.scalars(query).one_or_none()
    if found is None or found.status != ENROLLED:
        raise NotEnrolled(person=person.name, session=session.document.number)
    return found


def present_place(work: Work, session: Session, person: Person) -> Enrolment:
    """Return the place of somebody who came; refuse who did not."""
    found = place_of(work, session, person)
    if found.attendance != "present":
        raise WasAbsent(person=person.name, session=session.document.number)
    return found


@operation(
    "training_session.withdraw",
    title=N_("Withdraw people"),
    on=Session,
    moves={"planned": "planned"},
    schema=PeopleInput,
    roles=KEEPERS,
)
def withdraw(work: Work, session: Session, *, people: Sequence[Person]) -> Session:
    """Give places back; who waits longest moves up."""
    known = {one.person_id: one for one in enrolments(work, session, ENROLLED, WAITING)}
    for person in people:
        if person.id not in known:
            raise NotEnrolled(person=person.name, session=session.document.number)
        known[person.id].status = WITHDRAWN
    work.session.flush()
    for one in enrolments(work, session, WAITING):
        if not _has_room(work, session):
            break
        one.status = ENROLLED
        work.session.flush()
    return session


@operation(
    "training_session.attend",
    title=N_("Record attendance"),
    on=Session,
    moves={"planned": "planned", "held": "held"},
    schema=AttendanceInput,
    roles=HOLDERS,
)
def attend(work: Work, session: Session, *, present: Sequence[Person], absent: Sequence[Person]) -> Session:
    """Record who came, as the signed sheet says (F-33)."""
    for person in present:
        came(work, session, place_of(work, session, person))
    for person in absent:
        place = place_of(work, session, person)
        place.attendance, place.signed_in_at = "absent", None
        settle_outcome(work, session, place)
    return session


@operation(
    "training_session.sign_in",
    title=N_("Sign somebody in"),
    on=Session,
    moves={"planned": "planned", "held": "held"},
    schema=SignInInput,
    roles=HOLDERS,
)
def sign_in(work: Work, session: Session, *, person: str) -> Enrolment:
    """Sign somebody in by her code, or by the end of her identity or telephone number."""
    place = place_called(work, session, person)
    came(work, session, place)
    return place


def place_called(work: Work, session: Session, person: str) -> Enrolment:
    """Return the place of whom a code, a name, or the end of an identity or telephone number means."""
    places = enrolments(work, session, ENROLLED)
    found = [one for one in places if person == one.person.code]
    found = found or [one for one in places if person == one.person.name]
    if not found and len(person) >= 4:
        found = [one for one in places if _ends(one.person, person)]
    if not found:
        raise NotFound(what=_(N_("place in this session")), key=person)
    if len(found) > 1:
        raise SeveralCalled(person=person)
    return found[0]


def _ends(person: Person, typed: str) -> bool:
    return any((text or "").endswith(typed) for text in (person.identity, person.phone))


def came(work: Work, session: Session, place: Enrolment) -> None:
    """Write down that somebody is there; the first moment counts."""
    place.attendance, place.signed_in_at = "present", place.signed_in_at or work.now
    settle_outcome(work, session, place)


@operation(
    "training_session.hold",
    title=N_("The session was held"),
    on=Session,
    moves={"planned": "held"},
    schema=HoldInput,
    roles=HOLDERS,
)
def hold(work: Work, session: Session, *, held_on: date | None = None) -> Session:
    """Say that a session was held; who has not signed in was absent, and the duty behind it is fulfilled."""
    if session.starts_at > work.now:
        begins = f"{session.starts_at.astimezone(work.zone):%Y-%m-%d %H:%M}"
        raise NotYetBegun(session=session.document.number, moment=begins)
    places = enrolments(work, session, ENROLLED)
    if not any(one.attendance == "present" for one in places):
        raise NobodyCame(session=session.document.number)
    session.held_on = not_in_future(work, "held_on", held_on)
    for one in places:
        one.attendance = one.attendance or "absent"
        settle_outcome(work, session, one)
    _fulfil(work, session)
    return session


def _fulfil(work: Work, session: Session) -> None:
    duty = work.session.get(Duty, session.duty_id) if session.duty_id is not None else None
    if duty is not None and duty.state == "open" and session.held_on is not None:
        fulfilled(work, work.locked(duty), session.held_on, "held")
        work.set_state(duty, "fulfilled")


def settle_outcome(work: Work, session: Session, place: Enrolment) -> None:
    """Write down what came of a place: absent, attended, or by the exam."""
    passed = [one.is_passed for one in results_of(work, place)]
    place.outcome = outcome(place.attendance, session.outline.has_exam, passed)


def results_of(work: Work, place: Enrolment) -> list[Result]:
    """Return the results that count, oldest attempt first."""
    query = select(Result).where(Result.enrolment_id == place.id, Result.is_corrected.is_(False))
    work.session.flush()
    return list(work.session.scalars(query.order_by(Result.attempt, Result.id)))


@operation(
    "training_session.feedback",
    title=N_("Give feedback"),
    on=Session,
    moves={"held": "held", "closed": "closed"},
    schema=FeedbackInput,
    roles=HOLDERS,
)
def feedback(work: Work, session: Session, *, person: Person, **said: Any) -> Session:
    """Record what somebody thought of a session; only who was there is asked, and once."""
    place = present_place(work, session, person)
    query = select(Feedback.id).where(Feedback.enrolment_id == place.id)
    if work.session.scalar(query) is not None:
        raise FeedbackGiven(person=person.name, session=session.document.number)
    work.session.add(
        Feedback(
            company_id=work.company.id, enrolment_id=place.id, given_at=work.now, **{"words": None, **said}
        )
    )
    return session


@operation(
    "training_session.close",
    title=N_("Close"),
    on=Session,
    moves={"held": "closed"},
    roles=HOLDERS,
)
def close(work: Work, session: Session) -> Session:
    """Close a session once every result is known and its cost is settled (LED-21, LED-27)."""
    pending = [
        one.person.name for one in enrolments(work, session, ENROLLED) if one.outcome in (None, PENDING)
    ]
    if pending:
        raise ResultsPending(people=", ".join(pending))
    return session
