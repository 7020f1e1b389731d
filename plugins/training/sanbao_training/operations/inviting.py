"""Invitations: asked for in an operation, made and sent by the outbox as calendar entries (RFC 5545)."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.documents.operations import attach
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation, question
from sanbao.schema import Input, RefField
from sanbao_training.kinds import READERS
from sanbao_training.models import Enrolment, Invitation, Person, Session
from sanbao_training.operations.attending import ENROLLED
from sanbao_training.operations.booking import stretches_of
from sanbao_training.operations.sessions import PLANNERS
from sanbao_training.rules.invitations import Meeting, calendar_file

if TYPE_CHECKING:
    from sanbao.work import Work

#: The operations after which the outbox tells who is invited.
TOLD_OF = (
    "training_session.invite",
    "training_session.postpone",
    "training_session.substitute",
    "training_session.cancel",
)
PAGE = 100
_SECONDS = 20


@operation(
    "training_session.invite",
    title=N_("Send invitations"),
    on=Session,
    moves={"planned": "planned"},
    roles=PLANNERS,
)
def invite(work: Work, session: Session) -> Session:
    """Invite everybody who has a place, and the trainer; the outbox sends the calendar entry."""
    session.invitation_count += 1
    return session


def after_operation(work: Work, operation: str, payload: Mapping[str, Any]) -> None:
    """Make and send the invitations of a session that was just planned or changed; again is the same."""
    number = (payload.get("result") or {}).get("number")
    if operation not in TOLD_OF or number is None:
        return
    session: Session = work.find("training_session", number)
    if session.invitation_count:
        made = _made(work, session)
        if made:
            _send(work, session, made)


def _made(work: Work, session: Session) -> list[Invitation]:
    """Write the invitations of this round down, and put the calendar entry on the session's paper."""
    sequence = session.invitation_count - 1
    known = set(
        work.session.scalars(
            select(Invitation.address).where(
                Invitation.document_id == session.document_id, Invitation.sequence == sequence
            )
        )
    )
    meeting = _meeting(work, session, sequence)
    invited = {person.email: person for person in _invited(work, session) if person.email}
    made = [
        Invitation(
            company_id=work.company.id,
            document_id=session.document_id,
            person_id=person.id,
            address=address,
            sequence=sequence,
            method="CANCEL" if meeting.is_cancelled else "REQUEST",
            calendar=calendar_file(meeting, address, work.now),
            made_at=work.now,
        )
        for address, person in invited.items()
        if address not in known
    ]
    work.session.add_all(made)
    work.session.flush()
    if made:
        name = f"{session.document.number}-{sequence}.ics"
        content = made[0].calendar.encode()
        attach(work, session.document, name=name, content=content, media_type="text/calendar", purpose="file")
    return made


def _invited(work: Work, session: Session) -> list[Person]:
    query = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.document_id == session.document_id, Enrolment.status == ENROLLED)
        .order_by(Enrolment.id)
    )
    return [session.trainer, *work.session.scalars(query)]


def _meeting(work: Work, session: Session, sequence: int) -> Meeting:
    place = session.room or (session.site.name if session.site is not None else session.address) or ""
    trainer = in_language(work.company.locale, N_("Trainer: {name}"), name=session.trainer.name)
    return Meeting(
        number=session.document.number or "",
        title=session.outline.name,
        place=place,
        words="\n".join(part for part in (trainer, session.materials, session.reason) if part),
        organiser=str(work.setting("training_mail_from")),
        stretches=stretches_of(work, session.document_id),
        sequence=sequence,
        is_cancelled=session.state == "cancelled",
    )


def _send(work: Work, session: Session, invitations: Sequence[Invitation]) -> None:
    """Send what was made by the company's mail server; without one it waits to be sent by hand."""
    server, sender = str(work.setting("training_mail_server")), str(work.setting("training_mail_from"))
    if not server or not sender:
        return
    host, _colon, port = server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=_SECONDS) as line:
        for one in invitations:
            line.send_message(_letter(work, session, one, sender))
            one.sent_at = work.now


def _letter(work: Work, session: Session, one: Invitation, sender: str) -> EmailMessage:
    subject = N_("Cancelled: {title}") if one.method == "CANCEL" else N_("Invitation: {title}")
    begins = f"{session.starts_at.astimezone(work.zone):%Y-%m-%d %H:%M}"
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, one.address
    letter["Subject"] = in_language(work.company.locale, subject, title=session.outline.name)
    letter.set_content(f"{session.outline.name}\n{begins}\n{session.document.number}\n")
    letter.add_attachment(
        one.calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename="session.ics",
        params={"method": one.method},
    )
    return letter


class InvitationsQuestion(Input):
    """Of which session."""

    session = RefField("training_session", required=True)


@question("training_session.invitations", title=N_("Invitations"), schema=InvitationsQuestion, roles=READERS)
def invitations(work: Work, *, session: Session) -> list[dict[str, Any]]:
    """List who was invited when, and whether it was sent or waits to be sent by hand."""
    query = (
        select(Invitation, Person.name)
        .join(Person, Person.id == Invitation.person_id)
        .join(Document, Document.id == Invitation.document_id)
        .where(Invitation.document_id == session.document_id)
        .order_by(Invitation.sequence, Invitation.id)
    )
    return [
        {
            "name": name,
            "email": one.address,
            "sequence": one.sequence,
            "method": one.method,
            "made_at": one.made_at,
            "sent_at": one.sent_at,
            "state": _(N_("sent")) if one.sent_at is not None else _(N_("to be sent by hand")),
            "calendar": one.calendar,
        }
        for one, name in work.session.execute(query)
    ]
