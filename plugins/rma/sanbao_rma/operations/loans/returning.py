"""A loan unit comes back whole or broken, is worth less, or never comes back (LON-03, LED-22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import meet_deadline
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Place
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.models.loans import Loan
from sanbao_rma.operations.loans.lending import DEADLINE, LENDERS, refuse_ended
from sanbao_rma.operations.spares.stock import day_of
from sanbao_rma.schemas import loans as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma_loan.take_back",
    title=N_("Take the loan unit back"),
    on=Loan,
    moves={"lent": "returned"},
    schema=schemas.BackInput,
    roles=LENDERS,
)
def take_back(
    work: Work,
    loan: Loan,
    *,
    place: Place,
    back_to: str,
    charges: Sequence[dict[str, Any]],
    returned_on: date | None = None,
    condition_back: str | None = None,
    damage: str | None = None,
    write_down: Decimal | None = None,
    cost_centre: CostCentre | None = None,
) -> Loan:
    """Take a loan unit back; what is broken is charged to the customer, and written down (LON-03, LED-22)."""
    on = _not_before(work, loan, "returned_on", returned_on)
    if write_down is not None:
        _write_down(work, loan, write_down, _centre(work, cost_centre), on)
    if charges:
        _charge(work, loan, charges, on)
    loan.returned_on = loan.ended_on = on
    loan.condition_back, loan.damage = condition_back, damage
    postings.returned(work, loan, place.id, back_to == "goods", on)
    meet_deadline(work, loan.document, kind=DEADLINE)
    return loan


def _charge(work: Work, loan: Loan, lines: Sequence[dict[str, Any]], on: date) -> None:
    """Charge the customer for what is broken or gone, as any case is charged (LON-03)."""
    work.do("charge.issue", {"case": loan.document, "lines": list(lines), "charged_on": on})


def _not_before(work: Work, loan: Loan, name: str, given: date | None) -> date:
    on = day_of(work, name, given)
    if on < loan.lent_on:
        raise errors.BeforeLent(loan=loan.document.number, lent_on=loan.lent_on, day=on)
    return on


def _centre(work: Work, given: CostCentre | None) -> int:
    centre: CostCentre = given or work.find("cost_centre", work.setting("service_centre"))
    return centre.id


def _write_down(work: Work, loan: Loan, amount: Decimal, centre: int, on: date) -> None:
    if amount > loan.cost:
        raise errors.WorthLess(unit=loan.unit.serial, value=loan.cost, amount=amount)
    loan.cost -= amount
    loan.written_down += amount
    loan.downs_count += 1
    postings.written_down(work, loan, amount, centre, on, f"written_down:{loan.downs_count}")


@operation(
    "rma_loan.write_down",
    title=N_("Write it down"),
    on=Loan,
    schema=schemas.WriteDownInput,
    roles=("finance",),
)
def write_down(
    work: Work,
    loan: Loan,
    *,
    amount: Decimal,
    reason: str,
    cost_centre: CostCentre | None = None,
    on: date | None = None,
) -> Loan:
    """Write a loan unit down that is worth less by its use; the service bears it (LED-22)."""
    refuse_ended(work, loan)
    _write_down(work, loan, amount, _centre(work, cost_centre), _not_before(work, loan, "on", on))
    work.note(loan.document, note=reason)
    return loan


@operation(
    "rma_loan.write_off",
    title=N_("It does not come back"),
    on=Loan,
    moves={"lent": "written_off"},
    schema=schemas.WriteOffInput,
    roles=("finance", "service_manager"),
)
def write_off(
    work: Work,
    loan: Loan,
    *,
    outcome: str,
    reason: str,
    charges: Sequence[dict[str, Any]],
    cost_centre: CostCentre | None = None,
    on: date | None = None,
) -> Loan:
    """Write off a loan unit that the customer keeps or has lost; what he pays for it is charged (LON-03, LED-22)."""
    day = _not_before(work, loan, "on", on)
    if charges:
        _charge(work, loan, charges, day)
    postings.gone(work, loan, outcome == "kept", _centre(work, cost_centre), day)
    loan.written_down, loan.cost, loan.ended_on = loan.written_down + loan.cost, Decimal(0), day
    meet_deadline(work, loan.document, kind=DEADLINE)
    work.note(loan.document, note=reason)
    return loan
