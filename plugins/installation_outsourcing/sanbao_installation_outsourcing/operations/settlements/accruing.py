"""Accepted work is cost before it is settled: the accrual follows what is accepted and not yet paid (LED-15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.models import Accrual, Contract
from sanbao_installation_outsourcing.operations.settlements.units import accepted_unsettled
from sanbao_installation_outsourcing.postings import settlements as postings
from sanbao_installation_outsourcing.rules.providers import INTERNAL, MANUFACTURER

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)


def follow(work: Work, contract_ids: Iterable[int], on: date) -> None:
    """Bring the accrual of these contracts to what is accepted and not settled; called whenever that changes.

    It compares with what was accrued before, so calling it twice books once, and a revoked acceptance books back.
    """
    for contract_id in sorted(set(contract_ids)):
        contract = work.session.get_one(Contract, contract_id)
        if contract.our_side != "a" or contract.version == 0 or contract.settled_by == MANUFACTURER:
            continue
        # What is booked internally is never settled: its acceptance is all there is (PTY-07).
        at_once = contract.settled_by == INTERNAL
        if at_once or terms_in_force(work, contract, on).payment.accrue == "acceptance":
            _true_up(work, contract, on)


def _true_up(work: Work, contract: Contract, on: date) -> None:
    quantity, target = waiting(work, contract, on)
    change = target - carried(work, contract)
    if change:
        row = keep(work, contract, on, quantity, target, change)
        book = postings.absorbed if contract.settled_by == INTERNAL else postings.accrued
        book(work, contract, change, on, f"accrual:{row.id}")


def waiting(work: Work, contract: Contract, on: date) -> tuple[int, Decimal]:
    """Return how many accepted units wait to be settled, and what they cost by the lots' tiers."""
    terms, currency = terms_in_force(work, contract, on), work.erp.currency
    quantity, amount = 0, ZERO
    work.session.flush()
    for code, (paid, waits) in accepted_unsettled(work, contract, terms, on).items():
        lot = terms.lot(code)
        if lot is not None:
            quantity += waits
            amount += lot.fee(paid + waits, currency) - lot.fee(paid, currency)
    return quantity, amount


def carried(work: Work, contract: Contract) -> Decimal:
    """Return what is accrued for a contract."""
    query = select(func.sum(Accrual.posted)).where(Accrual.contract_id == contract.document_id)
    work.session.flush()
    return work.session.scalar(query) or ZERO


def keep(
    work: Work, contract: Contract, on: date, quantity: int, amount: Decimal, posted: Decimal
) -> Accrual:
    """Write down where the accrual stands now."""
    row = Accrual(
        company_id=work.company.id,
        contract_id=contract.document_id,
        accrued_on=on,
        quantity=quantity,
        amount=amount,
        posted=posted,
    )
    work.session.add(row)
    work.session.flush()
    return row
