"""Questions about jobs: which there are, how far they are, what an installer has, and how the days went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.calendar.seed import load
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Host, Office, Party, Place, Product, Unit
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.job_kinds import ENDED, JOB_STATES, WATCHERS
from sanbao_installation_outsourcing.models import (
    Contract,
    InstallationOrder,
    InstallerEvent,
    Job,
    Lot,
    Terminal,
)
from sanbao_installation_outsourcing.operations.events.reporting import lots_with_quota, quota_days
from sanbao_installation_outsourcing.operations.jobs.selecting import hosts_named, jobs_query, narrowed
from sanbao_installation_outsourcing.rules import quota as rules
from sanbao_installation_outsourcing.schemas import events as event_schemas
from sanbao_installation_outsourcing.schemas import jobs as schemas
from sanbao_installation_outsourcing.schemas import terminals as terminal_schemas

if TYPE_CHECKING:
    from sanbao.work import Work

EVERYBODY = (*WATCHERS, "installer")
#: What of a job is shown as it stands.
_SHOWN = (
    "planned_on",
    "installed_on",
    "completed_on",
    "inspected_on",
    "passed",
    "fault",
    "client_signed_on",
    "signer",
    "manager_confirmed_on",
    "accepted_on",
    "removed_on",
    "person",
)


@question("job.list", schema=schemas.JobsQuestion, roles=EVERYBODY)
def list_jobs(
    work: Work,
    *,
    after: int,
    limit: int,
    contract: Contract | None = None,
    order: InstallationOrder | None = None,
    centre: Office | None = None,
    state: str | None = None,
    on: date | None = None,
    vehicle: str | None = None,
) -> list[dict[str, Any]]:
    """Return jobs with vehicle, terminal and dates, a page at a time; contact data only while the job is open (INS-14)."""
    query = select(Job, Host, Unit.serial, Lot.code, Office.code, Document.number).where(
        Job.company_id == work.company.id, Job.id > after
    )
    query = (
        scope.of(work)
        .narrow(query, Job.party_id, Job.centre_id)
        .join(Host, Host.id == Job.host_id)
        .join(Lot, Lot.id == Job.lot_id)
        .outerjoin(Unit, Unit.id == Job.unit_id)
        .outerjoin(Office, Office.id == Job.centre_id)
        .outerjoin(Document, Document.id == Job.order_id)
    )
    query = narrowed(work, query, contract=contract, order=order, centre=centre, from_day=on, until=on)
    if state is not None:
        query = query.where(Job.state == state)
    if vehicle is not None:
        query = query.where(Job.host_id.in_([host.id for host in hosts_named(work, [vehicle])]))
    return [_shown(work, *row) for row in work.session.execute(query.order_by(Job.id).limit(limit))]


def _shown(
    work: Work, job: Job, host: Host, serial: str | None, lot: str, centre: str | None, order: str | None
) -> dict[str, Any]:
    return {
        "job": job.id,
        "order": order,
        "lot": lot,
        "centre": centre,
        "plate": host.plate,
        "vin": host.vin,
        "serial": serial,
        "state": job.state,
        "says": _(JOB_STATES[job.state]),
        **{name: getattr(job, name) for name in _SHOWN},
        **contact_of(work, job),
    }


def contact_of(work: Work, job: Job) -> dict[str, str | None]:
    """Return a user's contact data as this person may see them: SIM to few, all of it masked once the job is done (INS-14)."""
    is_open = job.state not in ENDED
    bound = scope.of(work).party_id is not None
    sees_sim = bool(work.user.role_codes & scope.SIM_READERS) or (bound and is_open)
    if bound and not is_open:
        return {"owner": _first_letter(job.owner), "phone": scope.masked(job.phone), "sim": None}
    return {"owner": job.owner, "phone": job.phone, "sim": job.sim if sees_sim else scope.masked(job.sim)}


def _first_letter(name: str | None) -> str | None:
    return name[0] + "*" * (len(name) - 1) if name else name


@question("installer.desk", schema=terminal_schemas.InstallerQuestion, roles=("installer",))
def desk(work: Work) -> dict[str, Any]:
    """Return what an installer has to look after: today's orders, open work, terminals, events, days to be missed (INS-22)."""
    jobs = dict(
        work.session.execute(jobs_query(work, Job.state, func.count()).group_by(Job.state)).tuples().all()
    )
    return {
        "jobs": [
            {"state": state, "says": _(JOB_STATES[state]), "count": jobs[state]}
            for state in JOB_STATES
            if state in jobs
        ],
        "orders": _open_orders(work),
        "terminals": terminal_stock(work),
        "events": open_events(work),
        "warnings": due_lots(work),
    }


