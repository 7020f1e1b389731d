"""Parts leave for a customer, are charged where they are not free, and come back (LED-03, LED-25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from sanbao.charging.charges import quotes_of
from sanbao.costing.operations.provision import free_goods
from sanbao.costing.taking import Taking
from sanbao.documents.operations import meet_deadline, open_papers_on
from sanbao.i18n import N_
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.kinds_spares import KEEPERS, SELLERS
from sanbao_rma.models.parts_orders import PartsOrder, PartsOrderLine
from sanbao_rma.operations.spares.ordering import DEADLINE
from sanbao_rma.operations.spares.stock import day_of, hold
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Place
    from sanbao.work import Work

#: A line, how many pieces of it, and what they cost.
Taken = tuple[PartsOrderLine, Decimal, Decimal]


@operation(
    "parts_order.deliver",
    title=N_("Deliver the parts"),
    on=PartsOrder,
    moves={"open": ("part_delivered", "delivered"), "part_delivered": ("part_delivered", "delivered")},
    schema=schemas.DeliverInput,
    roles=SELLERS,
)
def deliver(
    work: Work,
    order: PartsOrder,
    *,
    place: Place,
    lines: Sequence[dict[str, Any]],
    delivered_on: date | None = None,
) -> PartsOrder:
    """Deliver parts to the customer: they leave the stock at the average and are charged unless free (LED-03)."""
    on = day_of(work, "delivered_on", delivered_on)
    wanted = chosen(order, lines)
    hold(work, (line.product for line, _quantity in wanted))
    taking = Taking(work)
    taken = [
        (line, quantity, taking.cost_of("SPARES", line.product, quantity, place)) for line, quantity in wanted
    ]
    order.deliveries_count += 1
    for line, quantity, cost in taken:
        line.delivered += quantity
        line.cost += cost
    postings.sold(work, order, taken, place.id, on, _from_provision(work, order, taken))
    is_whole = not any(line.left for line in order.lines)
    _charge(work, order, taken, on, is_whole)
    if order.state != "part_delivered" or is_whole:
        work.move(order, "delivered" if is_whole else "part_delivered")
    if is_whole:
        meet_deadline(work, order.document, kind=DEADLINE)
    return order


def _from_provision(work: Work, order: PartsOrder, taken: Sequence[Taken]) -> tuple[int, Decimal] | None:
    """Return what the provision for the case's unit bears of the free parts, if any was set aside (LED-08)."""
    free = sum((cost for line, _quantity, cost in taken if line.free), Decimal(0))
    return free_goods(work, order.case, free) if free and order.case is not None else None


def chosen(order: PartsOrder, lines: Sequence[dict[str, Any]]) -> list[tuple[PartsOrderLine, Decimal]]:
    """Return which lines are delivered and how many pieces of each; all that is left where none is named."""
    by_position = {line.position: line for line in order.lines}
    found = []
    for given in lines or [
        {"position": line.position, "quantity": line.left} for line in order.lines if line.left
    ]:
        line = by_position.get(given["position"])
        if line is None:
            raise errors.NoSuchLine(order=order.document.number, line=given["position"])
        if given["quantity"] > line.left:
            raise errors.MoreThanOrdered(
                order=order.document.number, line=line.position, left=line.left, wanted=given["quantity"]
            )
        found.append((line, given["quantity"]))
    return found


def _charge(work: Work, order: PartsOrder, taken: Sequence[Taken], on: date, is_whole: bool) -> None:
    """Charge what is not free: from the agreed quote once all is delivered, else what was delivered now (RMA-04)."""
    agreed = quotes_of(work, order.document_id, ("agreed",))
    if agreed and is_whole:
        work.do("charge.issue", {"quote": agreed[0], "charged_on": on})
    paid = [(line, quantity, cost) for line, quantity, cost in taken if not line.free]
    if agreed or not paid:
        return
    lines = [_charged(work, line, quantity, cost) for line, quantity, cost in paid]
    work.do("charge.issue", {"case": order.document, "lines": lines, "charged_on": on})


def _charged(work: Work, line: PartsOrderLine, quantity: Decimal, cost: Decimal) -> dict[str, Any]:
    """Return a line to be charged; the price is the agreed one, the material's cost alone (SPR-03), or the list's."""
    if line.price is None and work.setting("rma_parts_price") == "cost":
        line.price = work.erp.currency.round(cost / quantity)
    price = {"price": line.price} if line.price is not None else {}
    return {"product": line.product, "quantity": quantity, **price}


@operation(
    "parts_order.take_back",
    title=N_("Take the parts back"),
    on=PartsOrder,
    moves={"delivered": "open", "part_delivered": "open"},
    schema=schemas.WhyOn,
    roles=KEEPERS,
)
def take_back(work: Work, order: PartsOrder, *, reason: str, on: date | None = None) -> PartsOrder:
    """Take back what was delivered, in red and at what it cost; its charges are cancelled first (LED-01)."""
    charges = open_papers_on(work, order.document, ("bills",))
    if charges:
        raise errors.ChargedStill(charges=", ".join(charges), order=order.document.number)
    entries = _delivered(work, order)
    if not entries:
        raise errors.NothingDelivered(order=order.document.number)
    hold(work, (line.product for line in order.lines))
    day = day_of(work, "on", on)
    for entry in entries:
        work.ledger.reverse(entry, day, reason, operation=work.operation_name, user_id=work.user.id)
    for line in order.lines:
        line.delivered, line.cost = Decimal(0), Decimal(0)
    work.note(order.document, note=reason)
    return order


def _delivered(work: Work, order: PartsOrder) -> list[int]:
    """Return the entries of this order's deliveries that stand."""
    mirror = aliased(PostedEntry)
    query = (
        select(PostedEntry.id)
        .outerjoin(mirror, mirror.reverses_id == PostedEntry.id)
        .where(PostedEntry.document_id == order.document_id, PostedEntry.event.like("delivered:%"))
        .where(mirror.id.is_(None))
        .order_by(PostedEntry.id)
    )
    return list(work.session.scalars(query))
