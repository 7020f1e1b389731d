"""What lets the clocks of a problem stand still, or puts an appointment in a limit's place (SLA-12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao_installation_outsourcing.errors.problems import HeldAlready, NotHeld, NotPausable
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import InstallationProblem, ProblemHold
from sanbao_installation_outsourcing.operations.jobs.marks import keep_file
from sanbao_installation_outsourcing.operations.problems.answering import moment_of
from sanbao_installation_outsourcing.operations.problems.following import follow, level_of
from sanbao_installation_outsourcing.schemas import problems as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: A clock is stopped or put off only while the problem is not put right.
_OPEN = ("open", "answered", "on_site")


@operation(
    "installation_problem.hold",
    title=N_("Hold the clocks"),
    on=InstallationProblem,
    moves=dict.fromkeys(_OPEN, ()),
    schema=schemas.HoldInput,
    roles=KEEPERS,
)
def hold(
    work: Work,
    problem: InstallationProblem,
    *,
    reason: str,
    note: str,
    paper: dict[str, Any],
    at: datetime | None = None,
) -> InstallationProblem:
    """Let the clocks stand still, with the reason and what proves it (暂停计时); only where the service level allows it."""
    _refuse_unpausable(work, problem)
    standing = _standing(work, problem)
    if standing is not None:
        shown = standing.start_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M")
        raise HeldAlready(problem=problem.document.number, moment=shown)
    made = ProblemHold(
        company_id=work.company.id,
        problem_id=problem.document_id,
        reason=reason,
        start_at=moment_of(work, problem, at),
        note=note,
        attachment_id=keep_file(work, problem.document, paper, "evidence").id,
        recorded_by_id=work.user.id,
    )
    work.session.add(made)
    work.note(problem.document, note=f"{_(schemas.HOLDS[reason])}: {note}")
    follow(work, [problem])
    return problem


@operation(
    "installation_problem.resume",
    title=N_("Let the clocks go on"),
    on=InstallationProblem,
    schema=schemas.ResumeInput,
    roles=KEEPERS,
)
def resume(work: Work, problem: InstallationProblem, *, at: datetime | None = None) -> InstallationProblem:
    """Let the clocks go on (恢复计时); what stood still in between is not counted (SLA-12)."""
    standing = _standing(work, problem)
    if standing is None:
        raise NotHeld(problem=problem.document.number)
    moment = moment_of(work, problem, at)
    if moment < standing.start_at:
        raise Invalid([Problem("at", N_("It cannot end before it begins."))])
    standing.end_at = moment
    follow(work, [problem])
    return problem


@operation(
    "installation_problem.appoint",
    title=N_("Appointment of the client"),
    on=InstallationProblem,
    moves=dict.fromkeys(_OPEN, ()),
    schema=schemas.AppointmentInput,
    roles=KEEPERS,
)
def appoint(
    work: Work, problem: InstallationProblem, *, appointed_at: datetime, paper: dict[str, Any]
) -> InstallationProblem:
    """Put the later moment that the client asked for in the place of the limit to be on site (改约, SLA-12)."""
    _refuse_unpausable(work, problem)
    if appointed_at <= problem.raised_at:
        raise Invalid([Problem("appointed_at", N_("That was before the problem was raised."))])
    keep_file(work, problem.document, paper, "evidence")
    problem.appointed_at = appointed_at
    work.note(problem.document, note=appointed_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M"))
    follow(work, [problem])
    return problem


def _refuse_unpausable(work: Work, problem: InstallationProblem) -> None:
    level, profile = level_of(work, problem)
    if not level.pausable:
        raise NotPausable(level=profile)


def _standing(work: Work, problem: InstallationProblem) -> ProblemHold | None:
    query = select(ProblemHold).where(
        ProblemHold.problem_id == problem.document_id, ProblemHold.end_at.is_(None)
    )
    return work.session.scalars(query).one_or_none()
