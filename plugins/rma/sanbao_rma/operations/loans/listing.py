"""Is a loan unit offered, which are there, and which are out with whom since when (LON-01, LON-03)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Stock
from sanbao.operation import question
from sanbao.registry.models import Place, Unit
from sanbao_rma.kinds_spares import ASKERS
from sanbao_rma.models.loans import Loan
from sanbao_rma.operations.promises import terms_of_units
from sanbao_rma.rules.loans import days_late
from sanbao_rma.rules.loans import offer as judge
from sanbao_rma.schemas import loans as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Party
    from sanbao.work import Work


@question("rma_loan.offer", title=N_("Offer a loan unit?"), schema=schemas.OfferQuestion, roles=ASKERS)
def offer(
    work: Work,
    *,
    unit: Unit,
    start: date | None = None,
    ready_on: date | None = None,
    days: int | None = None,
) -> dict[str, Any]:
    """Tell whether a repair takes so long that a loan unit is offered, and which ones lie where (LON-01)."""
    begun = start or work.today
    ready = ready_on if ready_on is not None else begun + timedelta(days=days or 0)
    terms = terms_of_units(work, [(unit, begun)])[0]
    found = judge(begun, ready, terms.loaner_after(int(work.setting("rma_loaner_after_days"))))
    return {
        "offered": found.offered,
        "days": found.days,
        "after_days": found.after_days,
        "because": found.step.text,
        "units": _there(work, unit) if found.offered else [],
    }


def _there(work: Work, unit: Unit) -> list[dict[str, Any]]:
    """Return the pieces of the same product that could be lent: loan units first, then goods."""
    accounts = {work.ledger.chart.account(role).id: role for role in ("LOANER", "GOODS")}
    query = (
        select(Stock.account_id, Stock.quantity, Place.code, Unit.serial)
        .join(Place, Place.id == Stock.place_id)
        .outerjoin(Unit, Unit.id == Stock.unit_id)
        .where(Stock.company_id == work.company.id, Stock.product_id == unit.product_id)
        .where(Stock.account_id.in_(accounts), Stock.quantity > 0)
    )
    rows = [
        {
            "role": accounts[account],
            "place": place,
            "serial": serial or "",
            "quantity": f"{pieces.normalize():f}",
        }
        for account, pieces, place, serial in work.session.execute(query)
    ]
    return sorted(rows, key=lambda row: (row["role"] != "LOANER", row["place"], row["serial"]))


@question("rma_loan.out", title=N_("Loan units out"), schema=schemas.OutQuestion, roles=ASKERS)
def out(work: Work, *, party: Party | None = None, on: date | None = None) -> list[dict[str, Any]]:
    """Tell which loan units were out on a day, with whom since when, and how late they are (LON-03)."""
    day = on or work.today
    query = (
        select(Loan)
        .join(Document, Document.id == Loan.document_id)
        .where(Loan.company_id == work.company.id, Loan.lent_on <= day)
        .where(or_(Loan.ended_on.is_(None), Loan.ended_on > day))
        .order_by(Loan.due_on, Loan.document_id)
    )
    if party is not None:
        query = query.where(Loan.party_id == party.id)
    return [_row(loan, day) for loan in work.session.scalars(query)]


def _row(loan: Loan, day: date) -> dict[str, Any]:
    return {
        "document": loan.document.number,
        "unit": loan.unit.serial,
        "product": loan.unit.product.code,
        "party": loan.party.code,
        "name": loan.party.name,
        "phone": loan.party.phone or "",
        "case": loan.case.number if loan.case is not None else "",
        "lent_on": loan.lent_on,
        "due_on": loan.due_on,
        "days": (day - loan.lent_on).days,
        "late": days_late(loan.due_on, None, day),
        "reminded_on": loan.reminded_on,
        "cost": loan.cost,
    }
