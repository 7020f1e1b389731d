"""Parts alone for a customer: ordered, free or paid, and ended (SPR-01, SPR-03, LED-03)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.charging.errors import NoCharge
from sanbao.charging.margin import has_revenue
from sanbao.charging.quotes import payer_of
from sanbao.coverage.operations import propose_shares
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, meet_deadline, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Party
from sanbao_rma import errors_spares as errors
from sanbao_rma.kinds_spares import SELLERS
from sanbao_rma.models.parts_orders import PartsOrder, PartsOrderLine
from sanbao_rma.operations.spares.stock import set_urgent_deadline
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

DEADLINE = "parts_delivery"


@operation("parts_order.open", title=N_("Order parts"), schema=schemas.PartsOrderInput, roles=SELLERS)
def open_order(
    work: Work,
    *,
    lines: Sequence[dict[str, Any]],
    urgent: bool,
    case: Document | None = None,
    party: Party | None = None,
    reference: str | None = None,
    cost_centre: CostCentre | None = None,
    within: str | None = None,
    note: str | None = None,
) -> PartsOrder:
    """Order parts alone for a customer, sold or free under the warranty with the call behind them (SPR-01)."""
    free = any(line["free"] for line in lines)
    if free and case is None and reference is None:
        raise errors.NoReference()
    payer = work.session.get_one(Party, payer_of(work, case, party))
    head = new_document(work, "parts_order", title=payer.name, party_id=payer.id)
    order = PartsOrder(
        document=head,
        company_id=work.company.id,
        party=payer,
        case_id=case.id if case is not None else None,
        reference=reference,
        urgent=urgent,
        ordered_on=work.today,
        note=note,
        lines=[_line(work, position, line) for position, line in enumerate(lines, 1)],
    )
    order.centre = _centre(work, order, case, cost_centre) if free else None
    work.session.add(order)
    work.session.flush()
    if case is not None:
        link_documents(work, case, head, "originates")
    if urgent or within is not None:
        set_urgent_deadline(work, head, DEADLINE, within)
    return order


def _line(work: Work, position: int, line: dict[str, Any]) -> PartsOrderLine:
    return PartsOrderLine(
        company_id=work.company.id,
        position=position,
        product=line["product"],
        quantity=line["quantity"],
        free=line["free"],
        price=Decimal(0) if line["free"] else line.get("price"),
        delivered=Decimal(0),
        cost=Decimal(0),
    )


def _centre(
    work: Work, order: PartsOrder, case: Document | None, given: CostCentre | None
) -> CostCentre | None:
    """Return who bears what is free: who is named, else whom the plugins propose for the case (LED-03)."""
    if given is not None:
        return given
    for share in propose_shares(work, [case]) if case is not None else ():
        if share.bearer == "department" and share.cost_centre is not None:
            found: CostCentre = work.find("cost_centre", share.cost_centre)
            return found
    shown = case.number if case is not None else order.reference
    raise errors.NobodyBears(order=order.document.title, case=shown)


@operation(
    "parts_order.close",
    title=N_("Close the order"),
    on=PartsOrder,
    moves={"delivered": "closed"},
    roles=SELLERS,
)
def close(work: Work, order: PartsOrder) -> PartsOrder:
    """Close an order that is delivered, and charged where the customer pays for it (LED-04, SPR-01)."""
    paid = [line for line in order.lines if not line.free and line.price != 0]
    if paid and not has_revenue(work, order.document_id):
        raise NoCharge(case=order.document.number)
    return order


@operation(
    "parts_order.cancel",
    title=N_("Cancel what is left"),
    on=PartsOrder,
    moves={"open": "cancelled", "part_delivered": "delivered"},
    schema=schemas.WhyOn,
    roles=SELLERS,
)
def cancel(work: Work, order: PartsOrder, *, reason: str, on: date | None = None) -> PartsOrder:
    """Let go of what has not been delivered; what was delivered stays ordered."""
    if order.state == "part_delivered":
        for line in order.lines:
            line.quantity = line.delivered
    meet_deadline(work, order.document, kind=DEADLINE)
    work.note(order.document, note=reason)
    return order
