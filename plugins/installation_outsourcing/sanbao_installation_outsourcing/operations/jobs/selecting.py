"""Which jobs are meant: chosen by contract, order, lot, centre, day or vehicle, in a few queries however many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, select

from sanbao.database.lookups import each_of
from sanbao.database.pages import pages
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.registry.models import Host, Office
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.jobs import NothingToDo
from sanbao_installation_outsourcing.kinds.jobs import JOB_STATES
from sanbao_installation_outsourcing.models import Contract, InstallationOrder, Job, Lot

if TYPE_CHECKING:
    from sanbao.work import Work


def lot_of(work: Work, contract: Contract, code: str) -> Lot:
    """Return a contract's lot by its code."""
    query = select(Lot).where(Lot.contract_id == contract.document_id, Lot.code == code)
    lot = work.session.scalars(query).one_or_none()
    if lot is None or lot.is_dropped:
        raise NotFound(what=_(N_("lot")), key=code)
    return lot


def jobs_query(work: Work, *columns: Any) -> Select[Any]:
    """Return the query for jobs that are within what the person is bound to."""
    query = select(*(columns or (Job,))).where(Job.company_id == work.company.id)
    return scope.of(work).narrow(query, Job.party_id, Job.centre_id)


def narrowed(
    work: Work,
    query: Select[Any],
    *,
    contract: Contract | None = None,
    order: InstallationOrder | None = None,
    lot: str | None = None,
    centre: Office | None = None,
    from_day: date | None = None,
    until: date | None = None,
    vehicles: Sequence[str] = (),
) -> Select[Any]:
    """Narrow a query for jobs to those that were asked for; single vehicles are looked at by :func:`chosen`."""
    if contract is not None:
        query = query.where(Job.contract_id == contract.document_id)
    if order is not None:
        query = query.where(Job.order_id == order.document_id)
    if contract is not None and lot is not None:
        query = query.where(Job.lot_id == lot_of(work, contract, lot).id)
    if centre is not None:
        query = query.where(Job.centre_id == centre.id)
    if from_day is not None:
        query = query.where(Job.planned_on >= from_day)
    return query.where(Job.planned_on <= until) if until is not None else query


def chosen(
    work: Work, states: Collection[str], *, path: str = "vehicles", vehicles: Sequence[str] = (), **asked: Any
) -> list[Job]:
    """Return the jobs that are meant and in one of these states, locked; every vehicle that is wrong is named at once."""
    query = narrowed(work, jobs_query(work), **asked)
    if vehicles:
        return _named(work, query, states, path, vehicles)
    found = list(work.session.scalars(_locked(query.where(Job.state.in_(states)))))
    if not found:
        raise NothingToDo(states=words(states))
    return found


def words(states: Iterable[str]) -> str:
    """Return states as people call them."""
    return _(N_(", ")).join(_(JOB_STATES[one]) for one in states)


def _locked(query: Select[Any]) -> Select[Any]:
    return query.order_by(Job.id).with_for_update(of=Job).execution_options(populate_existing=True)


def _named(
    work: Work, query: Select[Any], states: Collection[str], path: str, vehicles: Sequence[str]
) -> list[Job]:
    by_name = jobs_by_vehicle(work, query, vehicles)
    problems: list[Problem] = []
    found: dict[int, Job] = {}
    for position, name in enumerate(vehicles):
        known = by_name.get(plain(name), [])
        fitting = [one for one in known if one.state in states]
        where = path.format(position) if "{}" in path else f"{path}.{position}"
        if not known:
            problems.append(
                Problem(where, N_("There is no job for the vehicle {vehicle}."), {"vehicle": name})
            )
        elif not fitting:
            said = N_("The job of {vehicle} is: {state}.")
            problems.append(Problem(where, said, {"vehicle": name, "state": words([known[-1].state])}))
        elif fitting[-1].id in found:
            problems.append(Problem(where, N_("{vehicle} is named twice."), {"vehicle": name}))
        else:
            found[fitting[-1].id] = fitting[-1]
    if problems:
        raise Invalid(problems)
    return list(found.values())


def plain(vehicle: str) -> str:
    """Return a plate or VIN as it is compared: in capitals, without blanks and points.

    >>> plain("豫a·12345 ")
    '豫A12345'
    """
    name = vehicle.upper()
    return name if name.isalnum() else "".join(letter for letter in name if letter.isalnum())


def jobs_by_vehicle(work: Work, query: Select[Any], vehicles: Sequence[str]) -> dict[str, list[Job]]:
    """Return the jobs under each name by which a vehicle may be called: plate, VIN or code; the newest last."""
    by_host: dict[int, set[str]] = {}
    for host in hosts_named(work, vehicles):
        names = {plain(name) for name in (host.plate, host.vin, host.code) if name}
        by_host[host.id] = names
    found: dict[str, list[Job]] = {}
    for page in pages(by_host):
        for job in work.session.scalars(_locked(query.where(Job.host_id.in_(page)))):
            for name in by_host[job.host_id or 0]:
                found.setdefault(name, []).append(job)
    return found


def hosts_named(work: Work, vehicles: Iterable[str]) -> list[Row[Any]]:
    """Return the vehicles of these plates, VINs or codes, as they are written or in plain capitals."""
    spellings = sorted({one for name in vehicles for one in (name, plain(name))})
    found: dict[int, Row[Any]] = {}
    query: Any = select(Host.id, Host.code, Host.plate, Host.vin, Host.party_id).where(
        Host.company_id == work.company.id
    )
    for page in pages(spellings):
        # One statement for each name: asked for any of the three at once, SQLite reads every vehicle of the company.
        for name in (Host.code, Host.plate, Host.vin):
            asked = each_of(work.connection, query, name, page)
            found.update({row.id: row for row in work.session.execute(asked)})
    return list(found.values())
