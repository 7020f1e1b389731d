"""Old parts leave again: to the supplier who answers for them, to the scrap, or to the customer (SPR-02, LED-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma.kinds_spares import BUYERS
from sanbao_rma.models.parts_orders import ZeroPriceLine, ZeroPriceOrder
from sanbao_rma.operations.spares.old_parts import chosen, post, refuse_closed
from sanbao_rma.operations.spares.stock import day_of, refuse_no_supplier
from sanbao_rma.schemas import old_parts as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Party
    from sanbao.work import Work


@operation(
    "old_part.send",
    title=N_("Send old parts to the supplier"),
    on=ZeroPriceOrder,
    schema=schemas.SendBackInput,
    roles=(*BUYERS, "service_clerk"),
)
def send(
    work: Work,
    order: ZeroPriceOrder,
    *,
    lines: Sequence[dict[str, Any]],
    supplier: Party | None = None,
    on: date | None = None,
) -> ZeroPriceOrder:
    """Send old parts to the supplier who answers for them, as evidence of the claim (SPR-02, RET-08)."""
    refuse_closed(work, order)
    wanted = chosen(order, lines, "held")
    if supplier is None and order.supplier is None:
        raise errors.NoSupplierNamed(product=wanted[0][0].product.code)
    if supplier is not None:
        refuse_no_supplier(supplier)
        order.supplier = supplier
    _leave(work, order, wanted, ("AT_SUPPLIER", None, order.supplier_id), day_of(work, "on", on))
    for line, quantity in wanted:
        line.sent += quantity
    return order


def _leave(
    work: Work,
    order: ZeroPriceOrder,
    wanted: Sequence[tuple[ZeroPriceLine, Decimal]],
    reaches: tuple[str, int | None, int | None],
    on: date,
) -> None:
    """Let pieces leave custody, each from where it lies."""
    work.session.flush()
    for place in dict.fromkeys(line.place_id for line, _quantity in wanted):
        here = [(line, quantity) for line, quantity in wanted if line.place_id == place]
        post(work, order, here, ("CUSTOMER_GOODS", place, order.party_id), reaches, on, "out")
    for line, quantity in wanted:
        # What failed goes to its supplier or to the scrap before anything else, and to the customer last.
        good = line.held - line.failed if reaches[0] == "AT_CUSTOMER" else Decimal(0)
        line.failed -= min(line.failed, max(quantity - good, Decimal(0)))


@operation(
    "old_part.end",
    title=N_("Scrap or hand over"),
    on=ZeroPriceOrder,
    schema=schemas.EndInput,
    roles=("service_manager", "finance"),
)
def end(
    work: Work,
    order: ZeroPriceOrder,
    *,
    outcome: str,
    lines: Sequence[dict[str, Any]],
    on: date | None = None,
) -> ZeroPriceOrder:
    """Scrap old parts once the claim on their supplier is decided, or give pieces to the customer (LED-10)."""
    refuse_closed(work, order)
    wanted = chosen(order, lines, "held")
    if outcome == "scrap":
        refuse_undecided(work, order)
    reached = ("SCRAPPED", None, None) if outcome == "scrap" else ("AT_CUSTOMER", None, order.party_id)
    _leave(work, order, wanted, reached, day_of(work, "on", on))
    for line, quantity in wanted:
        line.ended += quantity
    return order


def refuse_undecided(work: Work, order: ZeroPriceOrder) -> None:
    """Refuse to scrap the evidence while the supplier's share of the case waits for his answer (LED-10, LED-14)."""
    pending = work.find("cost_centre", work.setting("claims_pending_centre")).id
    waiting = work.ledger.balance("WARRANTY_EXP", cost_centre=pending, cost_object=order.case_id)
    if waiting > 0:
        raise errors.ClaimUndecided(case=order.case.number, amount=waiting)
