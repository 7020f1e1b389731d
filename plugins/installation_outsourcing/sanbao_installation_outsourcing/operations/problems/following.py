"""The clocks of problems follow what happened: read in a few queries, judged by the rules, written down with their deadlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar.seed import load
from sanbao.decision import to_json
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DeadlineRecord, Document
from sanbao_installation_outsourcing import agreed, service_levels
from sanbao_installation_outsourcing.models import (
    Contract,
    HindranceRecord,
    InstallationProblem,
    ProblemClock,
    ProblemEvent,
    ProblemHold,
)
from sanbao_installation_outsourcing.operations.problems.breaching import Breach, follow_breaches
from sanbao_installation_outsourcing.operations.problems.concerned import problems_of_papers
from sanbao_installation_outsourcing.rules import response
from sanbao_installation_outsourcing.rules.delays import Hindrance
from sanbao_installation_outsourcing.rules.service_levels import RAISED, ServiceLevel, Tier

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a deadline of a clock is called: this and the metric.
DEADLINE = "response_"
_KEPT = ("state", "start_at", "due_at", "ended_at", "late_seconds", "tender_due_at", "tender_met")


def follow(work: Work, problems: Sequence[InstallationProblem]) -> None:
    """Write down where each clock of these problems stands now, and what its breach leads to (INS-11, SLA-04)."""
    work.session.flush()
    told = _Told(work, problems)
    standing = _by_problem(work, ProblemClock, problems)
    breaches = []
    for problem in problems:
        level, profile = level_of(work, problem)
        rows = {row.metric: row for row in standing[problem.document_id]}
        facts = told.facts(problem, level)
        for clock in response.clocks(level, tier_of(problem), facts, work.now, told.calendar, profile):
            row = rows.pop(clock.line.metric, None) or _new(work, problem, clock)
            _write(row, clock, is_void=problem.state == VOID)
            breaches.append(Breach(problem, row, clock))
        for row in rows.values():  # a line that fits the problem no longer
            row.state, row.due_at, row.late_seconds = response.NOT_NEEDED, None, 0
            breaches.append(Breach(problem, row, None))
    work.session.flush()
    _follow_deadlines(work, problems)
    follow_breaches(work, breaches)


def tier_of(problem: InstallationProblem) -> Tier:
    """Return which tier of a service level a problem falls under (SLA-10)."""
    return Tier(problem.severity, problem.urgency, problem.customer_class)


def level_of(work: Work, problem: InstallationProblem) -> tuple[ServiceLevel, str]:
    """Return the service level that binds a problem, with its profile's version (CAL-09)."""
    key = ("outsourcing_level", problem.contract_id, problem.contract_version)
    if key not in work.cache:
        contract = work.session.get_one(Contract, problem.contract_id)
        (version,) = [
            one for one in agreed.all_versions(work, contract) if one.version == problem.contract_version
        ]
        work.cache[key] = (service_levels.kept(version.terms), service_levels.profile_of(version.terms))
    found: tuple[ServiceLevel, str] = work.cache[key]
    return found


class _Told:
    """What is on record of a set of problems, read at once."""

    def __init__(self, work: Work, problems: Sequence[InstallationProblem]) -> None:
        self.calendar = load(work.connection, work.company.id, work.company.calendar)
        self.events = _by_problem(work, ProblemEvent, problems)
        self.holds = _by_problem(work, ProblemHold, problems)
        contracts = {problem.contract_id for problem in problems}
        self.lost: dict[int, list[HindranceRecord]] = defaultdict(list)
        query = select(HindranceRecord).where(
            HindranceRecord.contract_id.in_(contracts), HindranceRecord.state == "confirmed"
        )
        for one in work.session.scalars(query.order_by(HindranceRecord.id)):
            self.lost[one.contract_id].append(one)

    def facts(self, problem: InstallationProblem, level: ServiceLevel) -> response.Facts:
        """Return what the rules have to know of a problem."""
        events = {one.event: one.happened_at for one in self.events[problem.document_id]}
        holds = [
            response.Relief("SLA-12", one.start_at, one.end_at, one.note, is_hold=True)
            for one in self.holds[problem.document_id]
        ]
        lost = response.reliefs_of(self._lost_of(problem), level.fm_mode, self.calendar)
        return response.Facts({RAISED: problem.raised_at, **events}, (*holds, *lost), problem.appointed_at)

    def _lost_of(self, problem: InstallationProblem) -> list[Hindrance]:
        """Return the confirmed lost days that may touch a problem's clocks (INS-15)."""
        raised_on = problem.raised_at.astimezone(self.calendar.tz).date()
        return [
            Hindrance(one.cause, one.start_on, one.end_on, one.agreed_days, one.what)
            for one in self.lost[problem.contract_id]
            if one.lot_id in (None, problem.lot_id) and one.end_on >= raised_on
        ]


