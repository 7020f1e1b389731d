"""Exact money: decimals in the currency's own digits, rounded once, half up (CAL-06, CAL-08).

In Python an amount is a ``Decimal``; in the database it is a whole number of 1/10 000. No float comes near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import overload

SCALE = 10_000
#: So that no sum of a thousand million lines can leave 64 bits: nine hundred thousand million units.
MAX_UNITS = 9 * 10**15
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,8})?", re.ASCII)


@dataclass(frozen=True)
class Currency:
    """A currency by its ISO 4217 code and the number of its decimal digits."""

    code: str
    digits: int

    @property
    def step(self) -> Decimal:
        """The smallest amount, for example 0.01."""
        return Decimal(1).scaleb(-self.digits)

    def round(self, amount: Decimal) -> Decimal:
        """Return the amount in the currency's own digits, rounded half up (CAL-06)."""
        return amount.quantize(self.step, ROUND_HALF_UP)

    def is_exact(self, amount: Decimal) -> bool:
        """Tell whether the amount needs no rounding."""
        return amount == self.round(amount)


CNY = Currency("CNY", 2)


def currency(code: str) -> Currency:
    """Return the currency of an ISO code with the digits that Babel's CLDR data knows.

    Raises ``ValueError`` for a code that is no currency.
    """
    from babel.core import get_global
    from babel.numbers import get_currency_precision, list_currencies

    code = code.strip().upper()
    if code not in list_currencies() or not get_global("currency_fractions"):
        raise ValueError(f"{code} is not an ISO 4217 currency")
    return Currency(code, get_currency_precision(code))


def parse_decimal(text: str) -> Decimal:
    """Return the number that a person wrote with ASCII digits and an optional point.

    Refused with ``ValueError``, on purpose: full-width digits, ``1e3``, ``1_000``, ``1,000``, NaN, blanks inside.

    >>> parse_decimal(" 2050.00 ")
    Decimal('2050.00')
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        raise ValueError(f"{text!r} is not a plain number such as 1250.00")
    value = Decimal(stripped)
    return abs(value) if value == 0 else value


def to_units(amount: Decimal) -> int:
    """Return the amount as a whole number of 1/10 000; ``ValueError`` if it is finer or out of bounds."""
    scaled = amount * SCALE
    units = int(scaled)
    if units != scaled or abs(units) > MAX_UNITS:
        raise ValueError(f"{amount} cannot be kept exactly")
    return units


@overload
def from_units(units: int, digits: int = ...) -> Decimal: ...
@overload
def from_units(units: None, digits: int = ...) -> None: ...
def from_units(units: int | None, digits: int = 2) -> Decimal | None:
    """Return the decimal of a whole number of 1/10 000, with at least so many digits."""
    if units is None:
        return None
    value = Decimal(units).scaleb(-4)
    step = Decimal(1).scaleb(-digits)
    shown = value.quantize(step)
    return shown if shown == value else value.normalize()


def share(price: Decimal, ratio: Decimal, currency: Currency) -> Decimal:
    """Return that part of a price, rounded once, half up (CAL-06).

    >>> share(Decimal("4999.00"), Decimal("0.313"), CNY)
    Decimal('1564.69')
    """
    return currency.round(price * ratio)


def split(whole: Decimal, weights: Sequence[int | Decimal], currency: Currency) -> list[Decimal]:
    """Split an amount by weights so that the parts sum exactly to the whole (CAL-06, WE-18).

    Largest remainder; a tie goes to the first listed. A negative whole is split as its positive mirror.
    ``ValueError`` if the whole is not in the currency's digits, or the weights are negative or all zero.

    >>> split(Decimal("100.00"), [1, 1, 1], CNY)
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    exact = [Decimal(weight) for weight in weights]
    total = sum(exact, Decimal(0))
    if not currency.is_exact(whole):
        raise ValueError(f"{whole} is finer than {currency.code} allows")
    if total <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative and must not all be zero")
    steps = int(abs(whole) / currency.step)
    # Whole-number arithmetic: weights become integers on one common scale.
    scale = 10 ** max(0, *(-int(weight.as_tuple().exponent) for weight in exact))
    integers = [int(weight * scale) for weight in exact]
    parts = [divmod(steps * weight, sum(integers)) for weight in integers]
    missing = steps - sum(quotient for quotient, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: -parts[index][1])
    counts = [quotient for quotient, _ in parts]
    for index in by_remainder[:missing]:
        counts[index] += 1
    sign = -1 if whole < 0 else 1
    return [currency.round(sign * count * currency.step) for count in counts]
