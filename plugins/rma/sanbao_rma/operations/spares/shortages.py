"""What is below its minimum at a place, counting what is on its way (SPR-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, func, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Stock
from sanbao.money import from_units
from sanbao.operation import question
from sanbao_rma.kinds_spares import ASKERS
from sanbao_rma.models.minimums import SpareMinimum, SpareOrder, SpareOrderLine
from sanbao_rma.models.spares import SpareTransfer, SpareTransferLine
from sanbao_rma.rules.stock import Shortage
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Place
    from sanbao.work import Work

#: A product and a place.
Where = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """A minimum and how the stock stands against it."""

    minimum: SpareMinimum
    shortage: Shortage


def shortages_at(work: Work, place: Place | None = None) -> list[Row]:
    """Return every minimum with what lies there and what is on its way, in a few queries."""
    query = select(SpareMinimum).where(SpareMinimum.company_id == work.company.id)
    if place is not None:
        query = query.where(SpareMinimum.place_id == place.id)
    minimums = list(work.session.scalars(query))
    products = {row.product_id for row in minimums}
    there, coming = _there(work, products), _coming(work, products)
    found = [
        Row(row, Shortage(there.get(key, Decimal(0)), coming.get(key, Decimal(0)), row.minimum, row.target))
        for row in minimums
        for key in [(row.product_id, row.place_id)]
    ]
    return sorted(found, key=lambda row: (row.minimum.place.code, row.minimum.product.code))


def _there(work: Work, products: Iterable[int]) -> dict[Where, Decimal]:
    account = work.ledger.chart.account("SPARES").id
    query = (
        select(Stock.product_id, Stock.place_id, cast(func.sum(Stock.quantity), BigInteger))
        .where(Stock.company_id == work.company.id, Stock.account_id == account)
        .where(Stock.product_id.in_(products))
        .group_by(Stock.product_id, Stock.place_id)
    )
    return {
        (product, place): from_units(int(units), 0) for product, place, units in work.session.execute(query)
    }


def _coming(work: Work, products: Iterable[int]) -> dict[Where, Decimal]:
    """Return what was asked for and has not come: from other places, and from suppliers."""
    asked = (
        select(SpareTransferLine.product_id, SpareTransfer.to_place_id, SpareTransferLine.quantity)
        .join(SpareTransfer, SpareTransfer.document_id == SpareTransferLine.document_id)
        .join(Document, Document.id == SpareTransfer.document_id)
        .where(Document.company_id == work.company.id, Document.state == "requested")
        .where(SpareTransferLine.product_id.in_(products))
    )
    bought = (
        select(
            SpareOrderLine.product_id, SpareOrder.place_id, SpareOrderLine.quantity - SpareOrderLine.received
        )
        .join(SpareOrder, SpareOrder.document_id == SpareOrderLine.document_id)
        .join(Document, Document.id == SpareOrder.document_id)
        .where(Document.company_id == work.company.id, Document.state.in_(("proposed", "ordered")))
        .where(SpareOrderLine.product_id.in_(products))
    )
    found: dict[Where, Decimal] = {}
    for query in (asked, bought):
        for product, place, pieces in work.session.execute(query):
            found[product, place] = found.get((product, place), Decimal(0)) + pieces
    return found


@question(
    "spare.shortages", title=N_("Spare parts that are short"), schema=schemas.ShortageQuestion, roles=ASKERS
)
def shortages(work: Work, *, place: Place | None = None) -> list[dict[str, Any]]:
    """Tell which parts are below their minimum, how many are on their way, and how many to buy (SPR-04)."""
    return [
        {
            "place": row.minimum.place.code,
            "product": row.minimum.product.code,
            "name": row.minimum.product.name,
            "there": row.shortage.there,
            "coming": row.shortage.coming,
            "minimum": row.minimum.minimum,
            "target": row.minimum.target,
            "missing": row.shortage.missing,
            "proposed": row.shortage.proposed,
            "supplier": row.minimum.supplier.code if row.minimum.supplier is not None else "",
        }
        for row in shortages_at(work, place)
        if row.shortage.missing
    ]
