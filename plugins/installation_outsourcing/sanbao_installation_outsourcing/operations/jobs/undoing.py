"""What turns out otherwise: an acceptance revoked, a terminal moved to another vehicle, or taken out again (INS-08, INS-13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import sets
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Host, Place, Unit
from sanbao.registry.operations.acceptance import unaccept
from sanbao.registry.operations.milestones import withdraw_milestone
from sanbao_installation_outsourcing.errors.jobs import AlreadyOut
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import Contract, InstallationOrder, Job, Terminal
from sanbao_installation_outsourcing.operations.contracts.client_charges import name_credits
from sanbao_installation_outsourcing.operations.jobs.installing import installed_goods
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, follow_orders, mark, step_of
from sanbao_installation_outsourcing.operations.jobs.pieces import WITH_HIM
from sanbao_installation_outsourcing.operations.jobs.planning import FREE
from sanbao_installation_outsourcing.operations.jobs.reworking import want_rework
from sanbao_installation_outsourcing.operations.jobs.selecting import (
    chosen,
    hosts_named,
    plain,
)
from sanbao_installation_outsourcing.operations.settlements import accruing
from sanbao_installation_outsourcing.postings import jobs as postings
from sanbao_installation_outsourcing.schemas import jobs as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("job.revoke", title=N_("Revoke the acceptance"), schema=schemas.Revocation, roles=MANAGERS)
def revoke(work: Work, *, reason: str, revoked_on: date | None = None, **asked: Any) -> dict[str, Any]:
    """Revoke acceptances that cannot stand, with all that followed: signatures, the units' acceptance, warranties (W-01).

    The installer has to put the work right; what was paid for it already the next statement takes back (INS-08, INS-20).
    The client owes nothing for it again; what was charged already is named, to be credited (DLV-02).
    """
    on = day_of(work, revoked_on, "revoked_on")
    found = chosen(work, ("accepted", "passed"), **asked)
    _refuse_too_early(on, "revoked_on", [job.accepted_on or job.inspected_on for job in found])
    units = _units(work, found)
    standing = [unit for unit in units if unit.accepted_on is not None]
    touched = unaccept(work, standing, reason=reason)["decisions"] if standing else []
    empty = dict.fromkeys(("client_signed_on", "signer", "manager_confirmed_on", "accepted_on"))
    failed = {"state": "rework", "passed": False, "fault": reason, "inspected_on": on}
    sets.write(work, found, {**failed, **empty})
    mark(work, found, "revoked", on, notes={job.id: reason for job in found})
    accruing.follow(work, {job.contract_id for job in found}, on)
    orders = {job.order_id for job in found if job.order_id is not None}
    follow_orders(work, orders)
    for order_id in sorted(orders):
        order = work.session.get_one(InstallationOrder, order_id)
        want_rework(work, order)
        work.note(order.document, note=reason)
    paid = sum(job.settlement_id is not None for job in found)
    credits = name_credits(work, [job.contract_id for job in found])
    return {"revoked": len(found), "paid_already": paid, "decisions": touched, "to_credit": credits}


def _refuse_too_early(on: date, path: str, days: Iterable[date | None]) -> None:
    """Refuse to undo something before the day on which it was done."""
    last = max((day for day in days if day is not None), default=on)
    if on < last:
        said = N_("{day} lies before {last}, the day on which it was done.")
        raise Invalid([Problem(path, said, {"day": on, "last": last})])


def _units(work: Work, jobs: Sequence[Job]) -> list[Unit]:
    ids = [job.unit_id for job in jobs if job.unit_id is not None]
    return list(work.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id)))


@operation("job.move", title=N_("Move to another vehicle"), schema=schemas.Move, roles=KEEPERS)
def move(
    work: Work,
    *,
    contract: Contract,
    vehicle: str,
    reason: str,
    plate: str | None = None,
    vin: str | None = None,
    moved_on: date | None = None,
) -> dict[str, Any]:
    """Record that a terminal was moved to another vehicle (移机): job and service file follow it (PRD-04)."""
    on = day_of(work, moved_on, "moved_on")
    states = ("installed", "rework", "passed", "accepted")
    (job,) = chosen(work, states, path="vehicle", contract=contract, vehicles=[vehicle])
    _refuse_too_early(on, "moved_on", [job.installed_on])
    old = work.session.get_one(Host, job.host_id)
    new = _host(work, old, plate, vin)
    _refuse_taken(work, contract, new)
    job.host_id = new.id
    unit = work.session.get(Unit, job.unit_id) if job.unit_id is not None else None
    if unit is not None:
        unit.host_id = new.id
    names = f"{old.plate or old.vin} → {new.plate or new.vin}: {reason}"
    mark(work, [job], "moved", on, notes={job.id: names})
    if job.order_id is not None:
        work.note(work.session.get_one(Document, job.order_id), note=names)
    return {"vehicle": new.code, "unit": unit.serial if unit is not None else None, "from": old.code}


def _host(work: Work, old: Host, plate: str | None, vin: str | None) -> Host:
    names = {key: plain(value) for key, value in (("plate", plate), ("vin", vin)) if value}
    known = hosts_named(work, names.values())
    if known:
        return work.session.get_one(Host, known[0].id)
    code = names.get("plate") or names["vin"]
    host = Host(company_id=work.company.id, code=code, kind="vehicle", party_id=old.party_id, **names)
    work.session.add(host)
    work.session.flush()
    return host


def _refuse_taken(work: Work, contract: Contract, host: Host) -> None:
    query = select(Job.id).where(
        Job.contract_id == contract.document_id, Job.host_id == host.id, Job.state.not_in(FREE)
    )
    if work.session.scalar(query.limit(1)) is not None:
        said = N_("{vehicle} is on the list of {contract} already.")
        params = {"vehicle": host.code, "contract": contract.document.number}
        raise Invalid([Problem("plate", said, params)])


@operation("job.remove", title=N_("Take terminals out"), schema=schemas.Removal, roles=KEEPERS)
def remove(
    work: Work, *, reason: str, removed_on: date | None = None, place: Place | None = None, **asked: Any
) -> dict[str, Any]:
    """Record that terminals were taken out of their vehicles (拆机): back to the installer, or to a place of ours (SPR-07).

    What was accepted before stays payable work; what was not is off the list.
    """
    on = day_of(work, removed_on, "removed_on")
    found = chosen(work, ("installed", "rework", "passed", "accepted"), **asked)
    found = [job for job in found if job.removed_on is None]
    if not found:
        raise AlreadyOut()
    _refuse_too_early(on, "removed_on", [job.installed_on for job in found])
    _goods_out(work, found, on, place)
    units = _units(work, found)
    fresh = [unit for unit in units if unit.accepted_on is None]
    sets.write(work, units, {"host_id": None, "site_id": None, "state": "in_stock"})
    sets.write(work, fresh, {"installed_on": None})
    withdraw_milestone(work, fresh, "installed")
    sets.write(work, found, {"removed_on": on})
    sets.write(work, [job for job in found if job.state != "accepted"], {"state": "removed"})
    mark(work, found, "removed", on, notes={job.id: reason for job in found})
    follow_orders(work, {job.order_id for job in found})
    return {"removed": len(found)}


def _goods_out(work: Work, jobs: Sequence[Job], on: date, place: Place | None) -> None:
    """Let the pieces lie at the installer's place again, or come in at ours as returned goods."""
    by_unit = {job.unit_id: job for job in jobs if job.unit_id is not None and job.order_id is not None}
    by_source: dict[tuple[int, int, int], list[Terminal]] = {}
    for one in installed_goods(work, [unit for unit in by_unit if unit is not None]):
        order_id = by_unit[one.unit_id].order_id or 0
        by_source.setdefault((order_id, one.place_id, one.party_id), []).append(one)
    said = N_("{count} terminals taken out, {document}")
    for (order_id, his_place, party_id), some in sorted(by_source.items()):
        back, his = place is not None, postings.To(postings.HIS, his_place, party_id)
        to = postings.To(postings.BACK, place.id) if place is not None else his
        pieces = [_out_of_vehicle(one, with_cost=back) for one in some]
        event = f"remove:{step_of(work, by_unit[some[0].unit_id])}"
        postings.moved(work, work.session.get_one(Document, order_id), on, event, said, pieces, to)
        ended = {"state": "returned", "ended_on": on} if back else {"state": WITH_HIM, "ended_on": None}
        sets.write(work, some, ended)


def _out_of_vehicle(one: Terminal, *, with_cost: bool) -> postings.Piece:
    cost = one.cost if with_cost else postings.ZERO
    return postings.Piece(
        one.unit_id, one.product_id, cost, None, contract_id=one.contract_id, role=postings.VEHICLE
    )
