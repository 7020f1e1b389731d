"""What installers bring back: units in vehicles with photos, units put right, and days on which nobody came (INS-08, INS-22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import sets
from sanbao.database.pages import pages
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Host, Unit
from sanbao.registry.operations.acceptance import refuse_incomplete
from sanbao.registry.operations.milestones import record_milestone, refuse_contradiction
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.jobs import EvidenceMissing
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import HindranceRecord, InstallationOrder, Job, Terminal
from sanbao_installation_outsourcing.operations.jobs.bringing import not_his, units_brought
from sanbao_installation_outsourcing.operations.jobs.marks import (
    day_of,
    follow_orders,
    keep_file,
    keep_photos,
    mark,
    step_of,
)
from sanbao_installation_outsourcing.operations.jobs.pieces import (
    open_terminals,
    pieces_of,
    units_of,
)
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen
from sanbao_installation_outsourcing.postings import jobs as postings
from sanbao_installation_outsourcing.rules.delays import CLIENTS
from sanbao_installation_outsourcing.schemas import orders as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

FIELD = (*KEEPERS, "installer")
OPEN = {"open": "open", "notified": "notified", "done": "done"}


@operation(
    "installation_order.install",
    title=N_("Record what was installed"),
    on=InstallationOrder,
    schema=schemas.Installation,
    roles=FIELD,
)
def install(work: Work, order: InstallationOrder, *, lines: Sequence[dict[str, Any]]) -> InstallationOrder:
    """Record terminals in vehicles with their photos (安装登记表, F-22): they leave the installer's place (SPR-07)."""
    jobs = _jobs_or_all_that_is_wrong(work, order, lines)
    days = [day_of(work, line.get("installed_on"), f"lines.{n}.installed_on") for n, line in enumerate(lines)]
    units, held = units_brought(work, order, jobs, [line["serial"] for line in lines])
    kept = keep_photos(work, order.document, jobs, lines, max(days))
    _done(work, order, jobs, lines, days, units)
    _into_vehicles(work, order, jobs, units)
    _goods_into_vehicles(work, order, held, max(days), step_of(work, jobs[0]))
    for day in sorted(set(days)):
        same = [(job, line) for job, line, one in zip(jobs, lines, days, strict=True) if one == day]
        notes = {job.id: line.get("note") for job, line in same}
        mark(work, [job for job, _line in same], "installed", day, notes=notes, attachments=kept)
    return order


def _done(
    work: Work,
    order: InstallationOrder,
    jobs: Sequence[Job],
    lines: Sequence[dict[str, Any]],
    days: Sequence[date],
    units: Sequence[Unit],
) -> None:
    """Write down of each job who did it when, and with which terminal."""
    alone = order.people[0] if len(order.people) == 1 else None
    fresh = {"state": "installed", "passed": None, "fault": None}
    rows = [
        {
            **fresh,
            "unit_id": unit.id,
            "installed_on": day,
            "completed_on": day,
            "person": line.get("person") or alone,
        }
        for line, day, unit in zip(lines, days, units, strict=True)
    ]
    sets.write_each(work, list(zip(jobs, rows, strict=True)))


def _jobs(
    work: Work, order: InstallationOrder, lines: Sequence[dict[str, Any]], states: Sequence[str]
) -> list[Job]:
    names = [line["vehicle"] for line in lines]
    return chosen(work, states, path="lines.{}.vehicle", order=order, vehicles=names)


def _jobs_or_all_that_is_wrong(
    work: Work, order: InstallationOrder, lines: Sequence[dict[str, Any]]
) -> list[Job]:
    """Return the jobs of these lines; where a vehicle is wrong, the terminals that are wrong are named with it."""
    try:
        return _jobs(work, order, lines, ("assigned",))
    except Invalid as error:
        if not work.setting("outsourcing_count_terminals"):
            raise
        serials = [line["serial"] for line in lines]
        known = units_of(work, serials)
        held = open_terminals(work, [unit.id for unit in known.values()], order.party_id)
        raise Invalid([*error.problems, *not_his(order, serials, known, held)]) from None


def _into_vehicles(work: Work, order: InstallationOrder, jobs: Sequence[Job], units: Sequence[Unit]) -> None:
    """Write the installation into the units' service files, and tell the plugins once per day (DLV-11)."""
    owners = _owners(work, jobs)
    rows: list[tuple[Unit, dict[str, Any]]] = []
    by_day: dict[date, list[Unit]] = {}
    for job, unit in zip(jobs, units, strict=True):
        assert job.installed_on is not None  # noqa: S101 - set by the caller
        refuse_contradiction(unit, installed_on=job.installed_on)
        told = {
            "host_id": job.host_id,
            "site_id": job.site_id,
            "installer_id": order.party_id,
            "customer_id": owners[job.host_id] or unit.customer_id,
            "state": "in_use",
            "installed_on": job.installed_on,
        }
        rows.append((unit, told))
        by_day.setdefault(job.installed_on, []).append(unit)
    sets.write_each(work, rows)
    refuse_incomplete(work, units)
    for day, some in sorted(by_day.items()):
        record_milestone(work, some, "installed", day)


