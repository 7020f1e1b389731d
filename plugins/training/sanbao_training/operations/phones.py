"""Trainees sign in by telephone: the picture on the sheet opens a page, and who is enrolled signs in there once (F-33)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao_training.errors import SignedInAlready, SignInShut
from sanbao_training.kinds import HOLDERS, READERS
from sanbao_training.models import Session
from sanbao_training.operations.attending import came, place_called
from sanbao_training.operations.booking import stretches_of
from sanbao_training.rules.phones import OPEN, sign_in_status
from sanbao_training.schemas.phones import PhoneSignIn, SignInCode

if TYPE_CHECKING:
    from sanbao.work import Work


@question("training_session.by_code", title=N_("Session of a sign-in code"), schema=SignInCode, roles=READERS)
def by_code(work: Work, *, code: str) -> dict[str, Any]:
    """Say which session the code of a sign-in sheet belongs to, and whether it takes names today."""
    session = _session(work, code)
    stretches = [
        (first.astimezone(work.zone), last.astimezone(work.zone))
        for first, last in stretches_of(work, session.document_id)
    ]
    days = sorted({first.date() for first, _last in stretches})
    return {
        "number": session.document.number,
        "course": session.outline.name,
        "course_en": session.outline.name_en,
        "trainer": session.trainer.name,
        "place": session.room or (session.site.name if session.site is not None else session.address),
        "stretches": [f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}" for first, last in stretches],
        "days": days,
        "status": sign_in_status(session.state, days, work.today),
    }


@operation(
    "training_session.sign_in_by_phone",
    title=N_("Sign in by telephone"),
    schema=PhoneSignIn,
    roles=HOLDERS,
)
def sign_in_by_phone(work: Work, *, code: str, person: str) -> dict[str, Any]:
    """Sign somebody in by the code of the sheet, on the day of the session and once (F-33)."""
    session: Session = work.locked(_session(work, code))
    told = by_code.function(work, code=code)
    if told["status"] != OPEN:
        days = ", ".join(day.isoformat() for day in told["days"])
        raise SignInShut(session=session.document.number, days=days)
    place = place_called(work, session, person)
    if place.signed_in_at is not None:
        at = f"{place.signed_in_at.astimezone(work.zone):%H:%M}"
        raise SignedInAlready(person=place.person.name, at=at)
    came(work, session, place)
    work.note(session.document, operation="training_session.sign_in_by_phone", note=place.person.name)
    return {
        "number": session.document.number,
        "name": place.person.name,
        "at": f"{work.now.astimezone(work.zone):%H:%M}",
    }


def _session(work: Work, code: str) -> Session:
    query = select(Session).where(Session.company_id == work.company.id, Session.sign_in_code == code)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(what=_(N_("sign-in sheet")), key=code)
    return found
