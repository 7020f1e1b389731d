"""The client's signature, the manager's confirmation, and what both bring about: acceptance (INS-02, INS-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from sanbao import sets
from sanbao.database.pages import pages
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Unit
from sanbao.registry.operations.acceptance import accept_units
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.jobs import EvidenceMissing
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import Contract, Job
from sanbao_installation_outsourcing.operations.jobs.marks import (
    day_of,
    follow_orders,
    keep_file,
    mark,
    write,
)
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen
from sanbao_installation_outsourcing.operations.settlements import accruing
from sanbao_installation_outsourcing.schemas import jobs as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many units are accepted by the core at a time: enough for speed, little enough for memory.
CHUNK = 1_000


@operation(
    "job.sign",
    title=N_("Record the client's signature"),
    schema=schemas.Signature,
    roles=(*KEEPERS, "installer"),
)
def sign(
    work: Work,
    *,
    signed_on: date | None = None,
    signer: str | None = None,
    paper: dict[str, Any] | None = None,
    **asked: Any,
) -> dict[str, Any]:
    """Record that the client signed for units, one by one or for a whole batch (车辆安装验收单据, F-26): they are accepted.

    Signed before the inspection it counts from when that is passed. An installer brings the signed paper along.
    """
    if scope.of(work).party_id is not None and paper is None:
        raise EvidenceMissing()
    on = day_of(work, signed_on, "signed_on")
    found = [job for job in chosen(work, ("installed", "passed"), **asked) if job.client_signed_on is None]
    _refuse_before_work(found, on)
    attachment = _keep(work, found, paper)
    write(work, found, client_signed_on=on, signer=signer)
    kept = {job.id: attachment for job in found} if attachment is not None else None
    mark(work, found, "signed", on, notes={job.id: signer for job in found}, attachments=kept)
    accepted = accept_ready(work, found)
    follow_orders(work, {job.order_id for job in found})
    return {"signed": len(found), "accepted": len(accepted)}


@operation("job.sign_list", title=N_("Record many signatures"), schema=schemas.SignatureList, roles=KEEPERS)
def sign_list(work: Work, *, contract: Contract, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Record the client's signatures of a whole list, vehicle by vehicle (F-26); every wrong row is named at once."""
    states = ("installed", "passed")
    names = [row["vehicle"] for row in rows]
    found = chosen(work, states, path="rows.{}.vehicle", contract=contract, vehicles=names)
    days = [day_of(work, row.get("signed_on"), f"rows.{n}.signed_on") for n, row in enumerate(rows)]
    problems = []
    for position, (job, on) in enumerate(zip(found, days, strict=True)):
        said = N_("Something here was installed only on {day}.")
        if job.client_signed_on is not None:
            said, params = N_("Signed already on {day}."), {"day": job.client_signed_on}
            problems.append(Problem(f"rows.{position}.vehicle", said, params))
        elif job.installed_on is not None and job.installed_on > on:
            problems.append(Problem(f"rows.{position}.signed_on", said, {"day": job.installed_on}))
    if problems:
        raise Invalid(problems)
    told = [{"client_signed_on": on, "signer": row.get("signer")} for on, row in zip(days, rows, strict=True)]
    sets.write_each(work, list(zip(found, told, strict=True)))
    by_day: dict[date, list[Job]] = {}
    for job in found:
        by_day.setdefault(job.client_signed_on or work.today, []).append(job)
    for day, some in sorted(by_day.items()):
        mark(work, some, "signed", day, notes={job.id: job.signer for job in some})
    accepted = accept_ready(work, found)
    follow_orders(work, {job.order_id for job in found})
    return {"signed": len(found), "accepted": len(accepted)}


def _refuse_before_work(jobs: Sequence[Job], on: date) -> None:
    early = [job for job in jobs if job.installed_on is not None and job.installed_on > on]
    if early:
        last = max(job.installed_on for job in early if job.installed_on is not None)
        raise Invalid(
            [Problem("signed_on", N_("Something here was installed only on {day}."), {"day": last})]
        )


def _keep(work: Work, jobs: Sequence[Job], paper: dict[str, Any] | None) -> int | None:
    """Attach the signed paper to the order, or to the contract where it covers several orders."""
    if paper is None or not jobs:
        return None
    orders = {job.order_id for job in jobs}
    target = orders.pop() if len(orders) == 1 else jobs[0].contract_id
    return keep_file(work, work.session.get_one(Document, target), paper, "signature").id


def accept_ready(work: Work, jobs: Sequence[Job]) -> list[Job]:
    """Accept what both sides found good: inspected where the company inspects, and signed by the client (INS-19).

    The units are accepted in the core on that day, a thousand at a time, so that warranties start (W-01, DLV-11).
    """
    must_pass = work.setting("outsourcing_inspection")
    ready = [job for job in jobs if job.client_signed_on is not None and (job.passed or not must_pass)]
    by_day: dict[date, list[Job]] = {}
    for job in ready:
        assert job.client_signed_on is not None  # noqa: S101 - chosen so
        inspected = job.inspected_on if job.passed else None
        day = max(job.client_signed_on, inspected or job.client_signed_on)
        by_day.setdefault(day, []).append(job)
    for day, some in sorted(by_day.items()):
        write(work, some, accepted_on=day, state="accepted")
        mark(work, some, "accepted", day)
        _accept_units(work, some, day)
    accruing.follow(work, {job.contract_id for job in ready}, work.today)
    return ready


def _accept_units(work: Work, jobs: Sequence[Job], on: date) -> None:
    ids = sorted({job.unit_id for job in jobs if job.unit_id is not None})
    for page in pages(ids, CHUNK):
        query = select(Unit).where(Unit.id.in_(page)).order_by(Unit.id).options(lazyload(Unit.parts))
        units = [unit for unit in work.session.scalars(query) if unit.accepted_on is None]
        if units:
            accept_units(work, units, on)


@operation(
    "job.confirm",
    title=N_("Confirm the acceptance"),
    schema=schemas.Confirmation,
    roles=("implementation_manager", "service_head"),
)
def confirm(work: Work, *, confirmed_on: date | None = None, **asked: Any) -> dict[str, Any]:
    """Confirm accepted units as the implementation manager (实施管理部经理签字): the second half of what payment needs (INS-02)."""
    on = day_of(work, confirmed_on, "confirmed_on")
    found = [job for job in chosen(work, ("accepted",), **asked) if job.manager_confirmed_on is None]
    early = [job.accepted_on for job in found if job.accepted_on is not None and job.accepted_on > on]
    if early:
        said = N_("Something here was accepted only on {day}.")
        raise Invalid([Problem("confirmed_on", said, {"day": max(early)})])
    write(work, found, manager_confirmed_on=on)
    mark(work, found, "confirmed", on)
    return {"confirmed": len(found)}
