"""Putting on record what happened: complaints, damage, breaches, delay and missed quotas (INS-06…13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.calendar.seed import load
from sanbao.documents.models import Document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_installation_outsourcing import agreed, happened
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import Contract, InstallationOrder, InstallerEvent, Job, Lot
from sanbao_installation_outsourcing.operations.events import telling
from sanbao_installation_outsourcing.operations.events.accounting import follow_units
from sanbao_installation_outsourcing.operations.events.delays import LATE, Completed, completed, hindrances_of
from sanbao_installation_outsourcing.operations.events.making import make, verify_now
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen, lot_of
from sanbao_installation_outsourcing.rules import quota
from sanbao_installation_outsourcing.rules.penalties.facts import Happening, happening_to_json
from sanbao_installation_outsourcing.rules.penalties.terms import Completion
from sanbao_installation_outsourcing.schemas import events as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

SHORTFALL = "quota_shortfall"
#: Facts of an event that may still follow the work: nobody has decided on them yet.
UNDECIDED = ("reported", "verified", "notified", "answered", "silent", "disputed", "outgrown")


@operation(
    "installer_event.report",
    title=N_("Report an event"),
    schema=schemas.Report,
    roles=(*KEEPERS, "qc"),
)
def report(
    work: Work,
    *,
    contract: Contract,
    trigger: str,
    description: str,
    units: int,
    serious: bool,
    evidence: Sequence[dict[str, Any]],
    lot: str | None = None,
    vehicle: str | None = None,
    occurred_on: date | None = None,
    matter: str | None = None,
    person: str | None = None,
    **facts: Any,
) -> InstallerEvent:
    """Put on record what an installer did or failed to do (违约事项); whether it costs him anything is said later."""
    telling.refuse_unknown(work, contract, trigger)
    job = job_of(work, contract, vehicle)
    found_lot = lot_of(work, contract, lot) if lot is not None else None
    if found_lot is None and job is not None:
        found_lot = work.session.get_one(Lot, job.lot_id)
    telling.refuse_untold(work, contract, trigger, found_lot, facts)
    event = make(
        work,
        contract,
        trigger,
        day_of(work, occurred_on, "occurred_on"),
        description=description,
        lot=found_lot,
        job=job,
        matter=matter,
        person=person,
        units=units,
        serious=serious,
        **telling.told(facts),
    )
    for given in evidence:
        keep_file(work, event.document, given, "evidence")
    follow_units(work, [event.document])
    return event


def job_of(work: Work, contract: Contract, vehicle: str | None) -> Job | None:
    """Return the job of a vehicle that somebody was sent to; none where no vehicle is named."""
    if vehicle is None:
        return None
    states = ("assigned", "installed", "rework", "passed", "accepted", "removed")
    return chosen(work, states, path="vehicle", contract=contract, vehicles=[vehicle])[0]


@operation(
    "installer_event.check_delay",
    title=N_("Check for delay"),
    schema=schemas.Delay,
    roles=MANAGERS,
    nothing=N_("No lot is late."),
)
def check_delay(work: Work, *, contract: Contract, lot: str | None = None) -> list[InstallerEvent]:
    """Put on record which lots are late, or keep what is on record up to date until somebody decides (INS-09).

    A delay that was decided while it still ran is kept up to date until it ends: it must not run on after the work.
    """
    query = select(Lot).where(Lot.contract_id == contract.document_id, Lot.is_dropped.is_(False))
    lots = [one for one in work.session.scalars(query.order_by(Lot.id)) if lot is None or one.code == lot]
    ended = completed(work, lots)
    waits = _wait_for_acceptance(work, contract)
    standing = _standing_delays(work, contract)
    found = []
    for one in lots:
        last = ended[one.id].accepted_on if waits else ended[one.id].done_on
        is_late = one.due_on is not None and (last or work.today) > one.due_on
        event = standing.get(one.id) or (_late(work, contract, one) if is_late else None)
        if event is not None and (event.document.state in UNDECIDED or _still_runs(event, waits=waits)):
            _keep_current(work, contract, one, event, ended[one.id])
        found += [event] if event is not None and is_late else []
    return found


def _wait_for_acceptance(work: Work, contract: Contract) -> bool:
    """Tell whether a clause on delay counts up to the acceptance rather than to the work itself (INS-09 e)."""
    late = [clause for clause in agreed.terms_in_force(work, contract).clauses if clause.trigger == LATE]
    return any(clause.completion is Completion.ACCEPTED for clause in late)


def _still_runs(event: InstallerEvent, *, waits: bool) -> bool:
    """Tell whether the end of a delay is not on record yet."""
    return ("accepted_on" if waits else "done_on") not in event.facts


def _standing_delays(work: Work, contract: Contract) -> dict[int | None, InstallerEvent]:
    events = happened.events_of(work, contract)
    return {event.lot_id: event for event, _lot in events if event.trigger == LATE}


def _late(work: Work, contract: Contract, lot: Lot) -> InstallerEvent:
    said = N_("Lot {lot} was due on {day}")
    text = in_language(work.company.locale, said, lot=lot.code, day=lot.due_on)
    assert lot.due_on is not None  # noqa: S101 - looked at by the caller
    event = make(work, contract, LATE, lot.due_on, description=text, lot=lot, matter=f"late:{lot.code}")
    verify_now(work, event)
    return event


def _keep_current(work: Work, contract: Contract, lot: Lot, event: InstallerEvent, ended: Completed) -> None:
    told = Happening(
        "",
        LATE,
        event.occurred_on,
        lot=lot.code,
        units=max(1, ended.late_units),
        due_on=lot.due_on,
        done_on=ended.done_on,
        accepted_on=ended.accepted_on,
        never_accepted=ended.accepted_on is None,
        hindrances=hindrances_of(work, contract.document_id, lot.id),
    )
    event.facts = happening_to_json(told)
    work.session.flush()
    reassess(work, contract)


def reassess(work: Work, contract: Contract) -> None:
    """Write what the clauses make of each event beside it; decisions and statements reckon for themselves."""
    assessment = happened.reckon(work, contract, work.today).assessment
    for event, _lot in happened.events_of(work, contract):
        items = assessment.of(happened.key_of(event))
        event.assessed = sum((item.assessed for item in items), Decimal(0))
        _follow_decision(work, event, outgrows=any(item.outgrows for item in items))


def _follow_decision(work: Work, event: InstallerEvent, *, outgrows: bool) -> None:
    """Put an event that grew beyond its decision before the deciders again, and let it be once it does no longer (CAL-10)."""
    if event.document.state == "decided" and outgrows:
        work.set_state(event.document, "outgrown")
        event.document.closed_at = None
    elif event.document.state == "outgrown" and not outgrows:
        work.set_state(event.document, "decided")


@operation(
    "installer_event.check_quota",
    title=N_("Check the daily quota"),
    schema=schemas.Delay,
    roles=MANAGERS,
    nothing=N_("No further day fell short of the quota."),
)
def check_quota(work: Work, *, contract: Contract, lot: str | None = None) -> list[InstallerEvent]:
    """Put on record on which days fewer units were installed than the quota wants, each day once (INS-06)."""
    known = {event.matter for event, _lot in happened.events_of(work, contract) if event.trigger == SHORTFALL}
    found = []
    for one in lots_with_quota(work, contract, lot):
        for day in quota_days(work, one):
            matter = f"quota:{one.code}:{day.day}"
            if not day.shortfall or matter in known:
                continue
            text = in_language(
                work.company.locale,
                N_("{day}: {installed} installed, quota {quota}"),
                day=day.day,
                installed=day.installed,
                quota=day.quota,
            )
            event = make(
                work,
                contract,
                SHORTFALL,
                day.day,
                description=text,
                lot=one,
                matter=matter,
                units=day.shortfall,
            )
            verify_now(work, event)
            found.append(event)
    return found


def lots_with_quota(work: Work, contract: Contract, lot: str | None) -> list[Lot]:
    """Return the lots of a contract that have a daily quota."""
    query = select(Lot).where(
        Lot.contract_id == contract.document_id, Lot.daily_quota.is_not(None), Lot.is_dropped.is_(False)
    )
    return [one for one in work.session.scalars(query.order_by(Lot.id)) if lot is None or one.code == lot]


def quota_days(work: Work, lot: Lot, *, until: date | None = None) -> list[quota.DayResult]:
    """Hold each working day of a lot against its quota, up to its last unit or to today (INS-06).

    A unit counts on the day it was installed, unless its first inspection failed. The last day owes what was left.
    """
    query = (
        select(Job.installed_on, func.count())
        .where(Job.lot_id == lot.id, Job.installed_on.is_not(None), _first_time_right())
        .group_by(Job.installed_on)
    )
    counts = {day: count for day, count in work.session.execute(query) if day is not None}
    brought = _vehicles_brought(work, lot)
    started = [*counts, *brought]
    if not started or lot.daily_quota is None:
        return []
    last = until or _last_day(lot, counts, work.today, max(started))
    days, left = [], lot.quantity
    for day in sorted({*started}):
        installed = counts.get(day, 0)
        left_before, left = left, left - installed
        available = brought.get(day)
        days.append(
            quota.DayCount(
                day,
                installed,
                left_before if available is None and left_before < lot.daily_quota else available,
            )
        )
    calendar = load(work.connection, work.company.id, work.company.calendar)
    return quota.of_days([one for one in days if one.day <= last], lot.daily_quota, calendar, until=last)


def _first_time_right() -> Any:
    """Leave out units whose day of completion is a rework's, and those that wait for one (INS-06 c)."""
    return (Job.completed_on == Job.installed_on) & (Job.state != "rework")


def _vehicles_brought(work: Work, lot: Lot) -> dict[date, int]:
    query = (
        select(InstallationOrder.planned_on, func.sum(InstallationOrder.available))
        .join(Document, Document.id == InstallationOrder.document_id)
        .where(InstallationOrder.lot_id == lot.id, InstallationOrder.available.is_not(None))
        .where(Document.state != "cancelled")
        .group_by(InstallationOrder.planned_on)
    )
    return {day: int(count or 0) for day, count in work.session.execute(query)}


def _last_day(lot: Lot, counts: dict[date, int], today: date, last: date) -> date:
    """Return the day up to which the quota runs: the one that filled the lot, or yesterday while it is not full."""
    if sum(counts.values()) >= lot.quantity:
        return last
    return max(last, date.fromordinal(today.toordinal() - 1))
