"""What the marks of surveys come to: means on one scale, the worst first, and who waits too long. Pure (PTY-09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sanbao.calendar.periods import add_months

_STEP = Decimal("0.01")
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked of an agent: aspects, and marks with their words, both as the company wants them."""

    code: str
    aspects: Mapping[str, Names]
    scale: Mapping[int, Names]

    @property
    def least(self) -> int:
        """The lowest mark."""
        return min(self.scale)

    @property
    def most(self) -> int:
        """The highest mark."""
        return max(self.scale)

    def aspect(self, said: str) -> str | None:
        """Return the aspect of a code or a name."""
        return next((code for code, names in self.aspects.items() if said in (code, *names.values())), None)

    def mark(self, said: str) -> int | None:
        """Return the mark that a number or its words name."""
        return next(
            (mark for mark, names in self.scale.items() if said in (str(mark), *names.values())), None
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Marks that were given on one scale: how many, and their sum."""

    count: int
    total: int
    least: int
    most: int


def mean(tallies: Iterable[Tally], least: int, most: int) -> Decimal | None:
    """Return the mean of marks, those of another scale taken to this one in proportion; nothing where none was given.

    >>> mean([Tally(3, 12, 1, 5)], 1, 5)
    Decimal('4.00')
    >>> mean([Tally(1, 5, 1, 5), Tally(1, 0, 0, 10)], 1, 5)
    Decimal('3.00')
    """
    count, total = 0, Fraction(0)
    for one in tallies:
        share = Fraction(most - least, one.most - one.least)
        total += one.count * least + (one.total - one.count * one.least) * share
        count += one.count
    if not count:
        return None
    found = total / count
    return (Decimal(found.numerator) / Decimal(found.denominator)).quantize(_STEP, ROUND_HALF_UP)


def is_overdue(last_on: date, months: int, on: date) -> bool:
    """Tell whether nobody has been asked about an agent for so many months; 0 for never.

    >>> is_overdue(date(2024, 1, 31), 1, date(2024, 2, 29)), is_overdue(date(2024, 1, 31), 1, date(2024, 3, 1))
    (False, True)
    """
    return months > 0 and add_months(last_on, months) < on
