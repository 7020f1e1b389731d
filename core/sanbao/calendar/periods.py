"""Periods of days, months and years as the Civil Code counts them (CAL-01, CAL-05): anchored, never chained."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Protocol, get_args

from sanbao.calendar.errors import LONGEST_YEARS, BadPeriod

Convention = Literal["civil_code", "inclusive_start"]

#: How a period may be counted; the first is the default (CAL-01).
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)

_ONE_DAY = timedelta(days=1)
_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days", "wd": "working_days"}
_WRITTEN = re.compile(
    r"(?:(?P<years>\d{1,6})y)?(?:(?P<months>\d{1,6})m)?(?:(?P<weeks>\d{1,6})w)?"
    r"(?:(?P<days>\d{1,6})d)?(?:(?P<working_days>\d{1,6})wd)?",
    re.ASCII,
)


class CountsWorkingDays(Protocol):
    """What a period asks of a work calendar."""

    def working_day_after(self, trigger_day: date, count: int) -> date:
        """Return the so-manieth working day after the trigger (CAL-04)."""
        ...


def add_months(start: date, months: int) -> date:
    """Return the corresponding day so many months later, or the last of that month (CAL-01).

    >>> add_months(date(2024, 2, 29), 36)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    if start.day <= 28:
        return date(year, month, start.day)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units (期间), kept as it was written: 2w stays two weeks (CAL-05).

    >>> Period.parse("3y").end(date(2024, 2, 29))
    datetime.date(2027, 2, 28)
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.weeks, self.days, self.working_days) < 0:
            raise ValueError("a period is never negative")
        if self.working_days and (self.total_months or self.total_days):
            raise ValueError("working days cannot be mixed with other units")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read what a profile says: 3y, 6m, 1y6m, 2w, 15d, 10wd."""
        return _parse(text)

    def __str__(self) -> str:
        written = "".join(f"{getattr(self, name)}{unit}" for unit, name in _UNITS.items() if getattr(self, name))
        return written or "0d"

    @property
    def total_months(self) -> int:
        """Years and months together, as months (CAL-05: 年 = 12 months)."""
        return self.years * 12 + self.months

    @property
    def total_days(self) -> int:
        """Weeks and days together, as calendar days (CAL-05: 周 = 7 calendar days)."""
        return self.weeks * 7 + self.days

    def end(
        self, start: date, convention: str = "civil_code", calendar: CountsWorkingDays | None = None
    ) -> date:
        """Return the last covered day (CAL-01; CAL-04 for working days, which need the calendar)."""
        if self.working_days:
            return self._last_working_day(start, convention, calendar)
        last = add_months(start, self.total_months) + timedelta(days=self.total_days)
        return last if checked(convention) == "civil_code" else last - _ONE_DAY

    def before(self, day: date) -> date:
        """Return the day that lies this period earlier: a month before 2 September is 2 August."""
        if self.working_days:
            raise ValueError("working days are not counted backwards")
        return add_months(day, -self.total_months) - timedelta(days=self.total_days)

    def _last_working_day(self, start: date, convention: str, calendar: CountsWorkingDays | None) -> date:
        if calendar is None:
            raise ValueError(f"{self} counts working days and needs a work calendar")
        return calendar.working_day_after(trigger_day(start, convention), self.working_days)


def trigger_day(start: date, convention: str) -> date:
    """Return day 0 of a count: the start, or the day before where the start itself counts (CAL-01, CAL-04)."""
    return start if checked(convention) == "civil_code" else start - _ONE_DAY


def checked(convention: str) -> Convention:
    """Return the convention, or fail on a name that nobody defined."""
    if convention not in CONVENTIONS:
        raise ValueError(f"{convention!r} is no way of counting; known are {', '.join(CONVENTIONS)}")
    return convention


@lru_cache(maxsize=1024)
def _parse(text: str) -> Period:
    found = _WRITTEN.fullmatch(text.strip().lower())
    counts = {name: int(digits) for name, digits in found.groupdict().items() if digits} if found else {}
    if not counts or _is_mixed(counts) or _is_too_long(counts):
        raise BadPeriod(text=text)
    return Period(**counts)


def _is_mixed(counts: dict[str, int]) -> bool:
    return "working_days" in counts and len(counts) > 1


def _is_too_long(counts: dict[str, int]) -> bool:
    # Rough on purpose: it catches slips of the pen, not a day too many.
    days_each = {"years": 366, "months": 31, "weeks": 7, "days": 1, "working_days": 1}
    return sum(days_each[name] * count for name, count in counts.items()) > 372 * LONGEST_YEARS
