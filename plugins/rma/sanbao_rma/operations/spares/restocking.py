"""Recovered old parts go back into stock, once quality control has found them good (SPR-02, SPR-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_old_parts as postings
from sanbao_rma.kinds_spares import STOREKEEPERS
from sanbao_rma.models.parts_orders import ZeroPriceOrder
from sanbao_rma.operations.spares.old_parts import chosen, refuse_closed
from sanbao_rma.operations.spares.old_parts_leaving import refuse_undecided
from sanbao_rma.operations.spares.stock import day_of, hold
from sanbao_rma.schemas.restocking import CheckedInput, RestockInput

if TYPE_CHECKING:
    from sanbao.registry.models import CostCentre, Place
    from sanbao.work import Work


@operation(
    "old_part.check",
    title=N_("Test old parts"),
    on=ZeroPriceOrder,
    schema=CheckedInput,
    roles=("qc",),
    apart_from=("old_part.receive",),
)
def check(
    work: Work,
    order: ZeroPriceOrder,
    *,
    passed: bool,
    lines: Sequence[dict[str, Any]],
    note: str | None = None,
) -> ZeroPriceOrder:
    """Say, as quality control, whether recovered parts meet the requirements; only those return to stock (SPR-06)."""
    refuse_closed(work, order)
    for line, quantity in chosen(order, lines, "untested"):
        if passed:
            line.passed += quantity
        else:
            line.failed += quantity
    if note is not None:
        work.note(order.document, note=note)
    return order


@operation(
    "old_part.restock",
    title=N_("Put into stock again"),
    on=ZeroPriceOrder,
    schema=RestockInput,
    roles=STOREKEEPERS,
)
def restock(
    work: Work,
    order: ZeroPriceOrder,
    *,
    place: Place,
    lines: Sequence[dict[str, Any]],
    value: Decimal | None = None,
    cost_centre: CostCentre | None = None,
    on: date | None = None,
) -> ZeroPriceOrder:
    """Put recovered parts that passed the test into stock again, at what they are worth (SPR-06, LED-10)."""
    refuse_closed(work, order)
    refuse_undecided(work, order)
    _refuse_untested(order, lines)
    wanted = chosen(order, lines, "usable")
    hold(work, (line.product for line, _quantity in wanted))
    centre = cost_centre or work.find("cost_centre", work.setting("service_centre"))
    order.moves_count += 1
    money = work.erp.currency
    worth = [(line, quantity, money.round((value or Decimal(0)) * quantity)) for line, quantity in wanted]
    postings.restocked(work, order, worth, place.id, centre.id, day_of(work, "on", on))
    for line, quantity in wanted:
        line.restocked += quantity
    return order


def _refuse_untested(order: ZeroPriceOrder, lines: Sequence[dict[str, Any]]) -> None:
    """Refuse what quality control has not found good; every such line is named."""
    wanted = {one["position"]: one["quantity"] for one in lines}
    short = [
        line
        for line in order.lines
        if (line.position in wanted and line.usable < wanted[line.position] <= line.held)
        or (not wanted and line.held and not line.usable)
    ]
    if short:
        products = ", ".join(line.product.code for line in short)
        raise errors.NotTested(order=order.document.number, products=products)
