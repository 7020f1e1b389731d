"""What a month end looks at in the goods: no place below zero, and what was counted equals the books (SPR-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, func, select, union_all

from sanbao.closing.facts import ClosingCheck
from sanbao.closing.models import StockCount, StockCountLine
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Account, PostedLine, Stock
from sanbao.ledger.periods import Month
from sanbao.money import from_units, to_units
from sanbao.registry.models import Place, Product

if TYPE_CHECKING:
    from sanbao.work import Work

#: account, product, place
Where = tuple[int, int, int]


def look(work: Work, month: Month) -> Iterator[ClosingCheck]:
    """Check the places and the counts of a month."""
    below = _below_zero(work, month)
    title = Text(N_("No place holds less than nothing"))
    yield ClosingCheck(
        "closing.stock_negative", month.code, title, not below, details=tuple(below), rule="LED-13"
    )
    differing = _differences(work, month)
    title = Text(N_("What was counted last equals the books"))
    yield ClosingCheck(
        "closing.stock_count", month.code, title, not differing, details=tuple(differing), rule="SPR-07"
    )


def booked(work: Work, on: date, keys: Sequence[Where] | None = None) -> dict[Where, Decimal]:
    """Return what the books say lies at each place at the end of a day, where it is not nothing."""
    now = (
        select(Stock.account_id, Stock.product_id, Stock.place_id, func.sum(Stock.quantity).label("pieces"))
        .where(Stock.company_id == work.company.id, Stock.place_id != 0)
        .group_by(Stock.account_id, Stock.product_id, Stock.place_id)
    )
    since = (
        select(
            PostedLine.account_id, PostedLine.product_id, PostedLine.place_id, -func.sum(PostedLine.quantity)
        )
        .join_from(Account, PostedLine, PostedLine.account_id == Account.id)
        .where(Account.company_id == work.company.id, PostedLine.date > on)
        .where(PostedLine.place_id.is_not(None), PostedLine.quantity.is_not(None))
        .group_by(PostedLine.account_id, PostedLine.product_id, PostedLine.place_id)
    )
    if keys is not None:
        products = {product for _account, product, _place in keys}
        now, since = (
            now.where(Stock.product_id.in_(products)),
            since.where(PostedLine.product_id.in_(products)),
        )
    both = union_all(now, since).subquery()
    account, product, place, pieces = both.c
    sums = cast(func.sum(pieces), BigInteger)
    query = select(account, product, place, sums).group_by(account, product, place).having(sums != 0)
    return {
        (one, two, three): from_units(int(units), 0) for one, two, three, units in work.session.execute(query)
    }


def _below_zero(work: Work, month: Month) -> list[dict[str, Any]]:
    found = booked(work, month.last_day)
    return _named(work, {key: {"quantity": pieces} for key, pieces in found.items() if pieces < 0})


def _named(work: Work, found: Mapping[Where, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows by place and product, in the words of the clerk."""
    accounts, products, places = (
        _codes(work, model, {key[position] for key in found})
        for position, model in enumerate((Account, Product, Place))
    )
    rows = [
        {"place": places[place], "product": products[product], "account": accounts[account], **figures}
        for (account, product, place), figures in found.items()
    ]
    return sorted(rows, key=lambda row: (row["place"], row["product"], row["account"]))


def _codes(work: Work, model: Any, ids: set[int]) -> dict[int, str]:
    return {
        key: code for key, code in work.session.execute(select(model.id, model.code).where(model.id.in_(ids)))
    }


def _differences(work: Work, month: Month) -> list[dict[str, Any]]:
    """Compare the last count of each product at each place with what the books say of that day by now."""
    last: dict[Where, dict[str, Any]] = {}
    for account, product, place, day, number, counted in work.session.execute(_counts(work, month)):
        pieces = from_units(to_units(counted), 0)
        last[account, product, place] = {"document": number or "", "counted_on": day, "counted": pieces}
    books = {day: booked(work, day, list(last)) for day in {one["counted_on"] for one in last.values()}}
    for key, one in last.items():
        one["booked"] = books[one["counted_on"]].get(key, Decimal(0))
    return _named(work, {key: one for key, one in last.items() if one["counted"] != one["booked"]})


def _counts(work: Work, month: Month) -> Any:
    return (
        select(
            StockCountLine.account_id, StockCountLine.product_id, StockCount.place_id, StockCount.counted_on,
            Document.number, StockCountLine.counted,
        )
        .join_from(StockCountLine, StockCount, StockCount.document_id == StockCountLine.document_id)
        .join(Document, Document.id == StockCount.document_id)
        .where(Document.company_id == work.company.id, Document.state != VOID)
        .where(StockCount.counted_on <= month.last_day)
        .order_by(StockCount.counted_on, Document.id)
    )  # fmt: skip
