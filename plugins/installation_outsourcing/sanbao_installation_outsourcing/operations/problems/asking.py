"""Which problems stand open with how much time left, and why each clock stands where it does (CAL-12)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, select
from sqlalchemy.orm import aliased

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Host, Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.kinds.problems import CLOCK_STATES
from sanbao_installation_outsourcing.models import Contract, InstallationProblem, Job, ProblemClock
from sanbao_installation_outsourcing.operations.problems.following import level_of
from sanbao_installation_outsourcing.rules.response import BREACHED, OPEN
from sanbao_installation_outsourcing.rules.service_levels import METRICS
from sanbao_installation_outsourcing.schemas import problems as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: A clock in one of these still runs: nothing of it is on record yet.
_RUNNING = ("open", "held", BREACHED)


@question("installation_problem.list", schema=schemas.ProblemsQuestion, roles=EVERYBODY)
def list_problems(
    work: Work,
    *,
    is_open: bool,
    after: int,
    limit: int,
    contract: Contract | None = None,
    party: Party | None = None,
) -> list[dict[str, Any]]:
    """Return problems, what is due next with the seconds that are left, and where each clock stands (INS-11)."""
    return problems_of(work, contract, party, is_open=is_open, after=after, limit=limit)


def problems_of(
    work: Work,
    contract: Contract | None = None,
    party: Party | None = None,
    *,
    is_open: bool = True,
    after: int = 0,
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Return a page of problems within what the person is bound to."""
    agreement: Any = aliased(Document)
    query = (
        scope.picked(InstallationProblem, Document, agreement.number, Party.code, Job, Host)
        .join(Document, Document.id == InstallationProblem.document_id)
        .join(agreement, agreement.id == InstallationProblem.contract_id)
        .join(Party, Party.id == InstallationProblem.party_id)
        .outerjoin(Job, Job.id == InstallationProblem.job_id)
        .outerjoin(Host, Host.id == Job.host_id)
        .where(InstallationProblem.company_id == work.company.id, Document.state != VOID)
        .where(InstallationProblem.document_id > after)
        .order_by(InstallationProblem.document_id)
        .limit(limit)
    )
    query = scope.of(work).narrow(query, InstallationProblem.party_id, InstallationProblem.centre_id)
    if is_open:
        query = query.where(Document.state != "done")
    if contract is not None:
        query = query.where(InstallationProblem.contract_id == contract.document_id)
    if party is not None:
        query = query.where(InstallationProblem.party_id == party.id)
    rows = work.session.execute(query).all()
    clocks = _clocks(work, [row[0].document_id for row in rows])
    return [
        {
            "problem": head.number,
            "contract": number,
            "party": code,
            "vehicle": (host.plate or host.vin) if host is not None else None,
            **_contact(problem, job),
            **_standing(work, problem, head, clocks[problem.document_id]),
        }
        for problem, head, number, code, job, host in rows
    ]


def _clocks(work: Work, ids: list[int]) -> dict[int, list[ProblemClock]]:
    found: dict[int, list[ProblemClock]] = defaultdict(list)
    query = select(ProblemClock).where(ProblemClock.problem_id.in_(ids)).order_by(ProblemClock.id)
    for row in work.session.scalars(query):
        found[row.problem_id].append(row)
    return found


def _standing(
    work: Work, problem: InstallationProblem, head: Document, clocks: list[ProblemClock]
) -> dict[str, Any]:
    """Return where a problem stands, and what of it is due next."""
    shown = [clock_shown(work, row) for row in clocks]
    running = [one for one in shown if one["ended_at"] is None and one["due_at"] is not None]
    due = [one for one in running if one["state"] in _RUNNING]
    return {
        "id": head.id,
        "description": problem.description,
        "severity": problem.severity,
        "urgency": problem.urgency,
        "customer_class": problem.customer_class,
        "raised_at": problem.raised_at,
        "state": head.state,
        "says": _(work.flow_of(head).state(head.state).label),
        "next": min(due, key=lambda one: one["due_at"], default=None),
        "clocks": shown,
    }


def _contact(problem: InstallationProblem, job: Job | None) -> dict[str, str | None]:
    """Return whom the installer has to call: he needs it until the problem is put right, even if the job is done (INS-14)."""
    if job is None:
        return {"owner": None, "phone": None}
    if problem.state == "done":
        return {"owner": None, "phone": scope.masked(job.phone)}
    return {"owner": job.owner, "phone": job.phone}


def clock_shown(work: Work, row: ProblemClock) -> dict[str, Any]:
    """Return a clock as it stands now: one that ran out since it was looked at is late already."""
    left = _left(row.due_at, work.now) if row.due_at is not None and row.ended_at is None else None
    state = BREACHED if row.state == OPEN and left is not None and left < 0 else row.state
    late = -left if left is not None and left < 0 and state == BREACHED else row.late_seconds
    return {
        "metric": row.metric,
        "title": _(METRICS[row.metric]),
        "state": state,
        "says": _(CLOCK_STATES[state]),
        "start_at": row.start_at,
        "due_at": row.due_at,
        "ended_at": row.ended_at,
        "left_seconds": left,
        "late_seconds": late,
        "tender_due_at": row.tender_due_at,
        "tender_met": row.tender_met,
    }


def _left(due_at: datetime, now: datetime) -> int:
    """Return the whole seconds that are left, fewer than none when it is late (CAL-03)."""
    return int((due_at - now).total_seconds())


@question("installation_problem.clocks", schema=schemas.ProblemQuestion, roles=EVERYBODY)
def explain(work: Work, *, problem: InstallationProblem) -> dict[str, Any]:
    """Return where each clock of a problem stands, with the profile's version and every step (CAL-12)."""
    _level, profile = level_of(work, problem)
    query = select(ProblemClock, Document.number).outerjoin(Document, Document.id == ProblemClock.event_id)
    rows = work.session.execute(
        query.where(ProblemClock.problem_id == problem.document_id).order_by(ProblemClock.id)
    )
    clocks = [{**clock_shown(work, row), "event": number, "trace": row.trace} for row, number in rows]
    return {"problem": problem.document.number, "profile": profile, "clocks": clocks}


def state_now(work: Work) -> Any:
    """Return a clock's state as SQL sees it now: one that ran out since it was looked at is late already."""
    return case(
        (and_(ProblemClock.state == OPEN, ProblemClock.due_at < work.now), BREACHED), else_=ProblemClock.state
    )
