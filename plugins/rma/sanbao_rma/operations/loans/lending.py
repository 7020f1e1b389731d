"""A unit of ours goes to a customer while his own is repaired, and stays ours (LON-01, LON-03, LED-22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.quotes import payer_of
from sanbao.costing.taking import NO_PLACE, Taking
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document, set_deadline
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party, Place, Unit
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models.loans import Loan
from sanbao_rma.operations.spares.stock import STOCK, day_of
from sanbao_rma.schemas import loans as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

LENDERS = (*CLERKS, "service_engineer")
DEADLINE = "loan_return"
ONE = Decimal(1)


@operation("rma_loan.lend", title=N_("Lend a unit"), schema=schemas.LendInput, roles=LENDERS)
def lend(
    work: Work,
    *,
    unit: Unit,
    place: Place,
    party: Party | None = None,
    case: Document | None = None,
    lent_on: date | None = None,
    due_on: date | None = None,
    condition_out: str | None = None,
) -> Loan:
    """Lend a unit of ours to a customer: it becomes a loan unit, or is one, and stands at the customer (LED-22)."""
    on = day_of(work, "lent_on", lent_on)
    work.hold(STOCK, [unit.product_id])
    _refuse_out(work, unit)
    source, by_serial, cost = _found(work, unit, place)
    if unit.customer is not None and not by_serial:
        raise errors.CustomersUnit(unit=unit.serial, customer=unit.customer.name)
    customer = work.session.get_one(Party, payer_of(work, case, party))
    head = new_document(
        work, "rma_loan", title=unit.serial, party_id=customer.id, unit_id=unit.id, dated_on=on
    )
    loan = Loan(
        document=head,
        company_id=work.company.id,
        unit=unit,
        party=customer,
        case_id=case.id if case is not None else None,
        place=place,
        by_serial=by_serial,
        lent_on=on,
        due_on=due_on or on + timedelta(days=int(work.setting("rma_loan_days"))),
        condition_out=condition_out,
        cost=cost,
    )
    work.session.add(loan)
    work.session.flush()
    if case is not None:
        link_documents(work, case, head, "originates")
    set_return_deadline(work, loan)
    postings.lent(work, loan, from_goods=source == "GOODS")
    return loan


def _refuse_out(work: Work, unit: Unit) -> None:
    out = loans_out(work, [unit.id])
    if out:
        loan = out[0]
        raise errors.OutAlready(unit=unit.serial, party=loan.party.name, loan=loan.document.number)


def loans_out(work: Work, units: Sequence[int]) -> list[Loan]:
    """Return the loans of these units that have not ended."""
    query = (
        select(Loan)
        .join(Document, Document.id == Loan.document_id)
        .where(Loan.unit_id.in_(units), Document.state == "lent")
        .order_by(Loan.document_id)
    )
    return list(work.session.scalars(query))


def _found(work: Work, unit: Unit, place: Place) -> tuple[str, bool, Decimal]:
    """Return as what a unit lies at a place, whether by its serial number, and what it stands at (LED-22).

    First a loan unit, then goods; first the very unit, then any piece of its product that has no serial number on
    the books.
    """
    for role in ("LOANER", "GOODS"):
        for key, by_serial in ((unit.id, True), (NO_PLACE, False)):
            there, _value = work.ledger.stock(role, unit.product_id, place.id, key)
            if there >= ONE:
                return role, by_serial, _cost(work, role, unit, place, by_serial)
    raise errors.NotOurs(unit=unit.serial, place=place.code)


def _cost(work: Work, role: str, unit: Unit, place: Place, by_serial: bool) -> Decimal:
    if role == "GOODS" and not by_serial:
        return Taking(work).cost_of(role, unit.product, ONE, place)
    pieces, value = work.ledger.stock(role, unit.product_id, unit=unit.id if by_serial else NO_PLACE)
    lent = Decimal(0) if by_serial else _value_out(work, unit.product_id)
    return work.erp.currency.round((value - lent) / pieces)


def _value_out(work: Work, product: int) -> Decimal:
    """Return what the pieces of a product stand at that are out, where the books do not know them by serial number."""
    query = (
        select(Loan.cost)
        .join(Document, Document.id == Loan.document_id)
        .join(Unit, Unit.id == Loan.unit_id)
        .where(Document.state == "lent", Loan.by_serial.is_(False), Unit.product_id == product)
    )
    return sum(work.session.scalars(query), Decimal(0))


def set_return_deadline(work: Work, loan: Loan) -> None:
    """Say that a loan unit is due back at the end of its last day."""
    end = datetime.combine(loan.due_on + timedelta(days=1), time.min, work.zone)
    set_deadline(work, loan.document, kind=DEADLINE, due_at=end)


@operation(
    "rma_loan.prolong", title=N_("Lend it longer"), on=Loan, schema=schemas.ProlongInput, roles=LENDERS
)
def prolong(work: Work, loan: Loan, *, due_on: date, reason: str | None = None) -> Loan:
    """Let the customer keep a loan unit longer; a new last day, and the reminders begin anew."""
    refuse_ended(work, loan)
    if due_on < loan.lent_on:
        raise errors.BeforeLent(loan=loan.document.number, lent_on=loan.lent_on, day=due_on)
    loan.due_on, loan.reminded_on = due_on, None
    set_return_deadline(work, loan)
    if reason:
        work.note(loan.document, note=reason)
    return loan


def refuse_ended(work: Work, loan: Loan) -> None:
    """Refuse to change a loan that has ended."""
    if loan.state != "lent":
        raise errors.LoanEnded(loan=loan.document.number, state=work.state_label(loan, loan.state))


def refuse_warranty(work: Work, units: Sequence[Any]) -> None:
    """Refuse to accept a unit that is only lent: it stays ours and no warranty begins (LON-03)."""
    out = loans_out(work, [unit.id for unit in units])
    if out:
        raise errors.NoWarranty(units=", ".join(loan.unit.serial for loan in out))