def _open_orders(work: Work) -> list[dict[str, Any]]:
    query = (
        select(InstallationOrder, Document.number, Document.state)
        .join(Document, Document.id == InstallationOrder.document_id)
        .where(InstallationOrder.company_id == work.company.id, Document.state.in_(("open", "notified")))
        .order_by(InstallationOrder.planned_on, InstallationOrder.document_id)
        .limit(200)
    )
    query = scope.of(work).narrow(query, InstallationOrder.party_id, InstallationOrder.centre_id)
    return [
        {
            "order": number,
            "state": state,
            "planned_on": one.planned_on,
            "place": one.place,
            "jobs": one.jobs_count,
            "rework_due_on": one.rework_due_on,
        }
        for one, number, state in work.session.execute(query)
    ]


@question("terminal.stock", schema=terminal_schemas.TerminalsQuestion, roles=EVERYBODY)
def stock(
    work: Work, *, contract: Contract | None = None, party: Party | None = None, serial: str | None = None
) -> list[dict[str, Any]]:
    """Return what every installer was given and what became of it: issued = installed + returned + dead + missing + there (SPR-07)."""
    return terminal_stock(work, contract, party, serial)


def terminal_stock(
    work: Work,
    contract: Contract | None = None,
    party: Party | None = None,
    serial: str | None = None,
) -> list[dict[str, Any]]:
    """Return the stock with installers by party, place and product."""
    counted = func.count().label("count")
    query = (
        select(Party.code, Party.name, Place.code, Product.code, Terminal.state, counted)
        .select_from(Terminal)
        .join(Party, Party.id == Terminal.party_id)
        .join(Place, Place.id == Terminal.place_id)
        .join(Product, Product.id == Terminal.product_id)
        .where(Terminal.company_id == work.company.id)
        .group_by(Party.code, Party.name, Place.code, Product.code, Terminal.state)
        .order_by(Party.code, Place.code, Product.code)
    )
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    states = ("installed", "returned", "dead", "missing", "with_installer")
    for code, name, place, product, state, count in work.session.execute(
        _of_terminals(work, query, contract, party, serial)
    ):
        blank = {"party": code, "name": name, "place": place, "product": product, "issued": 0}
        row = rows.setdefault((code, place, product), {**blank, **dict.fromkeys(states, 0)})
        row[state] += count
        row["issued"] += count
    return list(rows.values())


def _of_terminals(
    work: Work, query: Select[Any], contract: Contract | None, party: Party | None, serial: str | None
) -> Select[Any]:
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Terminal.party_id == mine.party_id)
    if mine.centres is not None:
        lots = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(Terminal.contract_id.in_(lots))
    if contract is not None:
        query = query.where(Terminal.contract_id == contract.document_id)
    if party is not None:
        query = query.where(Terminal.party_id == party.id)
    if serial is not None:
        query = query.join(Unit, Unit.id == Terminal.unit_id).where(Unit.serial == serial)
    return query


@question("installer_event.list", schema=event_schemas.EventsQuestion, roles=EVERYBODY)
def list_events(
    work: Work, *, is_open: bool, contract: Contract | None = None, party: Party | None = None
) -> list[dict[str, Any]]:
    """Return events with what the clauses make of them, until when they may be answered, and what was decided."""
    return open_events(work, contract, party, is_open=is_open)


def open_events(
    work: Work, contract: Contract | None = None, party: Party | None = None, *, is_open: bool = True
) -> list[dict[str, Any]]:
    """Return the events that are still open, or all of them."""
    query = (
        select(InstallerEvent, Document, Party.code)
        .join(Document, Document.id == InstallerEvent.document_id)
        .join(Party, Party.id == InstallerEvent.party_id)
        .where(InstallerEvent.company_id == work.company.id)
        .order_by(InstallerEvent.occurred_on, InstallerEvent.document_id)
    )
    query = scope.of(work).narrow(query, InstallerEvent.party_id, InstallerEvent.centre_id)
    if is_open:
        query = query.where(Document.state.not_in(("decided", "rejected", "void")))
    if contract is not None:
        query = query.where(InstallerEvent.contract_id == contract.document_id)
    if party is not None:
        query = query.where(InstallerEvent.party_id == party.id)
    return [
        {
            "event": head.number,
            "party": code,
            "trigger": event.trigger,
            "title": head.title,
            "occurred_on": event.occurred_on,
            "state": head.state,
            "says": _(work.flow_of(head).state(head.state).label),
            "assessed": event.assessed,
            "disputed": event.disputed_amount,
            "answer_due_on": event.answer_due_on,
            "decision": event.decision,
            "decided": _decided(event),
        }
        for event, head, code in work.session.execute(query)
    ]


