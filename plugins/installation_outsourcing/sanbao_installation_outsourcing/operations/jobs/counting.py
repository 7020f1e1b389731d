"""How far the work is: warnings before a day is missed, progress with a forecast, days against their quota."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func

from sanbao.calendar.seed import load
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.registry.models import Office, Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.contracts import WORK_OVER
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import (
    Contract,
    Job,
    Lot,
)
from sanbao_installation_outsourcing.operations.contracts import team
from sanbao_installation_outsourcing.operations.events.reporting import lots_with_quota, quota_days
from sanbao_installation_outsourcing.operations.jobs.selecting import jobs_query, narrowed
from sanbao_installation_outsourcing.operations.safety import lacking
from sanbao_installation_outsourcing.operations.surveys.lateness import overdue
from sanbao_installation_outsourcing.rules import quota as rules
from sanbao_installation_outsourcing.rules.outlook import outlook
from sanbao_installation_outsourcing.schemas import asking as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


def due_lots(work: Work, contract: Contract | None = None) -> list[dict[str, Any]]:
    """Return the lots whose day comes within the company's days of warning, or is over, with what is left to do (INS-09)."""
    ahead = work.today + timedelta(days=work.setting("outsourcing_warning_days"))
    done = func.count(Job.completed_on).filter(Job.state != "rework")
    query = (
        scope.picked(Document.number, Party.code, Lot.code, Lot.due_on, Lot.quantity, done)
        .select_from(Lot)
        .join(Document, Document.id == Lot.contract_id)
        .join(Party, Party.id == Document.party_id)
        .outerjoin(Job, (Job.lot_id == Lot.id) & Job.state.not_in(("cancelled", "removed")))
        .where(Lot.company_id == work.company.id, Lot.due_on <= ahead, Lot.is_dropped.is_(False))
        .where(Document.closed_at.is_(None), Document.state.not_in(WORK_OVER))
        .group_by(Document.number, Party.code, Lot.id, Lot.code, Lot.due_on, Lot.quantity)
        .having(done < Lot.quantity)
        .order_by(Lot.due_on, Document.number, Lot.code)
    )
    query = scope.of(work).narrow(query, Document.party_id, Lot.centre_id)
    if contract is not None:
        query = query.where(Lot.contract_id == contract.document_id)
    return [
        {
            "contract": number,
            "party": party,
            "lot": lot,
            "due_on": due_on,
            "days_left": (due_on - work.today).days,
            "left": quantity - finished,
        }
        for number, party, lot, due_on, quantity, finished in work.session.execute(query)
    ]