def _owners(work: Work, jobs: Sequence[Job]) -> dict[int | None, int | None]:
    """Return whose each vehicle is."""
    found: dict[int | None, int | None] = {}
    for page in pages(jobs):
        query = select(Host.id, Host.party_id).where(Host.id.in_([job.host_id for job in page]))
        found.update({host: party for host, party in work.session.execute(query)})  # noqa: C416 - rows are no pairs
    return found


def _goods_into_vehicles(
    work: Work, order: InstallationOrder, found: Sequence[Terminal], on: date, step: str
) -> None:
    if not found:
        return
    to = postings.To(postings.VEHICLE)
    said = N_("{count} terminals installed, {document}")
    postings.moved(work, order.document, on, f"install:{step}", said, pieces_of(found), to)
    sets.write(work, found, {"state": "installed", "ended_on": on})


@operation(
    "installation_order.rework",
    title=N_("Record the rework"),
    on=InstallationOrder,
    schema=schemas.Rework,
    roles=FIELD,
)
def rework(work: Work, order: InstallationOrder, *, lines: Sequence[dict[str, Any]]) -> InstallationOrder:
    """Record that failed units were put right (返工): the day of the rework is when they are complete (INS-09)."""
    jobs = _jobs(work, order, lines, ("rework",))
    days = [day_of(work, line.get("reworked_on"), f"lines.{n}.reworked_on") for n, line in enumerate(lines)]
    kept = keep_photos(work, order.document, jobs, lines, max(days))
    problems = [
        Problem(
            f"lines.{n}.reworked_on",
            N_("{day} lies before the inspection of {inspected}."),
            {"day": day, "inspected": job.inspected_on},
        )
        for n, (job, day) in enumerate(zip(jobs, days, strict=True))
        if job.inspected_on is not None and day < job.inspected_on
    ]
    if problems:
        raise Invalid(problems)
    rows = [{"state": "installed", "completed_on": day, "passed": None} for day in days]
    sets.write_each(work, list(zip(jobs, rows, strict=True)))
    notes = {job.id: line.get("note") for job, line in zip(jobs, lines, strict=True)}
    for day in sorted(set(days)):
        same = [job for job, one in zip(jobs, days, strict=True) if one == day]
        mark(work, same, "reworked", day, notes=notes, attachments=kept)
    follow_orders(work, [order.document_id])
    return order


@operation(
    "installation_order.no_vehicles",
    title=N_("No vehicles came"),
    on=InstallationOrder,
    schema=schemas.NoVehicles,
    roles=FIELD,
)
def no_vehicles(
    work: Work,
    order: InstallationOrder,
    *,
    available: int,
    what: str | None = None,
    photo: dict[str, Any] | None = None,
) -> HindranceRecord:
    """Log that fewer vehicles came than planned, or none: the quota falls, and a day without any is excused (INS-06, INS-22).

    The installer proves it with a photo; it counts once one of our own people confirmed it.
    """
    is_his = scope.of(work).party_id is not None
    if available > order.jobs_count:
        said = N_("Only {count} vehicles were planned for this order.")
        raise Invalid([Problem("available", said, {"count": order.jobs_count})])
    if is_his and photo is None:
        raise EvidenceMissing()
    kept = keep_file(work, order.document, photo, "evidence") if photo is not None else None
    said = N_("{available} of {count} vehicles came")
    told = in_language(work.company.locale, said, available=available, count=order.jobs_count)
    record = HindranceRecord(
        company_id=work.company.id,
        contract_id=order.contract_id,
        lot_id=order.lot_id,
        order_id=order.document_id,
        party_id=order.party_id,
        cause=CLIENTS,
        start_on=order.planned_on,
        end_on=order.planned_on,
        what=": ".join(part for part in (told, what) if part),
        state="logged",
        attachment_id=kept.id if kept is not None else None,
        reported_at=work.now,
        reported_by_id=work.user.id,
    )
    work.session.add(record)
    work.session.flush()
    order.available = available
    if not is_his:
        record.confirmed_by_id = work.user.id
        record.state = "confirmed" if available == 0 else "counted"
    work.note(order.document, note=record.what)
    return record


def installed_goods(work: Work, unit_ids: Iterable[int]) -> list[Terminal]:
    """Return the terminals of these units that were installed from an installer's place, the last row of each."""
    query = select(Terminal).where(Terminal.unit_id.in_(list(unit_ids)), Terminal.state == "installed")
    found = {one.unit_id: one for one in work.session.scalars(query.order_by(Terminal.id))}
    return list(found.values())
