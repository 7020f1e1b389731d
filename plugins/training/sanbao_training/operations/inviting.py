"""Invitations: asked for in an operation, made by the outbox as calendar entries (RFC 5545), carried by letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import mail
from sanbao.documents.operations import attach
from sanbao.i18n import N_, _, in_language
from sanbao.mail import Enclosure
from sanbao.mail.operations import STATES
from sanbao.operation import operation, question
from sanbao.schema import Input, RefField
from sanbao_training.kinds import READERS
from sanbao_training.models import Enrolment, Invitation, Person, Session
from sanbao_training.operations.attending import ENROLLED
from sanbao_training.operations.booking import stretches_of
from sanbao_training.operations.sessions import PLANNERS
from sanbao_training.rules.invitations import CANCEL, REQUEST, Meeting, Told, calendar_file, to_tell

if TYPE_CHECKING:
    from sanbao.mail.models import Letter
    from sanbao.work import Work

#: The operations after which the outbox tells who is invited, and who no longer is.
TOLD_OF = (
    "training_session.invite",
    "training_session.enrol",
    "training_session.enrol_name",
    "training_session.withdraw",
    "training_session.postpone",
    "training_session.substitute",
    "training_session.cancel",
)
_SUBJECT = {REQUEST: N_("Invitation: {title}"), CANCEL: N_("Cancelled: {title}")}


@operation(
    "training_session.invite",
    title=N_("Send invitations"),
    on=Session,
    moves={"planned": "planned"},
    roles=PLANNERS,
)
def invite(work: Work, session: Session) -> Session:
    """Invite everybody who has a place, and the trainer; from now on the outbox tells them of every change."""
    session.invitation_count = session.invitation_count or 1
    return session


def after_operation(work: Work, operation: str, payload: Mapping[str, Any]) -> None:
    """Write the invitations of a session that was just planned or changed; again is the same."""
    number = (payload.get("result") or {}).get("number")
    if operation not in TOLD_OF or number is None:
        return
    session: Session = work.locked(work.find("training_session", number))
    if session.invitation_count:
        _tell(work, session)


def _tell(work: Work, session: Session) -> None:
    """Tell each address what it does not know yet, and keep the calendar entry of a change on the session's paper."""
    known = {one.address: one for one in _invitations(work, session)}
    invited = (
        {}
        if session.state == "cancelled"
        else {one.email: one for one in _invited(work, session) if one.email}
    )
    told = {address: Told(one.method, one.round, one.sequence) for address, one in known.items()}
    made = []
    for address, method, sequence in to_tell(invited, told, session.invitation_count):
        person = invited.get(address) or known[address].person
        made.append(_written(work, session, person, address, method, sequence))
    if made and not any(one.round == session.invitation_count for one in known.values()):
        name = f"{session.document.number}-{session.invitation_count - 1}.ics"
        content = made[0].calendar.encode()
        attach(work, session.document, name=name, content=content, media_type="text/calendar", purpose="file")


def _invitations(work: Work, session: Session) -> list[Invitation]:
    query = select(Invitation).where(Invitation.document_id == session.document_id)
    return list(work.session.scalars(query.order_by(Invitation.sequence, Invitation.id)))


def _invited(work: Work, session: Session) -> Iterator[Person]:
    query = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.document_id == session.document_id, Enrolment.status == ENROLLED)
        .order_by(Enrolment.id)
    )
    yield session.trainer
    yield from work.session.scalars(query)


def _written(
    work: Work, session: Session, person: Person, address: str, method: str, sequence: int
) -> Invitation:
    meeting = _meeting(work, session, method, sequence)
    entry = calendar_file(meeting, address, work.now)
    invitation = Invitation(
        company_id=work.company.id,
        document_id=session.document_id,
        person=person,
        letter=_letter(work, session, meeting, address, entry),
        address=address,
        round=session.invitation_count,
        sequence=sequence,
        method=method,
        calendar=entry,
        made_at=work.now,
    )
    work.session.add(invitation)
    work.session.flush()
    return invitation


def _meeting(work: Work, session: Session, method: str, sequence: int) -> Meeting:
    place = session.room or (session.site.name if session.site is not None else session.address) or ""
    trainer = _said(work, session, N_("Trainer: {name}"), name=session.trainer.name)
    return Meeting(
        number=session.document.number or "",
        title=session.outline.name,
        place=place,
        words="\n".join(part for part in (trainer, session.materials, session.reason) if part),
        organiser=str(work.setting("mail_from")),
        stretches=stretches_of(work, session.document_id),
        sequence=sequence,
        is_cancelled=method == CANCEL,
    )


def _said(work: Work, session: Session, message: str, **values: Any) -> str:
    """Say something in the language in which the session is taught."""
    return in_language("en" if session.language == "en" else work.company.locale, message, **values)


def _letter(work: Work, session: Session, meeting: Meeting, address: str, entry: str) -> Letter:
    method = CANCEL if meeting.is_cancelled else REQUEST
    name = f"{meeting.number}.ics"
    parameters = (("method", method), ("charset", "utf-8"))
    return mail.write(
        work,
        key=f"training_session/{session.document_id}/{address}/{meeting.sequence}",
        to=address,
        subject=_said(work, session, _SUBJECT[method], title=meeting.title),
        words="\n".join(_words(work, session, meeting)),
        document=session.document,
        enclosed=[Enclosure(name, "text/calendar", entry.encode(), parameters)],
    )


def _words(work: Work, session: Session, meeting: Meeting) -> Iterator[str]:
    yield meeting.title
    for starts_at, ends_at in meeting.stretches:
        yield f"{starts_at.astimezone(work.zone):%Y-%m-%d %H:%M} – {ends_at.astimezone(work.zone):%H:%M}"
    if meeting.place:
        yield _said(work, session, N_("Place: {place}"), place=meeting.place)
    yield from meeting.words.splitlines()
    yield _said(work, session, N_("Session {number}"), number=meeting.number)
    yield ""


class InvitationsQuestion(Input):
    """Of which session."""

    session = RefField("training_session", required=True)


@question("training_session.invitations", title=N_("Invitations"), schema=InvitationsQuestion, roles=READERS)
def invitations(work: Work, *, session: Session) -> list[dict[str, Any]]:
    """List who was invited when, and whether the letter was sent, waits, or could not be delivered."""
    return [_row(one) for one in _by_round(_invitations(work, session))]


def _by_round(found: Sequence[Invitation]) -> list[Invitation]:
    return sorted(found, key=lambda one: (one.round, one.id))


def _row(one: Invitation) -> dict[str, Any]:
    return {
        "name": one.person.name,
        "email": one.address,
        "sequence": one.sequence,
        "method": one.method,
        "made_at": one.made_at,
        "sent_at": one.letter.sent_at,
        "state": _(STATES[one.letter.state]),
        "error": one.letter.error,
        "calendar": one.calendar,
    }
