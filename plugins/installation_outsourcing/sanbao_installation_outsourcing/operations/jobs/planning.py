"""Planning the work of a lot: which vehicles, on which days, and under which contract after all (INS-06, INS-22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update

from sanbao.calendar.seed import load
from sanbao.competence import Assignment
from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Office, Party, Product, Site
from sanbao_installation_outsourcing import providers
from sanbao_installation_outsourcing.errors.jobs import ContractEnded, MoreThanLot, NoPerDay, NothingToDo
from sanbao_installation_outsourcing.kinds.contracts import WORK_OVER
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import Contract, Job, Lot
from sanbao_installation_outsourcing.operations.jobs.marks import follow_orders, mark, write
from sanbao_installation_outsourcing.operations.jobs.selecting import (
    chosen,
    jobs_query,
    lot_of,
    words,
)
from sanbao_installation_outsourcing.operations.jobs.vehicles import (
    CHUNK,
    Meant,
    record,
    refuse,
    vehicles_of,
)
from sanbao_installation_outsourcing.rules import quota
from sanbao_installation_outsourcing.schemas import jobs as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: A vehicle whose job is at one of these may get another one.
FREE = ("removed", "cancelled")


@operation("job.plan", title=N_("Plan vehicles"), schema=schemas.JobPlan, roles=KEEPERS)
def plan(
    work: Work,
    *,
    contract: Contract,
    lot: str,
    jobs: Sequence[dict[str, Any]],
    centre: Office | None = None,
    site: Site | None = None,
    client: Party | None = None,
    product: Product | None = None,
) -> dict[str, Any]:
    """Put vehicles on a lot's list, one job each (安装任务); every row that is wrong is named at once (INS-01, INS-22).

    Where the installer's kind does not do such work, the answer warns of it (PTY-07): sending him out is refused.
    """
    refuse_ended(work, contract)
    found = lot_of(work, contract, lot)
    meant, doubtful = vehicles_of(work, jobs)
    refuse([*doubtful, *_planned_already(work, contract, meant)])
    _refuse_too_many(work, found, len(jobs))
    shared = {
        "company_id": work.company.id,
        "contract_id": contract.document_id,
        "lot_id": found.id,
        "party_id": contract.party_id,
        "centre_id": centre.id if centre is not None else found.centre_id,
        "site_id": site.id if site is not None else None,
        "product_id": product.id if product is not None else None,
        "state": "planned",
    }
    own = ("owner", "phone", "sim", "planned_on")
    hosts = record(work, meant, client)
    made = [
        {**shared, **{name: row.get(name) for name in own}, "host_id": host}
        for row, host in zip(jobs, hosts, strict=True)
    ]
    for start in range(0, len(made), CHUNK):
        work.session.execute(insert(Job), made[start : start + CHUNK])
    told = {"contract": contract.document.number, "lot": found.code, "planned": len(made)}
    days = sorted({row.get("planned_on") or work.today for row in jobs})
    said = _against_his_kind(work, contract, days)
    return {**told, "warnings": said} if said else told


def _against_his_kind(work: Work, contract: Contract, days: Sequence[date]) -> list[str]:
    asked = [Assignment(providers.INSTALLATION, contract.party, day) for day in days]
    return list(dict.fromkeys(str(one.reason) for one in providers.against(work, asked)))


def refuse_ended(work: Work, contract: Contract) -> None:
    """Refuse new work under a contract that has ended."""
    if contract.document.closed_at is not None or contract.state in WORK_OVER:
        label = work.state_label(contract.document, contract.document.state)
        raise ContractEnded(contract=contract.document.number, state=label)


def _refuse_too_many(work: Work, lot: Lot, more: int) -> None:
    query = select(func.count()).where(Job.lot_id == lot.id, Job.state.not_in(FREE))
    planned = work.session.scalar(query) or 0
    if planned + more > lot.quantity:
        raise MoreThanLot(lot=lot.code, quantity=lot.quantity, planned=planned, more=more)


def _planned_already(work: Work, contract: Contract, meant: Sequence[Meant]) -> list[Problem]:
    """Say which of the vehicles are on the contract's list already."""
    ids = [one.known.id for one in meant if one.known is not None]
    busy: set[int | None] = set()
    for start in range(0, len(ids), CHUNK):
        query = select(Job.host_id).where(
            Job.contract_id == contract.document_id,
            Job.host_id.in_(ids[start : start + CHUNK]),
            Job.state.not_in(FREE),
        )
        busy |= set(work.session.scalars(query))
    said = N_("{vehicle} is on the list of {contract} already.")
    return [
        one.problem("plate", said, vehicle=one.code, contract=contract.document.number)
        for one in meant
        if one.known is not None and one.known.id in busy
    ]


