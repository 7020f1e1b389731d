"""Exams: scores with pass mark and attempt, answers marked by the outline, corrections even after certification (S19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.charging.quotes import not_in_future
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_training.errors import NoAttemptsLeft, NoExam, NoResult, PassedAlready
from sanbao_training.kinds import HOLDERS, MANAGERS
from sanbao_training.models import Enrolment, Person, Result, Session
from sanbao_training.operations.attending import place_of, present_place, results_of, settle_outcome
from sanbao_training.operations.certificates import certified_by, issue_for, withdraw_wrong
from sanbao_training.rules.grading import is_passed, marked
from sanbao_training.schemas.common import Score
from sanbao_training.schemas.sessions import CorrectionInput, ExamInput, GradeInput

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "training_session.grade",
    title=N_("Record results"),
    on=Session,
    moves={"held": "held"},
    schema=GradeInput,
    roles=HOLDERS,
)
def grade(
    work: Work, session: Session, *, results: Sequence[dict[str, Any]], examined_on: date | None = None
) -> Session:
    """Record the scores of an exam, one attempt for each person named (TRN-10, S19)."""
    on = not_in_future(work, "examined_on", examined_on)
    for one in results:
        _record(work, session, one["person"], one["score"], on)
    return session


@operation(
    "training_session.mark_exam",
    title=N_("Mark the answers"),
    on=Session,
    moves={"held": "held"},
    schema=ExamInput,
    roles=HOLDERS,
)
def mark_exam(
    work: Work,
    session: Session,
    *,
    person: Person,
    answers: Sequence[dict[str, Any]],
    examined_on: date | None = None,
) -> Result:
    """Mark somebody's answers by the outline's own questions, and record the score."""
    questions = session.outline.questions
    unknown = [one["position"] for one in answers if one["position"] > len(questions)]
    if unknown or not questions:
        said = N_("The exam has {count} questions.")
        raise Invalid([Problem("answers", said, {"count": len(questions)})])
    score = marked(questions, {one["position"]: one["answer"] for one in answers})
    return _record(work, session, person, score, not_in_future(work, "examined_on", examined_on))


def _record(work: Work, session: Session, person: Person, score: Score, on: date) -> Result:
    outline = session.outline
    if not outline.has_exam:
        raise NoExam(outline=outline.document.number)
    place = present_place(work, session, person)
    earlier = results_of(work, place)
    if any(one.is_passed for one in earlier):
        raise PassedAlready(person=person.name)
    if len(earlier) >= outline.most_attempts:
        raise NoAttemptsLeft(person=person.name, count=outline.most_attempts)
    return _written(work, session, place, score, on, attempt=len(earlier) + 1)


def _written(
    work: Work,
    session: Session,
    place: Enrolment,
    score: Score,
    on: date,
    *,
    attempt: int,
    corrects: Result | None = None,
    reason: str | None = None,
) -> Result:
    got, full = score
    result = Result(
        company_id=work.company.id,
        enrolment_id=place.id,
        attempt=attempt,
        score=got,
        full_score=full,
        pass_mark=session.outline.pass_mark,
        is_passed=is_passed(got, full, session.outline.pass_mark),
        examined_on=on,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
        corrects_id=corrects.id if corrects is not None else None,
        reason=reason,
    )
    work.session.add(result)
    work.session.flush()
    settle_outcome(work, session, place)
    return result


@operation(
    "training_session.correct_result",
    title=N_("Correct a result"),
    on=Session,
    moves={"held": "held", "closed": "closed"},
    schema=CorrectionInput,
    roles=MANAGERS,
)
def correct_result(work: Work, session: Session, *, person: Person, score: Score, reason: str) -> Session:
    """Correct a wrong score, even after certification: the certificate never counted, and a right one takes its place."""
    place = place_of(work, session, person)
    known = results_of(work, place)
    if not known:
        raise NoResult(person=person.name, session=session.document.number)
    wrong = known[-1]
    wrong.is_corrected = True
    right = _written(
        work, session, place, score, wrong.examined_on, attempt=wrong.attempt, corrects=wrong, reason=reason
    )
    old = certified_by(work, wrong)
    if old is not None:
        withdraw_wrong(work, old, reason)
        if right.is_passed:
            issue_for(work, session, [(place, right)], replaces=old)
    work.note(session.document, note=f"{person.name}: {wrong.score} → {right.score} – {reason}")
    return session
