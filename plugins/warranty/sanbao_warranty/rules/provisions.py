"""What a provision should hold: claims observed by age of the product, and what they let expect (LED-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold in a month (月销量), named by its first day."""

    month: date
    units: int
    sales: Decimal


@dataclass(frozen=True, slots=True)
class Age:
    """What claims cost per unit in one month of its age (月龄); ``is_estimate`` where no unit has lived it yet."""

    age: int
    units: int
    cost: Decimal
    per_unit: Decimal
    is_estimate: bool


def amount_of(units: int, sales: Decimal, percent: Decimal | None, per_unit: Decimal | None) -> Decimal:
    """Return what a rate sets aside for sales, before rounding (LED-08).

    >>> amount_of(4, Decimal("600000.00"), Decimal("1.5"), None)
    Decimal('9000.00000')
    """
    return units * per_unit if per_unit is not None else sales * (percent or _NOTHING) / _HUNDRED


def months_between(earlier: date, later: date) -> int:
    """Return how many months lie between the months of two days: the age of a product sold in the first."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def by_age(
    sold: Iterable[Sold], costs: Mapping[tuple[date, int], Decimal], running: date, months: int
) -> tuple[Age, ...]:
    """Return the cost of claims per unit for each month of age, up to so many months after the sale.

    ``costs`` are what claims cost by month of sale and age, ``running`` is the first month that is not over. Only
    months that units have lived to their end count. An age that none has lived is taken to be as the average.
    """
    lived = [(one, min(months_between(one.month, running), months)) for one in sold]
    exposed = [sum(one.units for one, age in lived if age > month) for month in range(months)]
    spent = [
        sum((costs.get((one.month, month), _NOTHING) for one, age in lived if age > month), _NOTHING)
        for month in range(months)
    ]
    units = sum(exposed)
    average = sum(spent, _NOTHING) / units if units else _NOTHING
    return tuple(
        Age(month, exposed[month], spent[month], spent[month] / exposed[month], is_estimate=False)
        if exposed[month]
        else Age(month, 0, _NOTHING, average, is_estimate=True)
        for month in range(months)
    )


def remaining(ages: Sequence[Age], units: int, age: int) -> Decimal:
    """Return what so many units of an age are still expected to cost, before rounding."""
    return units * sum((one.per_unit for one in ages if one.age >= age), _NOTHING)


def proposed_percent(ages: Sequence[Age], sold: Sequence[Sold]) -> Decimal | None:
    """Return what per cent of sales the whole expected cost of the units sold is; nothing where no sale is known."""
    sales = sum((one.sales for one in sold), _NOTHING)
    units = sum(one.units for one in sold)
    return remaining(ages, units, 0) / sales * _HUNDRED if sales else None


def is_anything_observed(ages: Sequence[Age]) -> bool:
    """Tell whether any claim has cost anything: without it nothing can be expected from experience."""
    return any(one.cost for one in ages)
