"""The scale beside a chart: round steps that hold every value, and how far up a value stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from babel.numbers import format_compact_decimal

from sanbao.i18n import current_locale

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_WANTED = 4


@dataclass(frozen=True)
class Scale:
    """From where to where a scale goes, and its steps."""

    low: Decimal
    high: Decimal
    ticks: Sequence[Decimal]

    def share(self, value: Decimal) -> Decimal:
        """Return where a value stands between the ends, as a share of one."""
        return (value - self.low) / (self.high - self.low)


def scale_for(values: Iterable[Decimal], *, is_whole: bool = False) -> Scale:
    """Return a scale with round steps that holds zero and every value.

    >>> [str(tick) for tick in scale_for([Decimal(3), Decimal(870)]).ticks]
    ['0', '250', '500', '750', '1000']
    """
    given = [Decimal(0), *values]
    low, high = min(given), max(given)
    if low == high:
        high = Decimal(1)
    step = _step((high - low) / _WANTED)
    if is_whole:
        step = max(Decimal(1), step.to_integral_value())
    first, last = floor(low / step), ceil(high / step)
    ticks = [step * place for place in range(first, last + 1)]
    return Scale(ticks[0], ticks[-1], ticks)


def _step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(one * power for one in _STEPS if one * power >= least)


def short_number(value: Decimal) -> str:
    """Return a number as it stands beside a scale, in the short form of the language (1.2万, 12K)."""
    return str(format_compact_decimal(value, locale=current_locale(), fraction_digits=1))
