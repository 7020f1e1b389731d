"""Certificates and licences: issued, verified by anybody who holds one, reminded of, revoked (TRN-12, PTY-12)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.charging.quotes import not_before, not_in_future
from sanbao.documents.models import Document
from sanbao.documents.operations import attach, link_documents, new_document
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao.verification import new_code, read_code, shown_code
from sanbao_training.errors import CodeMistyped, NoSkill, NothingToCertify
from sanbao_training.kinds import HOLDERS, MANAGERS, READERS
from sanbao_training.models import Certificate, Enrolment, Person, Result, Session, Skill
from sanbao_training.rules.grading import ATTENDED
from sanbao_training.rules.validity import last_day
from sanbao_training.schemas.certificates import (
    CodeQuestion,
    ExpiringQuestion,
    LicenceInput,
    RevokeInput,
)

if TYPE_CHECKING:
    from sanbao.work import Work

ISSUERS = (*MANAGERS, "qc")


@operation(
    "training_session.certify",
    title=N_("Issue certificates"),
    on=Session,
    moves={"held": "held", "closed": "closed"},
    roles=ISSUERS,
)
def certify(work: Work, session: Session) -> list[Certificate]:
    """Issue a certificate to everybody who passed and has none of this session yet (TRN-10)."""
    waiting = _waiting(work, session)
    if not waiting:
        raise NothingToCertify(session=session.document.number)
    return issue_for(work, session, waiting)


def _waiting(work: Work, session: Session) -> list[tuple[Enrolment, Result | None]]:
    """Return who passed, or was there where no exam is held, and holds no certificate of this session."""
    passed = (
        select(Enrolment, Result)
        .outerjoin(
            Result,
            (Result.enrolment_id == Enrolment.id)
            & Result.is_passed.is_(True)
            & Result.is_corrected.is_(False),
        )
        .where(
            Enrolment.document_id == session.document_id,
            Enrolment.status == "enrolled",
            or_(Result.id.is_not(None), Enrolment.outcome == ATTENDED),
        )
        .order_by(Enrolment.id)
    )
    query = (
        select(Certificate.person_id)
        .join(Document, Document.id == Certificate.document_id)
        .where(Certificate.session_id == session.document_id, Document.state == "issued")
    )
    have = set(work.session.scalars(query))
    rows = work.session.execute(passed)
    return [(place, result) for place, result in rows if place.person_id not in have]


def issue_for(
    work: Work,
    session: Session,
    places: Sequence[tuple[Enrolment, Result | None]],
    replaces: Certificate | None = None,
) -> list[Certificate]:
    """Write the certificates of a session; each counts from the day of the exam to its last day (CAL-01)."""
    outline = session.outline
    if outline.skill is None:
        raise NoSkill(outline=outline.document.number)
    months = outline.valid_months if outline.valid_months is not None else outline.skill.valid_months
    made = []
    for place, result in places:
        start = result.examined_on if result is not None else session.held_on or work.today
        certificate = _written(
            work,
            place.person,
            outline.skill,
            issued_on=work.today,
            valid_from=start,
            valid_until=last_day(start, months),
            session_id=session.document_id,
            result_id=result.id if result is not None else None,
        )
        link_documents(work, session.document, certificate.document, "originates")
        if replaces is not None:
            link_documents(work, certificate.document, replaces.document, "replaces")
        made.append(certificate)
    return made


def _written(work: Work, person: Person, skill: Skill, **facts: Any) -> Certificate:
    head = new_document(
        work, "training_certificate", title=f"{person.name} – {skill.name}", party_id=person.party_id
    )
    certificate = Certificate(
        document=head,
        company_id=work.company.id,
        person=person,
        skill=skill,
        code=new_code(secrets.choice),
        **facts,
    )
    work.session.add(certificate)
    work.session.flush()
    return certificate


def certified_by(work: Work, result: Result) -> Certificate | None:
    """Return the certificate in force that rests on a result."""
    query = (
        select(Certificate)
        .join(Document, Document.id == Certificate.document_id)
        .where(Certificate.result_id == result.id, Document.state == "issued")
    )
    return work.session.scalars(query).one_or_none()


def withdraw_wrong(work: Work, certificate: Certificate, reason: str) -> None:
    """Revoke what was wrongly given: it never counted."""
    locked: Certificate = work.locked(certificate)
    locked.void_from, locked.reason = locked.valid_from, reason
    work.set_state(locked, "revoked")
    work.note(locked.document, note=reason)


@operation("training_licence.record", title=N_("Record a licence"), schema=LicenceInput, roles=HOLDERS)
def record_licence(
    work: Work,
    *,
    person: Person,
    skill: Skill,
    scan_name: str,
    scan: bytes,
    issued_on: date,
    valid_until: date | None = None,
    **facts: Any,
) -> Certificate:
    """Record a licence that another office issued, such as an electrician's, with its scan (PTY-12)."""
    not_in_future(work, "issued_on", issued_on)
    if valid_until is not None:
        not_before("valid_until", valid_until, issued_on)
    licence = _written(
        work, person, skill, issued_on=issued_on, valid_from=issued_on, valid_until=valid_until, **facts
    )
    attach(
        work,
        licence.document,
        name=scan_name,
        content=scan,
        media_type=_media_type(scan_name),
        purpose="evidence",
    )
    return licence