def _decided(event: InstallerEvent) -> Decimal | None:
    if event.decision is None:
        return None
    if event.decision == "waive":
        return Decimal(0)
    return event.decided_amount if event.decision == "reduce" else event.assessed


def due_lots(work: Work, contract: Contract | None = None) -> list[dict[str, Any]]:
    """Return the lots whose day comes within the company's days of warning, or is over, with what is left to do (INS-09)."""
    ahead = work.today + timedelta(days=work.setting("outsourcing_warning_days"))
    done = func.count(Job.completed_on).filter(Job.state != "rework")
    query = (
        select(Document.number, Party.code, Lot.code, Lot.due_on, Lot.quantity, done)
        .select_from(Lot)
        .join(Document, Document.id == Lot.contract_id)
        .join(Party, Party.id == Document.party_id)
        .outerjoin(Job, (Job.lot_id == Lot.id) & Job.state.not_in(("cancelled", "removed")))
        .where(Lot.company_id == work.company.id, Lot.due_on <= ahead, Lot.is_dropped.is_(False))
        .where(Document.closed_at.is_(None))
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
    """Warn before a date is missed: lots that are due soon, with what is left and how many a day that takes (INS-06, INS-09)."""
    calendar = load(work.connection, work.company.id, work.company.calendar)
    found = []
    for row in due_lots(work, contract):
        days = max(1, calendar.working_days_between(work.today, row["due_on"]))
        found.append({**row, "per_day": rules.planned_days(row["left"], days)})
    return found


@question("installation.progress", schema=schemas.ProgressQuestion, roles=(*WATCHERS, "installer"))
def progress(
    work: Work,
    *,
    contract: Contract | None = None,
    centre: Office | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Return planned, done, accepted and paid units by day and by centre, with a forecast to the year's end (KPI-11)."""
    asked = {"contract": contract, "centre": centre}
    by_day = _by_day(work, asked)
    shown = [
        {"day": day, **counts}
        for day, counts in sorted(by_day.items())
        if (start is None or day >= start) and (end is None or day <= end)
    ]
    total = work.session.scalar(_counted(work, asked, func.count())) or 0
    done = {day: counts["done"] for day, counts in by_day.items() if counts["done"]}
    calendar = load(work.connection, work.company.id, work.company.calendar)
    until = end or work.today.replace(month=12, day=31)
    forecast = rules.forecast(done, total, work.today, max(until, work.today), calendar)
    return {
        "days": shown,
        "centres": _by_centre(work, asked),
        "sums": _sums(shown),
        "forecast": {
            "until": forecast.until,
            "pace": forecast.pace,
            "working_days": forecast.working_days,
            "done": sum(done.values()),
            "expected": forecast.expected,
            "planned": forecast.planned,
            "behind": forecast.behind,
            "ready_on": forecast.ready_on,
        },
    }


#: What is counted on which day of a job.
_DAYS = {"planned": Job.planned_on, "done": Job.completed_on, "accepted": Job.accepted_on}


def _counted(work: Work, asked: Mapping[str, Any], *columns: Any) -> Select[Any]:
    query = jobs_query(work, *columns).select_from(Job).where(Job.state.not_in(("cancelled", "removed")))
    return narrowed(work, query, **asked)


def _by_day(work: Work, asked: Mapping[str, Any]) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    blank = {"planned": 0, "done": 0, "accepted": 0, "paid": 0}
    for name, column in _DAYS.items():
        query = _counted(work, asked, column, func.count()).where(column.is_not(None)).group_by(column)
        if name == "done":
            query = query.where(Job.state != "rework")
        for day, count in work.session.execute(query):
            found.setdefault(day, dict(blank))[name] = count
    for day, count in work.session.execute(_paid(work, asked, Document.dated_on).group_by(Document.dated_on)):
        found.setdefault(day, dict(blank))["paid"] = count
    return found


def _paid(work: Work, asked: Mapping[str, Any], column: Any) -> Select[Any]:
    """Return the query for jobs that a statement pays, by the day of the statement."""
    return _counted(work, asked, column, func.count()).join(Document, Document.id == Job.settlement_id)


def _by_centre(work: Work, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    query = _counted(
        work,
        asked,
        Office.code,
        Office.name,
        func.count(),
        func.count(Job.completed_on).filter(Job.state != "rework"),
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


@question("quota.report", schema=schemas.QuotaQuestion, roles=(*WATCHERS, "installer"))
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
