"""Which units the client may be charged for, was charged for, or has to be credited: read in whole sets (DLV-02)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import open_papers_on
from sanbao_installation_outsourcing.models import ChargedJob, ClientCharge, Job, Lot
from sanbao_installation_outsourcing.rules.client_charges import Acceptance, Standing, standing

if TYPE_CHECKING:
    from sanbao.work import Work

#: These are off the list and never owed, unless they were charged before.
OFF = ("cancelled", "removed")
_CREDIT = Document.__table__.alias("credit")
BY_CLIENT: ColumnElement[bool] = Job.state == "accepted"
BY_US: ColumnElement[bool] = Job.manager_confirmed_on.is_not(None)
NO_LONGER: ColumnElement[bool] = or_(~BY_CLIENT, ~BY_US)


def charged_rows(*columns: Any) -> Select[Any]:
    """Return the query for units on charges that count; a cancelled charge holds none, nor does one that gave them back."""
    given_back = (
        exists()
        .where(_CREDIT.c.id == ChargedJob.credit_id, _CREDIT.c.state.not_in(UNDONE))
        .correlate(ChargedJob)
    )
    return (
        select(*columns)
        .select_from(ChargedJob)
        .join(Document, Document.id == ChargedJob.charge_id)
        .where(Document.state.not_in(UNDONE), ~given_back)
    )


def agreed_charges(work: Work, contract_id: int) -> list[ClientCharge]:
    """Return what the client pays per unit under a contract, lot by lot."""
    query = select(ClientCharge).where(ClientCharge.contract_id == contract_id)
    return sorted(work.session.scalars(query), key=lambda one: one.lot.code)


def to_charge(agreed: ClientCharge, until_on: date) -> list[ColumnElement[bool]]:
    """Return what holds of a lot's units that both sides accepted up to a day and that no charge holds."""
    return [Job.contract_id == agreed.contract_id, Job.lot_id == agreed.lot_id, *_owed_for(until_on)]


def _owed_for(until_on: date) -> list[ColumnElement[bool]]:
    held = charged_rows(ChargedJob.id).where(ChargedJob.job_id == Job.id).correlate(Job)
    return [
        BY_CLIENT,
        BY_US,
        Job.accepted_on <= until_on,
        Job.manager_confirmed_on <= until_on,
        ~exists(held),
    ]


def has_any(work: Work, contract_id: int, until_on: date) -> bool:
    """Tell whether there is a unit that the client may be charged for; one query, however many lots there are."""
    query = select(Job.id).join(ClientCharge, ClientCharge.lot_id == Job.lot_id)
    query = query.where(ClientCharge.contract_id == contract_id, ClientCharge.unit_charge != 0)
    return work.session.scalar(query.where(*_owed_for(until_on)).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """So many units of a lot that stand alike."""

    standing: Standing
    count: int


def counted(work: Work, agreed: Sequence[ClientCharge]) -> dict[int, list[Counted]]:
    """Return how the units of a contract's lots stand, by lot; one query, the rule decides about each kind of them once."""
    charges = {one.lot_id: one.unit_charge for one in agreed}
    held = charged_rows(ChargedJob.job_id, ChargedJob.unit_charge).where(ChargedJob.lot_id.in_(charges))
    held_of = held.subquery()
    by_client, by_us = BY_CLIENT.label("by_client"), BY_US.label("by_us")
    query = (
        select(Job.lot_id, by_client, by_us, held_of.c.unit_charge, func.count())
        .select_from(Job)
        .outerjoin(held_of, held_of.c.job_id == Job.id)
        .where(Job.lot_id.in_(charges))
        .where(or_(Job.state.not_in(OFF), held_of.c.job_id.is_not(None)))
        .group_by(Job.lot_id, by_client, by_us, held_of.c.unit_charge)
    )
    found: dict[int, list[Counted]] = {}
    for lot, client, ours, charged, count in work.session.execute(query):
        how = standing(charges[lot], Acceptance(bool(client), bool(ours), charged))
        found.setdefault(lot, []).append(Counted(how, count))
    return found


def standings(work: Work, jobs: Sequence[Job]) -> dict[int, Standing]:
    """Return how single units stand towards their client, by the job's key; those without an agreement are left out."""
    lots = {job.lot_id for job in jobs}
    query = select(ClientCharge).where(ClientCharge.lot_id.in_(lots))
    agreed = {one.lot_id: one for one in work.session.scalars(query)} if lots else {}
    if not agreed:
        return {}
    held = _charged(work, [job.id for job in jobs])
    return {
        job.id: standing(
            agreed[job.lot_id].unit_charge,
            Acceptance(job.state == "accepted", job.manager_confirmed_on is not None, held.get(job.id)),
        )
        for job in jobs
        if job.lot_id in agreed and (job.state not in OFF or job.id in held)
    }


def _charged(work: Work, job_ids: Collection[int]) -> dict[int, Decimal]:
    query = charged_rows(ChargedJob.job_id, ChargedJob.unit_charge).where(ChargedJob.job_id.in_(job_ids))
    return {job: amount for job, amount in work.session.execute(query)}  # noqa: C416 - rows are no pairs


def no_longer_owed(work: Work, contract_id: int) -> list[tuple[Document, int, Decimal]]:
    """Return the charges that hold units which are no longer accepted, with how many and how much of it."""
    query = (
        charged_rows(Document.id, func.count(), func.sum(ChargedJob.unit_charge))
        .join(Job, Job.id == ChargedJob.job_id)
        .where(ChargedJob.contract_id == contract_id, NO_LONGER)
        .group_by(Document.id)
        .order_by(Document.id)
    )
    rows = list(work.session.execute(query))
    return [(work.session.get_one(Document, key), count, credit) for key, count, credit in rows]


def to_give_back(work: Work, contract_id: int) -> list[ChargedJob]:
    """Return the units on charges that are no longer accepted, locked: nobody gives them back meanwhile."""
    query = (
        charged_rows(ChargedJob)
        .join(Job, Job.id == ChargedJob.job_id)
        .where(ChargedJob.contract_id == contract_id, NO_LONGER)
        .order_by(ChargedJob.charge_id, ChargedJob.id)
    )
    return list(work.session.scalars(query.with_for_update(of=ChargedJob)))


def lines_of(work: Work, charge_id: int) -> dict[int, int]:
    """Return which line of a charge is over which lot: they stand in the order of the lots' codes."""
    query = select(Lot.code, Lot.id).join(ChargedJob, ChargedJob.lot_id == Lot.id)
    query = query.where(ChargedJob.charge_id == charge_id).distinct()
    lots = sorted((code, lot) for code, lot in work.session.execute(query))
    return {lot: position for position, (_code, lot) in enumerate(lots, start=1)}


def is_to_credit(work: Work, contract_id: int) -> bool:
    """Tell whether there is a unit on a charge that is no longer accepted."""
    query = charged_rows(ChargedJob.id).join(Job, Job.id == ChargedJob.job_id)
    query = query.where(ChargedJob.contract_id == contract_id, NO_LONGER).limit(1)
    return work.session.scalar(query) is not None


def to_credit(work: Work, contract_id: int) -> list[dict[str, Any]]:
    """Return what a client has to be credited, with the charges and the invoices that bill them (DLV-02)."""
    return [
        {
            "charge": charge.number,
            "invoices": open_papers_on(work, charge, ("bills",)),
            "units": count,
            "credit": work.erp.currency.round(credit),
        }
        for charge, count, credit in no_longer_owed(work, contract_id)
    ]