def _media_type(name: str) -> str:
    known = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
    return known.get(name.rpartition(".")[2].lower(), "application/octet-stream")


@operation(
    "training_certificate.revoke",
    title=N_("Revoke"),
    on=Certificate,
    moves={"issued": "revoked"},
    schema=RevokeInput,
    roles=ISSUERS,
)
def revoke(
    work: Work, certificate: Certificate, *, reason: str, void_from: date | None = None
) -> Certificate:
    """Let a certificate count no more from a day on; what was done under it before stays."""
    certificate.void_from, certificate.reason = void_from or work.today, reason
    work.note(certificate.document, note=reason)
    return certificate


@question(
    "training_certificate.verify",
    title=N_("Verify a certificate"),
    schema=CodeQuestion,
    roles=(*READERS, "installer"),
)
def verify(work: Work, *, code: str) -> dict[str, Any]:
    """Tell whether a certificate is genuine, has ended or was revoked, and whom it names."""
    # A scanned picture holds the address of a page with the code at its end.
    typed = read_code(code.rstrip("/").rpartition("/")[2])
    if typed is None:
        raise CodeMistyped(code=code)
    query = select(Certificate).where(Certificate.code == typed, Certificate.company_id == work.company.id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        return {"status": "unknown", "code": shown_code(typed)}
    return {
        "status": _status(found, work.today),
        "code": shown_code(typed),
        "number": found.document.number,
        "name": found.person.name,
        "skill": found.skill.name,
        "issued_on": found.issued_on,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
    }


def _status(certificate: Certificate, on: date) -> str:
    if certificate.state != "issued":
        return "revoked"
    has_ended = certificate.valid_until is not None and certificate.valid_until < on
    return "ended" if has_ended else "genuine"


@question("training.expiring", title=N_("Certificates that end"), schema=ExpiringQuestion, roles=READERS)
def expiring(
    work: Work, *, within_days: int, on: date | None = None, party: Party | None = None
) -> list[dict[str, Any]]:
    """List whose certificate ends when, where no later one of the same skill stands."""
    first = on or work.today
    found = ending(work, first, first + timedelta(days=within_days))
    return [
        {
            "number": one.document.number,
            "person": one.person.code,
            "name": one.person.name,
            "party": one.document.party.code if one.document.party is not None else None,
            "skill": one.skill.code,
            "skill_name": one.skill.name,
            "valid_until": one.valid_until,
            "days": (one.valid_until - first).days if one.valid_until is not None else None,
        }
        for one in found
        if party is None or one.person.party_id == party.id
    ]


def ending(work: Work, first: date, last: date) -> list[Certificate]:
    """Return the certificates that end between two days and are not followed by one that lasts longer."""
    query = (
        select(Certificate)
        .join(Document, Document.id == Certificate.document_id)
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.company_id == work.company.id,
            Document.state == "issued",
            Person.is_active.is_(True),
            Certificate.valid_until.between(first, last),
            ~_later(),
        )
        .order_by(Certificate.valid_until, Certificate.document_id)
    )
    return list(work.session.scalars(query))


def _later() -> Any:
    """Return the condition that the same person holds a proof of the same skill that lasts longer."""
    other = Certificate.__table__.alias("later")
    head = Document.__table__.alias("later_head")
    return (
        select(other.c.document_id)
        .join(head, head.c.id == other.c.document_id)
        .where(
            other.c.person_id == Certificate.person_id,
            other.c.skill_id == Certificate.skill_id,
            head.c.state == "issued",
            or_(other.c.valid_until.is_(None), other.c.valid_until > Certificate.valid_until),
        )
        .exists()
    )
