"""A year as twelve months of days, each with its look: worked, at rest, a holiday, a make-up day (调休)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WORK, REST, HOLIDAY, MAKE_UP = "work", "rest", "holiday", "make_up"


@dataclass(frozen=True)
class Special:
    """What a calendar says of a day of its own, and who said it."""

    is_working: bool
    name: str
    source: str


@dataclass(frozen=True)
class Day:
    """A day of the grid."""

    on: date
    look: str
    name: str = ""
    source: str = ""


#: A month: its number, and its weeks from Monday on with gaps before the first and after the last day.
Month = tuple[int, list[list[Day | None]]]


def months(year: int, worked: tuple[bool, ...], special: Mapping[date, Special]) -> list[Month]:
    """Return the twelve months of a year; ``worked`` says of each weekday whether it is usually worked."""
    weeks = calendar.Calendar(firstweekday=0)
    return [
        (
            month,
            [
                [_day(on, worked, special.get(on)) if on.month == month else None for on in week]
                for week in weeks.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _day(on: date, worked: tuple[bool, ...], special: Special | None) -> Day:
    usual = worked[on.weekday()]
    if special is None:
        return Day(on, WORK if usual else REST)
    if special.is_working:
        return Day(on, WORK if usual else MAKE_UP, special.name, special.source)
    return Day(on, HOLIDAY, special.name, special.source)


def working_days(grid: list[Month]) -> int:
    """Count the days that are worked.

    >>> working_days(months(2024, (True,) * 5 + (False,) * 2, {}))
    262
    """
    return sum(
        day is not None and day.look in (WORK, MAKE_UP)
        for _month, weeks in grid
        for week in weeks
        for day in week
    )
