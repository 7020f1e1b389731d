"""Counting days and months of pieces (RMA-09). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

#: The classes of the turn-around, by their last day.
CLASSES = (3, 7, 14, 30)


def months_between(first: date, last: date) -> list[str]:
    """Return the months from one day to another.

    >>> months_between(date(2024, 11, 20), date(2025, 1, 3))
    ['2024-11', '2024-12', '2025-01']
    """
    ends = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in ends]


def class_of(days: int) -> str:
    """Return the class of a turn-around.

    >>> [class_of(days) for days in (0, 3, 4, 30, 31)]
    ['0–3', '0–3', '4–7', '15–30', '31+']
    """
    first = 0
    for last in CLASSES:
        if days <= last:
            return f"{first}–{last}"
        first = last + 1
    return f"{first}+"


def classes() -> list[str]:
    """Return all classes in their order."""
    return list(dict.fromkeys(class_of(days) for days in (0, *(last + 1 for last in CLASSES))))


def median(counts: Sequence[tuple[int, int]]) -> Decimal | None:
    """Return the middle one of values that occur so many times each; of two middle ones, their mean.

    >>> median([(1, 1), (5, 2), (9, 1)]), median([(1, 1), (2, 1)]), median([])
    (Decimal('5'), Decimal('1.5'), None)
    """
    ordered = sorted(counts)
    total = sum(count for _value, count in ordered)
    if not total:
        return None
    low, high = _nth(ordered, (total - 1) // 2), _nth(ordered, total // 2)
    return Decimal(low + high) / 2


def _nth(ordered: Sequence[tuple[int, int]], place: int) -> int:
    seen = 0
    for value, count in ordered:
        seen += count
        if place < seen:
            return value
    raise ValueError(place)


def mean(counts: Sequence[tuple[int, int]]) -> Decimal | None:
    """Return the mean of values that occur so many times each, to a tenth.

    >>> mean([(1, 2), (5, 1)])
    Decimal('2.3')
    """
    total = sum(count for _value, count in counts)
    if not total:
        return None
    days = Decimal(sum(value * count for value, count in counts))
    return (days / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
