"""Price lists: published with a validity, kept for ever, asked for a price on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.charging import schemas, taxes
from sanbao.charging.errors import ListOfOthers, ListOverlaps, NoPrice
from sanbao.charging.models import PriceLine, PriceList
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Product

if TYPE_CHECKING:
    from sanbao.work import Work

PRICE_READERS = (
    "service_manager",
    "service_clerk",
    "service_engineer",
    "sales",
    "sales_manager",
    "finance",
    "auditor",
)
NO_SUCH_RATE = N_("There is no tax rate {code} on {on}; there are: {known}.")


@dataclass(frozen=True, slots=True)
class Price:
    """A price with the list that it comes from."""

    line: PriceLine
    list: PriceList


def prices_on(work: Work, items: Iterable[str], on: date, party_id: int | None) -> dict[str, Price]:
    """Return the price of each item on a day, in one query: the party's own list first, then the newest."""
    query = (
        select(PriceLine, PriceList)
        .join(PriceList, PriceList.id == PriceLine.list_id)
        .where(
            PriceLine.company_id == work.company.id,
            PriceLine.item.in_(sorted(set(items))),
            PriceList.valid_from <= on,
            or_(PriceList.valid_to.is_(None), PriceList.valid_to >= on),
            or_(PriceList.party_id.is_(None), PriceList.party_id == party_id),
        )
        .order_by(PriceList.party_id.is_(None), PriceList.valid_from.desc(), PriceList.code)
    )
    found: dict[str, Price] = {}
    for line, head in work.session.execute(query):
        found.setdefault(line.item, Price(line, head))
    return found


@operation(
    "price_list.publish",
    title=N_("Publish a price list"),
    schema=schemas.PriceListInput,
    roles=("sales_manager", "finance", "general_manager"),
)
def publish(
    work: Work,
    *,
    code: str,
    name: str,
    tax_inclusive: bool,
    valid_from: date,
    lines: Sequence[dict[str, Any]],
    valid_to: date | None = None,
    party: Party | None = None,
) -> PriceList:
    """Publish a price list, or the new prices of one from a day on; what was asked before stays on record."""
    _refuse_unknown_rates(work, lines, valid_from)
    _end_earlier(work, code, valid_from, valid_to, party.id if party is not None else None)
    head = PriceList(
        company_id=work.company.id,
        code=code,
        name=name,
        tax_inclusive=tax_inclusive,
        valid_from=valid_from,
        valid_to=valid_to,
        party_id=party.id if party is not None else None,
    )
    work.session.add(head)
    work.session.flush()
    products = products_of(work, [line["item"] for line in lines])
    work.session.add_all(_price_line(head, line, products.get(line["item"])) for line in lines)
    work.session.flush()
    return head


def _price_line(head: PriceList, line: dict[str, Any], product: Product | None) -> PriceLine:
    return PriceLine(
        company_id=head.company_id,
        list_id=head.id,
        item=line["item"],
        product_id=product.id if product is not None else None,
        text=line.get("text") or (product.name if product is not None else line["item"]),
        measure=line.get("measure") or (product.measure if product is not None else None),
        price=line["price"],
        tax_code=line["tax"],
    )


def _end_earlier(
    work: Work, code: str, valid_from: date, valid_to: date | None, party_id: int | None
) -> None:
    """Let the open end of an earlier validity end the day before; refuse two validities on one day."""
    query = select(PriceList).where(PriceList.company_id == work.company.id, PriceList.code == code)
    for earlier in work.session.scalars(query):
        if earlier.party_id != party_id:
            raise ListOfOthers(list=code)
        if earlier.valid_to is None and earlier.valid_from < valid_from:
            earlier.valid_to = valid_from - timedelta(days=1)
        elif earlier.valid_from <= (valid_to or date.max) and valid_from <= (earlier.valid_to or date.max):
            raise ListOverlaps(list=code, start=earlier.valid_from)


def _refuse_unknown_rates(work: Work, lines: Sequence[dict[str, Any]], on: date) -> None:
    known = taxes.rates_on(work, [line["tax"] for line in lines], on)
    problems = [
        Problem(
            f"lines.{position}.tax",
            NO_SUCH_RATE,
            {"code": line["tax"], "on": on, "known": taxes.known_codes(work, on)},
        )
        for position, line in enumerate(lines)
        if line["tax"] not in known
    ]
    if problems:
        raise Invalid(problems)


def products_of(work: Work, codes: Iterable[str]) -> dict[str, Product]:
    """Return the products among these codes; the others are services."""
    query = select(Product).where(Product.company_id == work.company.id, Product.code.in_(sorted(set(codes))))
    return {product.code: product for product in work.session.scalars(query)}


@question("price.find", schema=schemas.PriceQuestion, roles=PRICE_READERS)
def find_price(
    work: Work, *, item: str, on: date | None = None, party: Party | None = None
) -> dict[str, Any]:
    """Return what a product or service costs on a day, for a party, and from which list that comes."""
    day = on or work.today
    price = prices_on(work, [item], day, party.id if party is not None else None).get(item)
    if price is None:
        raise NoPrice(key=item, on=day)
    return {
        "item": item,
        "text": price.line.text,
        "measure": price.line.measure,
        "price": _shown(work, price.line.price),
        "tax": price.line.tax_code,
        "tax_inclusive": price.list.tax_inclusive,
        "list": price.list.code,
        "valid_from": price.list.valid_from,
        "valid_to": price.list.valid_to,
    }


def _shown(work: Work, price: Decimal) -> Decimal:
    """Return a price in the currency's digits, or finer where it is finer."""
    return work.erp.currency.round(price) if work.erp.currency.is_exact(price) else price