@operation("job.schedule", title=N_("Plan the days"), schema=schemas.JobSchedule, roles=KEEPERS)
def schedule(
    work: Work,
    *,
    contract: Contract,
    lot: str,
    start: date,
    centre: Office | None = None,
    per_day: int | None = None,
) -> dict[str, Any]:
    """Spread what has no day yet over working days, so many a day as the quota wants (INS-06)."""
    found = lot_of(work, contract, lot)
    daily = per_day or found.daily_quota or work.setting("outsourcing_daily_quota")
    if not daily:
        raise NoPerDay(lot=found.code)
    query = jobs_query(work, Job.id).where(
        Job.lot_id == found.id, Job.planned_on.is_(None), Job.state == "planned"
    )
    if centre is not None:
        query = query.where(Job.centre_id == centre.id)
    ids = list(work.session.scalars(query.order_by(Job.centre_id, Job.id)))
    if not ids:
        raise NothingToDo(states=words(["planned"]))
    calendar = load(work.connection, work.company.id, work.company.calendar)
    days = quota.spread(len(ids), daily, start, calendar)
    _write_days(work, list(_day_of_each(ids, days)))
    return {
        "planned": len(ids),
        "days": len(days),
        "first": days[0][0],
        "last": days[-1][0],
        "due_on": found.due_on,
        "in_time": found.due_on is None or days[-1][0] <= found.due_on,
        "unknown_years": list(calendar.unknown_years(start, days[-1][0])),
    }


def _day_of_each(ids: Sequence[int], days: Sequence[tuple[date, int]]) -> Iterator[dict[str, Any]]:
    position = 0
    for day, count in days:
        for key in ids[position : position + count]:
            yield {"key": key, "day": day}
        position += count


def _write_days(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    table = Job.__table__
    statement = (
        update(table).where(table.c.id == bindparam("key")).values(planned_on=bindparam("day"))  # type: ignore[arg-type]
    )
    for start in range(0, len(rows), CHUNK):
        work.session.connection().execute(statement, rows[start : start + CHUNK])
    work.session.expire_all()


@operation("job.cancel", title=N_("Take vehicles off the list"), schema=schemas.Cancelling, roles=KEEPERS)
def cancel(work: Work, *, reason: str, **asked: Any) -> dict[str, Any]:
    """Take vehicles off the list on which nothing was installed yet; the job and the reason stay on record."""
    found = chosen(work, ("planned", "assigned"), **asked)
    write(work, found, state="cancelled")
    mark(work, found, "cancelled", work.today, notes={job.id: reason for job in found})
    follow_orders(work, [job.order_id for job in found])
    return {"cancelled": len(found)}


@operation("job.unassign", title=N_("Take the assignment back"), schema=schemas.Cancelling, roles=KEEPERS)
def unassign(work: Work, *, reason: str, **asked: Any) -> dict[str, Any]:
    """Take vehicles off an order that has not been done, so that they can be assigned anew (INS-22)."""
    found = chosen(work, ("assigned",), **asked)
    orders = [job.order_id for job in found]
    write(work, found, state="planned", order_id=None, assigned_on=None, person=None)
    mark(work, found, "unassigned", work.today, notes={job.id: reason for job in found})
    follow_orders(work, orders)
    return {"unassigned": len(found)}
