"""Old parts that lie with us already are on a zero-price order from its first day (SPR-02, LED-10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao_rma.models.removed import RemovedPart

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models.parts_orders import ZeroPriceLine, ZeroPriceOrder


def lying_here(work: Work, order: ZeroPriceOrder) -> list[RemovedPart]:
    """Return what was taken out under the order's case, is its customer's and lies with us."""
    query = (
        select(RemovedPart)
        .where(RemovedPart.document_id == order.case_id, RemovedPart.state == "held")
        .where(RemovedPart.party_id == order.party_id)
        .order_by(RemovedPart.id)
    )
    return list(work.session.scalars(query))


def adopt(work: Work, order: ZeroPriceOrder, parts: Iterable[RemovedPart]) -> None:
    """Put old parts that lie with us on an order: they came already, and stay where they lie (SPR-02)."""
    for part in parts:
        line = next((one for one in order.lines if _takes(one, part)), None)
        if line is not None:
            line.received += 1
            line.place_id = part.place_id
            part.state, part.order_id = "ordered", order.document.id
    work.session.flush()


def _takes(line: ZeroPriceLine, part: RemovedPart) -> bool:
    """Tell whether a line asks for such a part; the pieces of one line lie together."""
    elsewhere = line.held and line.place_id != part.place_id
    return line.product_id == part.product_id and line.awaited >= 1 and not elsewhere