def _by_problem(work: Work, model: Any, problems: Sequence[InstallationProblem]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    query = (
        select(model).where(model.problem_id.in_([one.document_id for one in problems])).order_by(model.id)
    )
    for row in work.session.scalars(query):
        found[row.problem_id].append(row)
    return found


def _new(work: Work, problem: InstallationProblem, clock: response.Clock) -> ProblemClock:
    row = ProblemClock(company_id=work.company.id, problem_id=problem.document_id, metric=clock.line.metric)
    work.session.add(row)
    return row


def _write(row: ProblemClock, clock: response.Clock, *, is_void: bool) -> None:
    for name in _KEPT:
        setattr(row, name, getattr(clock, name))
    row.elapsed_seconds = int(clock.elapsed.total_seconds()) if clock.elapsed is not None else None
    row.trace = to_json(list(clock.steps))
    if is_void:
        row.state, row.late_seconds = response.NOT_NEEDED, 0


def _follow_deadlines(work: Work, problems: Sequence[InstallationProblem]) -> None:
    """Let each clock that runs stand among what is due, so that it is seen, and noted when it is missed."""
    ids = [one.document_id for one in problems]
    records: dict[tuple[int, str], DeadlineRecord] = {
        (one.document_id, one.kind): one
        for one in work.session.scalars(select(DeadlineRecord).where(DeadlineRecord.document_id.in_(ids)))
    }
    for row in work.session.scalars(select(ProblemClock).where(ProblemClock.problem_id.in_(ids))):
        key = (row.problem_id, DEADLINE + row.metric)
        record = records.get(key)
        if row.due_at is None or (row.state == response.NOT_NEEDED and record is None):
            if record is not None and record.met_at is None:
                work.session.delete(record)
            continue
        if record is None:
            record = DeadlineRecord(company_id=work.company.id, document_id=key[0], kind=key[1])
            work.session.add(record)
        _keep(work, record, row, row.due_at)


def _keep(work: Work, record: DeadlineRecord, row: ProblemClock, due_at: datetime) -> None:
    # Noted as missed it stays so while nothing has changed: a clock may rest, overnight, at the end of its time.
    same = record.due_at == due_at and row.ended_at is None
    record.missed_at = due_at if row.late_seconds else record.missed_at if same else None
    record.due_at, record.met_at = due_at, row.ended_at
    if row.state == response.NOT_NEEDED:
        record.met_at = record.met_at or work.now
    record.reckoning = {"since": row.start_at.isoformat() if row.start_at is not None else None}


def follow_undone(work: Work, documents: Sequence[Document]) -> None:
    """Take back what rested on problems that were voided."""
    undone = [one.id for one in documents if one.kind == "installation_problem" and one.state == VOID]
    if undone:
        follow(work, problems_of_papers(work, undone))


def note_missed(work: Work, deadlines: Sequence[DeadlineRecord]) -> None:
    """Note which clocks ran out, once the worker has seen that their deadline was missed (INS-11)."""
    papers = {one.document_id for one in deadlines if one.kind.startswith(DEADLINE)}
    missed = problems_of_papers(work, papers) if papers else []
    if missed:
        work.do("installation_problem.reckon", subject=missed)
