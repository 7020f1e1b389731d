"""How fast installers answer: of each promise how many were kept, by firm and by centre (INS-11, KPI-06)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, case, func

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Office, Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import Contract, InstallationProblem, ProblemClock
from sanbao_installation_outsourcing.operations.problems.asking import state_now
from sanbao_installation_outsourcing.rules.punctuality import on_time_rate
from sanbao_installation_outsourcing.rules.service_levels import METRICS
from sanbao_installation_outsourcing.schemas import problems as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a clock came to, as the report counts it; best effort is neither kept nor broken.
OUTCOMES = ("met", "excused", "breached", "best_effort", "open")


@question("installation_problem.response", schema=schemas.ResponseQuestion, roles=EVERYBODY)
def measure(
    work: Work,
    *,
    contract: Contract | None = None,
    centre: Office | None = None,
    party: Party | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Return how many promises were kept or broken, and how long it took on average, by firm and by centre (INS-11)."""
    query = _narrowed(work, contract, centre, party, start, end)
    return {
        "installers": _rows(work, query.join(Party, Party.id == InstallationProblem.party_id), Party),
        "centres": _rows(work, query.join(Office, Office.id == InstallationProblem.centre_id), Office),
    }


def _narrowed(
    work: Work,
    contract: Contract | None,
    centre: Office | None,
    party: Party | None,
    start: date | None,
    end: date | None,
) -> Select[Any]:
    query = (
        _counted(work)
        .select_from(ProblemClock)
        .join(InstallationProblem, InstallationProblem.document_id == ProblemClock.problem_id)
        .join(Document, Document.id == ProblemClock.problem_id)
        .where(ProblemClock.company_id == work.company.id, Document.state != VOID)
    )
    query = scope.of(work).narrow(query, InstallationProblem.party_id, InstallationProblem.centre_id)
    if contract is not None:
        query = query.where(InstallationProblem.contract_id == contract.document_id)
    if centre is not None:
        query = query.where(InstallationProblem.centre_id == centre.id)
    if party is not None:
        query = query.where(InstallationProblem.party_id == party.id)
    if start is not None:
        query = query.where(InstallationProblem.raised_at >= _midnight(work, start))
    return (
        query
        if end is None
        else query.where(InstallationProblem.raised_at < _midnight(work, end + timedelta(days=1)))
    )


def _midnight(work: Work, day: date) -> datetime:
    return datetime.combine(day, time(), work.zone)


def _counted(work: Work) -> Select[Any]:
    state = state_now(work)
    counts = [func.count(case((state == name, 1))) for name in OUTCOMES]
    return scope.picked(
        ProblemClock.metric,
        *counts,
        func.count(case((ProblemClock.tender_met.is_(True), 1))),
        func.count(ProblemClock.elapsed_seconds),
        func.sum(ProblemClock.elapsed_seconds),
    )


def _rows(work: Work, query: Select[Any], whose: Any) -> list[dict[str, Any]]:
    query = query.add_columns(whose.code, whose.name).group_by(whose.code, whose.name, ProblemClock.metric)
    found = [_row(*row) for row in work.session.execute(query)]
    order = list(METRICS)
    return sorted(
        (row for row in found if row["count"]), key=lambda row: (row["code"], order.index(row["metric"]))
    )


def _row(metric: str, *counted: Any) -> dict[str, Any]:
    *numbers, code, name = counted
    outcomes = dict(zip(OUTCOMES, numbers, strict=False))
    tender_met, ended, seconds = numbers[len(OUTCOMES) :]
    kept = outcomes["met"] + outcomes["excused"]
    return {
        "code": code,
        "name": name,
        "metric": metric,
        "title": _(METRICS[metric]),
        "count": sum(outcomes.values()),
        **outcomes,
        "met_rate": on_time_rate(kept, outcomes["breached"], 0),
        "tender_met": tender_met,
        "mean_seconds": int(seconds) // ended if ended else None,
    }
