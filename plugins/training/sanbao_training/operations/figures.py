"""What training comes to: held of planned, attendance, pass rate, and the places of a session (TRN-16, KPI-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao.schema import Input, RefField
from sanbao_training.kinds import READERS
from sanbao_training.models import Certificate, Enrolment, Feedback, Outline, Result, Session
from sanbao_training.operations.attending import enrolments
from sanbao_training.rules.grading import FAILED, PASSED, rate
from sanbao_training.schemas.certificates import PeriodQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

_HELD = ("held", "closed")


@question("training.fulfilment", title=N_("Training held"), schema=PeriodQuestion, roles=READERS)
def fulfilment(work: Work, *, start: date, end: date) -> list[dict[str, Any]]:
    """Count by outline how much of what was planned was held, who came, who passed, what was thought of it (TRN-16)."""
    rows = {row.code: dict(row._mapping) for row in work.session.execute(_sessions(work, start, end))}
    for row in work.session.execute(_places(work, start, end)):
        rows[row.code] |= dict(row._mapping)
    for row in work.session.execute(_opinions(work, start, end)):
        rows[row.code]["feedback"] = Decimal(str(row.feedback)).quantize(Decimal("0.1"))
    return [_rated(row) for _code, row in sorted(rows.items())]


def _of_period(work: Work, start: date, end: date) -> Any:
    return (
        Session.company_id == work.company.id,
        Document.dated_on.between(start, end),
        Document.state != VOID,
    )


def _sessions(work: Work, start: date, end: date) -> Any:
    held = case((Document.state.in_(_HELD), 1), else_=0)
    cancelled = case((Document.state == "cancelled", 1), else_=0)
    return (
        select(
            Outline.code,
            func.max(Outline.name).label("name"),
            func.count().label("planned"),
            func.sum(held).label("held"),
            func.sum(cancelled).label("cancelled"),
        )
        .join_from(Session, Document, Document.id == Session.document_id)
        .join(Outline, Outline.document_id == Session.outline_id)
        .where(*_of_period(work, start, end))
        .group_by(Outline.code)
    )


def _places(work: Work, start: date, end: date) -> Any:
    def counted(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return (
        select(
            Outline.code,
            func.count().label("enrolled"),
            counted(Enrolment.attendance == "present").label("present"),
            counted(Enrolment.outcome == PASSED).label("passed"),
            counted(Enrolment.outcome.in_((PASSED, FAILED))).label("examined"),
        )
        .join_from(Enrolment, Session, Session.document_id == Enrolment.document_id)
        .join(Document, Document.id == Session.document_id)
        .join(Outline, Outline.document_id == Session.outline_id)
        .where(*_of_period(work, start, end), Enrolment.status == "enrolled", Document.state.in_(_HELD))
        .group_by(Outline.code)
    )


def _opinions(work: Work, start: date, end: date) -> Any:
    mean = func.avg((Feedback.content + Feedback.trainer + Feedback.organisation) / 3.0)
    return (
        select(Outline.code, mean.label("feedback"))
        .join_from(Feedback, Enrolment, Enrolment.id == Feedback.enrolment_id)
        .join(Session, Session.document_id == Enrolment.document_id)
        .join(Document, Document.id == Session.document_id)
        .join(Outline, Outline.document_id == Session.outline_id)
        .where(*_of_period(work, start, end))
        .group_by(Outline.code)
    )


def _rated(row: Mapping[str, Any]) -> dict[str, Any]:
    counts = {name: int(row.get(name) or 0) for name in ("enrolled", "present", "passed", "examined")}
    return {
        **row,
        **counts,
        "feedback": row.get("feedback"),
        "held_rate": rate(row["held"], row["planned"]),
        "attendance": rate(counts["present"], counts["enrolled"]),
        "pass_rate": rate(counts["passed"], counts["examined"]),
    }


class SessionQuestion(Input):
    """Which session."""

    session = RefField("training_session", required=True)


@question("training_session.places", title=N_("Places of a session"), schema=SessionQuestion, roles=READERS)
def places(work: Work, *, session: Session) -> list[dict[str, Any]]:
    """List who has a place or waits, who came, and each result with its pass mark and attempt (S19)."""
    found = enrolments(work, session)
    results = _results(work, [one.id for one in found])
    certificates = _certificates(work, session)
    parties = _parties(work, {one.person.party_id for one in found if one.person.party_id is not None})
    return [
        {
            "person": one.person.code,
            "name": one.person.name,
            "party": parties.get(one.person.party_id or 0),
            "status": one.status,
            "attendance": one.attendance,
            "signed_in_at": one.signed_in_at,
            "outcome": one.outcome,
            "certificate": certificates.get(one.person_id),
            "results": results.get(one.id, []),
        }
        for one in found
    ]


def _certificates(work: Work, session: Session) -> dict[int, str | None]:
    """Return the certificate in force that each person has of a session."""
    query = (
        select(Certificate.person_id, Document.number)
        .join(Document, Document.id == Certificate.document_id)
        .where(Certificate.session_id == session.document_id, Document.state == "issued")
    )
    return {person: number for person, number in work.session.execute(query)}


def _parties(work: Work, keys: set[int]) -> dict[int, str]:
    query = select(Party.id, Party.code).where(Party.id.in_(keys))
    return {key: code for key, code in work.session.execute(query)} if keys else {}


def _results(work: Work, enrolment_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = select(Result).where(Result.enrolment_id.in_(enrolment_ids)).order_by(Result.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for one in work.session.scalars(query) if enrolment_ids else ():
        found.setdefault(one.enrolment_id, []).append(
            {
                "attempt": one.attempt,
                "score": one.score,
                "of": one.full_score,
                "pass_mark": one.pass_mark,
                "passed": one.is_passed,
                "examined_on": one.examined_on,
                "corrected": one.is_corrected,
            }
        )
    return found
