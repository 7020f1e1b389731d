"""Lines to pay for: what was typed, completed from price list and tax rates, and reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from sanbao.charging import taxes
from sanbao.charging.models import ChargeLine, QuoteLine, TaxRate
from sanbao.charging.prices import NO_SUCH_RATE, Price, prices_on, products_of
from sanbao.charging.rules import Amounts, reckon, total
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.money import MAX_UNITS, SCALE

if TYPE_CHECKING:
    from sanbao.work import Work

_Kept = TypeVar("_Kept", QuoteLine, ChargeLine)
_LARGEST = Decimal(MAX_UNITS // SCALE)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line whose price, tax and amounts are settled; the columns that quote and charge have in common."""

    position: int
    text: str
    item: str | None
    product_id: int | None
    unit_id: int | None
    measure: str | None
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax_rate_id: int
    tax_percent: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    role: str

    @classmethod
    def of(cls, line: QuoteLine | ChargeLine | PricedLine, **changes: Any) -> PricedLine:
        """Return a written line as a value, some of it changed."""
        return cls(**{one.name: getattr(line, one.name) for one in fields(cls)} | changes)

    @property
    def amounts(self) -> Amounts:
        """What the line comes to."""
        return Amounts(self.net, self.tax, self.gross)


@dataclass(frozen=True, slots=True)
class Priced:
    """All lines of a paper, and whether their prices hold the tax."""

    lines: tuple[PricedLine, ...]
    tax_inclusive: bool
    total: Amounts


def price_lines(
    work: Work,
    given: Sequence[dict[str, Any]],
    on: date,
    party_id: int,
    tax_inclusive: bool | None = None,
) -> Priced:
    """Complete typed lines from the price list and the tax rates of a day; name everything that is missing at once."""
    items = [_item(line) for line in given]
    prices = prices_on(work, [item for item in items if item], on, party_id)
    inclusive = _mode(given, items, prices, tax_inclusive)
    codes = [_tax_code(work, line, prices.get(item or "")) for line, item in zip(given, items, strict=True)]
    rates = taxes.rates_on(work, codes, on)
    products = products_of(work, [item for item in items if item])
    problems: list[Problem] = []
    lines = []
    for position, (line, item, code) in enumerate(zip(given, items, codes, strict=True)):
        price = prices.get(item or "")
        wrong = _problems(work, position, line, price, rates.get(code), code, on, inclusive)
        if wrong:
            problems += wrong
            continue
        known = products.get(item or "")
        lines.append(_line(work, position, line, price, rates[code], known, inclusive))
        problems += _too_large(position, lines[-1])
    if problems:
        raise Invalid(problems)
    return Priced(tuple(lines), inclusive, total([line.amounts for line in lines], work.erp.currency))


def _item(line: Mapping[str, Any]) -> str | None:
    return line["product"].code if line.get("product") is not None else line.get("item")


def _mode(
    given: Sequence[Mapping[str, Any]],
    items: Sequence[str | None],
    prices: Mapping[str, Price],
    said: bool | None,
) -> bool:
    """Return whether prices hold the tax: as somebody said, else as the price list has it."""
    if said is not None:
        return said
    listed = [
        prices[item]
        for line, item in zip(given, items, strict=True)
        if "price" not in line and item is not None and item in prices
    ]
    return listed[0].list.tax_inclusive if listed else False


def _tax_code(work: Work, line: Mapping[str, Any], price: Price | None) -> str:
    code: str = line.get("tax") or (price.line.tax_code if price is not None else work.setting("default_tax"))
    return code


def _problems(
    work: Work,
    position: int,
    line: Mapping[str, Any],
    price: Price | None,
    rate: TaxRate | None,
    code: str,
    on: date,
    inclusive: bool,
) -> list[Problem]:
    path, found = f"lines.{position}", []
    if "price" not in line and price is None:
        message = N_("No price list has a price for {item} on {on}; please give one.")
        found.append(Problem(f"{path}.price", message, {"item": _item(line), "on": on}))
    elif "price" not in line and price is not None and price.list.tax_inclusive != inclusive:
        message = N_(
            "The price of {item} in {list} is kept the other way (with or without tax); please give a price."
        )
        found.append(Problem(f"{path}.price", message, {"item": _item(line), "list": price.list.code}))
    if rate is None:
        named = {"code": code, "on": on, "known": taxes.known_codes(work, on)}
        found.append(Problem(f"{path}.tax", NO_SUCH_RATE, named))
    return found


def _line(
    work: Work,
    position: int,
    line: Mapping[str, Any],
    price: Price | None,
    rate: TaxRate,
    product: Any,
    inclusive: bool,
) -> PricedLine:
    listed = price.line if price is not None else None
    each = line["price"] if "price" in line else listed.price if listed is not None else Decimal(0)
    quantity, discount = line.get("quantity", Decimal(1)), line.get("discount", Decimal(0))
    amounts = reckon(quantity, each, discount, rate.percent, inclusive, work.erp.currency)
    return PricedLine(
        position=position + 1,
        text=line.get("text")
        or (listed.text if listed is not None else product.name if product is not None else ""),
        item=_item(line),
        product_id=product.id if product is not None else None,
        unit_id=line["unit"].id if line.get("unit") is not None else None,
        measure=line.get("measure")
        or (listed.measure if listed is not None else getattr(product, "measure", None)),
        quantity=quantity,
        price=each,
        discount=discount,
        tax_rate_id=rate.id,
        tax_percent=rate.percent,
        **asdict(amounts),
        role=line.get("role", "SERVICE_REV"),
    )


def _too_large(position: int, line: PricedLine) -> list[Problem]:
    message = N_("This comes to more than can be kept.")
    return [Problem(f"lines.{position}.quantity", message)] if abs(line.gross) > _LARGEST else []


def write_quote_lines(work: Work, document_id: int, lines: Iterable[PricedLine]) -> None:
    """Write the lines of a quote."""
    kept = {"company_id": work.company.id, "document_id": document_id}
    work.session.add_all(QuoteLine(**kept, **asdict(line)) for line in lines)
    work.session.flush()


def lines_of(work: Work, model: type[_Kept], document_id: int) -> list[_Kept]:
    """Return the lines of a quote or of a charge in their order."""
    query = select(model).where(model.document_id == document_id).order_by(model.position)
    return list(work.session.scalars(query))