@question("installation.warnings", schema=schemas.ProgressQuestion, roles=EVERYBODY)
def warnings(
    work: Work,
    *,
    contract: Contract | None = None,
    centre: Office | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[dict[str, Any]]:
    """Warn before a date is missed: lots that are due soon, with what is left and how many a day that takes, work without a safety check, teams that lack persons, and agents nobody surveyed (INS-06, INS-09, INS-18, PTY-08, PTY-09)."""
    calendar = load(work.connection, work.company.id, work.company.calendar)
    found = []
    for row in due_lots(work, contract):
        days = max(1, calendar.working_days_between(work.today, row["due_on"]))
        found.append({"kind": "lot", **row, "per_day": rules.planned_days(row["left"], days)})
    late = overdue(work) if contract is None else []
    unsafe = lacking.warnings(work, contract.document_id if contract is not None else None)
    return [*found, *unsafe, *team.warnings(work, contract), *late]


@question("installation.progress", schema=schemas.WorkQuestion, roles=EVERYBODY)
def progress(
    work: Work,
    *,
    contract: Contract | None = None,
    lot: str | None = None,
    centre: Office | None = None,
    party: Party | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Return planned, done, accepted and paid units by day and by centre, with a forecast to the year's end (KPI-11)."""
    asked = {"contract": contract, "lot": lot, "centre": centre, "party": party}
    by_day = _by_day(work, asked)
    shown = [
        {"day": day, **counts}
        for day, counts in sorted(by_day.items())
        if (start is None or day >= start) and (end is None or day <= end)
    ]
    total = work.session.scalar(counted(work, asked, func.count())) or 0
    done = {day: counts["done"] for day, counts in by_day.items() if counts["done"]}
    calendar = load(work.connection, work.company.id, work.company.calendar)
    until = end or work.today.replace(month=12, day=31)
    forecast = rules.forecast(done, total, work.today, max(until, work.today), calendar)
    plan = {day: counts["planned"] for day, counts in by_day.items() if counts["planned"]}
    quota = _quota_a_day(work, asked)
    months = outlook(
        plan, done, total, work.today, forecast.until, pace=forecast.pace, quota=quota, calendar=calendar
    )
    return {
        "days": shown,
        "months": [
            {
                "month_end": f"{one.last_day:%Y-%m}",
                "planned": one.planned,
                "at_pace": one.at_pace,
                "at_quota": one.at_quota,
            }
            for one in months
        ],
        "centres": _by_centre(work, asked),
        "sums": _sums(shown),
        "forecast": {
            "until": forecast.until,
            "pace": forecast.pace,
            "quota": quota,
            "working_days": forecast.working_days,
            "done": sum(done.values()),
            "expected": forecast.expected,
            "planned": forecast.planned,
            "behind": forecast.behind,
            "ready_on": forecast.ready_on,
        },
    }


#: Work that failed its inspection is not done until it is put right.
IS_DONE = func.count(Job.completed_on).filter(Job.state != "rework")
#: What is counted on which day of a job.
_DAYS = {"planned": Job.planned_on, "done": Job.completed_on, "accepted": Job.accepted_on}


def counted(work: Work, asked: Mapping[str, Any], *columns: Any) -> Select[Any]:
    """Return the query for what is counted of the jobs that were asked for and still stand on a list."""
    query = jobs_query(work, *columns).select_from(Job).where(Job.state.not_in(("cancelled", "removed")))
    party: Party | None = asked.get("party")
    if party is not None:
        query = query.where(Job.party_id == party.id)
    return narrowed(work, query, **{name: value for name, value in asked.items() if name != "party"})


def _quota_a_day(work: Work, asked: Mapping[str, Any]) -> int:
    """Return how many units a day the lots ask for on which work is left, by the company's usual number where a lot says none."""
    open_lots = counted(work, asked, Job.lot_id).where(Job.completed_on.is_(None)).distinct()
    usual = work.setting("outsourcing_daily_quota")
    query = scope.picked(func.coalesce(func.sum(func.coalesce(Lot.daily_quota, usual)), 0))
    return int(work.session.scalar(query.where(Lot.id.in_(open_lots))) or 0)


def _by_day(work: Work, asked: Mapping[str, Any]) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    blank = {"planned": 0, "done": 0, "accepted": 0, "paid": 0}
    for name, column in _DAYS.items():
        query = counted(work, asked, column, func.count()).where(column.is_not(None)).group_by(column)
        if name == "done":
            query = query.where(Job.state != "rework")
        for day, count in work.session.execute(query):
            found.setdefault(day, dict(blank))[name] = count
    for day, count in work.session.execute(_paid(work, asked, Document.dated_on).group_by(Document.dated_on)):
        found.setdefault(day, dict(blank))["paid"] = count
    return found


def _paid(work: Work, asked: Mapping[str, Any], column: Any) -> Select[Any]:
    """Return the query for jobs that a statement pays, by the day of the statement."""
    return counted(work, asked, column, func.count()).join(Document, Document.id == Job.settlement_id)


def _by_centre(work: Work, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    query = counted(
        work,
        asked,
        Office.code,
        Office.name,
        func.count(),
        IS_DONE,
        func.count(Job.accepted_on),
        func.count(Job.settlement_id),
    )
    query = query.outerjoin(Office, Office.id == Job.centre_id)
    rows = work.session.execute(query.group_by(Office.code, Office.name).order_by(Office.code))
    return [
        {
            "centre": code,
            "name": name,
            "planned": planned,
            "done": done,
            "accepted": accepted,
            "paid": paid,
            "left": planned - done,
        }
        for code, name, planned, done, accepted, paid in rows
    ]


def _sums(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    found = {"planned": 0, "done": 0, "accepted": 0, "paid": 0}
    for row in rows:
        for name in found:
            found[name] += row[name]
    return found


@question("quota.report", schema=schemas.QuotaQuestion, roles=EVERYBODY)
def quota(
    work: Work,
    *,
    contract: Contract,
    lot: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[dict[str, Any]]:
    """Return each day of a contract against its daily quota, with the vehicles that were there and why (INS-06)."""
    found: list[dict[str, Any]] = []
    lots: Sequence[Lot] = lots_with_quota(work, contract, lot)
    for one in lots:
        for day in quota_days(work, one):
            if (start is None or day.day >= start) and (end is None or day.day <= end):
                found.append(
                    {
                        "lot": one.code,
                        "day": day.day,
                        "installed": day.installed,
                        "quota": day.quota,
                        "shortfall": day.shortfall,
                        "why": str(day.step.text),
                        "rule": day.step.rule,
                    }
                )
    return found
