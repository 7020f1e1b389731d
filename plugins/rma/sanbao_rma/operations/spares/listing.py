"""What lies where and what it is worth, what moved, and which old parts are still awaited (SPR-04, SPR-07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, func, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import PostedEntry, PostedLine, Stock
from sanbao.money import from_units, to_units
from sanbao.operation import question
from sanbao.registry.models import Place, Product
from sanbao_rma.kinds_spares import ASKERS
from sanbao_rma.models.parts_orders import ZeroPriceLine, ZeroPriceOrder
from sanbao_rma.rules.stock import value_by_place
from sanbao_rma.schemas import spares as schemas
from sanbao_rma.schemas.old_parts import AwaitedQuestion

if TYPE_CHECKING:
    from sanbao.registry.models import Party
    from sanbao.work import Work


@question("spare.stock", title=N_("Spare parts in stock"), schema=schemas.StockQuestion, roles=ASKERS)
def stock(work: Work, *, product: Product | None = None, place: Place | None = None) -> dict[str, Any]:
    """Tell how many pieces of each part lie where, at which average, and what that is worth (WE-40)."""
    account = work.ledger.chart.account("SPARES").id
    rows = [
        row
        for _key, group in groupby(_pieces(work, account, product), lambda one: one[0])
        for row in _of_product(work, list(group))
    ]
    wanted = [row for row in rows if place is None or row["place"] == place.code]
    return {
        "rows": wanted,
        "balance": work.ledger.balance("SPARES") if product is None and place is None else None,
    }


#: Product with its code and name, place, pieces, value of the line.
_Lying = tuple[int, str, str, str, int, int]


def _pieces(work: Work, account: int, product: Product | None) -> list[_Lying]:
    quantity, value = (cast(func.sum(column), BigInteger) for column in (Stock.quantity, Stock.value))
    query = (
        select(Product.id, Product.code, Product.name, func.coalesce(Place.code, ""), quantity, value)
        .join_from(Stock, Product, Product.id == Stock.product_id)
        .outerjoin(Place, Place.id == Stock.place_id)
        .where(Stock.company_id == work.company.id, Stock.account_id == account)
        .group_by(Product.id, Product.code, Product.name, Place.code)
        .order_by(Product.code, Product.id, Place.code)
    )
    if product is not None:
        query = query.where(Stock.product_id == product.id)
    return [tuple(row) for row in work.session.execute(query)]  # type: ignore[misc]


def _of_product(work: Work, lying: Sequence[_Lying]) -> Iterator[dict[str, Any]]:
    """Spread what a part is worth over its places: transfers move pieces alone, the average is one."""
    pieces = {place: from_units(int(units), 0) for *_named, place, units, _value in lying if units}
    whole = from_units(sum(int(value) for *_rest, value in lying), work.erp.currency.digits)
    total = sum(pieces.values(), Decimal(0))
    values = value_by_place(pieces, whole, work.erp.currency)
    _id, code, name, *_rest = lying[0]
    for place, quantity in pieces.items():
        yield {
            "product": code,
            "name": name,
            "place": place,
            "quantity": quantity,
            "average": (whole / total).quantize(Decimal("0.0001")) if total else None,
            "value": values[place],
        }


@question("spare.movements", title=N_("Movements of a part"), schema=schemas.MovementQuestion, roles=ASKERS)
def movements(
    work: Work,
    *,
    product: Product,
    place: Place | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[dict[str, Any]]:
    """Tell how a part came and went: day, paper, place, in, out, and what lay there afterwards (SPR-07)."""
    left = Decimal(0)
    found = []
    for row in work.session.execute(_lines(work, product, place, end)):
        left += row.quantity or Decimal(0)
        if start is None or row.date >= start:
            found.append(_movement(row, left))
    return found


def _lines(work: Work, product: Product, place: Place | None, end: date | None) -> Any:
    query = (
        select(
            PostedLine.date, PostedLine.quantity, PostedLine.debit, PostedLine.credit, PostedEntry.summary,
            PostedEntry.number, Document.number.label("document"), Place.code.label("place"),
        )
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .join(Document, Document.id == PostedEntry.document_id)
        .outerjoin(Place, Place.id == PostedLine.place_id)
        .where(PostedLine.account_id == work.ledger.chart.account("SPARES").id)
        .where(PostedEntry.company_id == work.company.id, PostedLine.product_id == product.id)
        .order_by(PostedLine.date, PostedEntry.id, PostedLine.position)
    )  # fmt: skip
    if place is not None:
        query = query.where(PostedLine.place_id == place.id)
    return query.where(PostedLine.date <= end) if end is not None else query


def _movement(row: Any, left: Decimal) -> dict[str, Any]:
    pieces = row.quantity or Decimal(0)
    return {
        "day": row.date,
        "document": row.document or "",
        "summary": row.summary,
        "place": row.place or "",
        "came": _plain(max(pieces, Decimal(0))),
        "went": _plain(max(-pieces, Decimal(0))),
        "left": _plain(left),
        "amount": row.debit - row.credit,
    }


def _plain(pieces: Decimal) -> Decimal:
    return from_units(to_units(pieces), 0)


@question("old_part.awaited", title=N_("Old parts awaited or held"), schema=AwaitedQuestion, roles=ASKERS)
def awaited(work: Work, *, party: Party | None = None, supplier: Party | None = None) -> list[dict[str, Any]]:
    """Tell which old parts are awaited, held, or to be claimed by sales, since when, for which case (SPR-02)."""
    query = (
        select(ZeroPriceLine, ZeroPriceOrder)
        .join(ZeroPriceOrder, ZeroPriceOrder.document_id == ZeroPriceLine.document_id)
        .join(Document, Document.id == ZeroPriceOrder.document_id)
        .where(Document.company_id == work.company.id, Document.state == "open")
        .order_by(ZeroPriceOrder.ordered_on, ZeroPriceLine.id)
    )
    if party is not None:
        query = query.where(ZeroPriceOrder.party_id == party.id)
    if supplier is not None:
        query = query.where(ZeroPriceOrder.supplier_id == supplier.id)
    return [_awaited(work, line, order) for line, order in work.session.execute(query).unique()]


def _awaited(work: Work, line: ZeroPriceLine, order: ZeroPriceOrder) -> dict[str, Any]:
    return {
        "document": order.document.number,
        "case": order.case.number,
        "reference": order.reference,
        "party": order.party.code if order.party is not None else "",
        "owner": order.party.name if order.party is not None else "",
        "supplier": order.supplier.code if order.supplier is not None else "",
        "product": line.product.code,
        "name": line.product.name,
        "quantity": _plain(line.quantity),
        "awaited": _plain(line.awaited),
        "held": _plain(line.held),
        "place": line.place.code if line.place is not None and line.held else "",
        "to_sales": _plain(line.to_sales),
        "ordered_on": order.ordered_on,
        "days": (work.today - order.ordered_on).days,
    }
