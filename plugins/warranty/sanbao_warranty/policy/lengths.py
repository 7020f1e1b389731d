"""What makes a term longer, shorter, or begin anew: seasons, downtime, final tests, exchanges (W-10, W-14, W-17)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sanbao.calendar.periods import Period


class Downtime(StrEnum):
    """Which days in the shop a term is prolonged by (W-17, N-03)."""

    NONE = "none"
    CALENDAR_DAYS = "calendar_days"
    WAIT_FOR_PARTS_ONLY = "wait_for_parts_only"


class OnExchange(StrEnum):
    """What a term does when the whole unit is exchanged (换机, N-06): begin anew, go on, or go on for a least time."""

    RESTART = "restart"
    INHERIT = "inherit"
    MINIMUM = "minimum"


class JudgedOn(StrEnum):
    """Which day must lie within a term: that of the fault (W-19), or that of the customer's request (RET-03)."""

    FAULT = "fault"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of every year (采暖期 / 供冷期), from a month and day to another, over the new year if need be."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __str__(self) -> str:
        return "{:02}-{:02}..{:02}-{:02}".format(*self.first, *self.last)

    def of(self, year: int) -> tuple[date, date]:
        """Return the first and last day of the season that begins in a year."""
        return _day(year, self.first), _day(year + (self.last < self.first), self.last)


def _day(year: int, month_and_day: tuple[int, int]) -> date:
    month, day = month_and_day
    # A season to 29 February ends on the 28th of a common year.
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Seasons:
    """A term in seasons (W-14): how many, and when they are, by part and region; the region ``usual`` holds where no other is named."""

    count: int
    dates: Mapping[str, Mapping[str, Season]] = field(default_factory=dict)
    count_partial_season: bool = False

    def season(self, part: str | None, region: str | None) -> Season | None:
        """Return the season that a part has in a region, None where it is not stated."""
        of_part = self.dates.get(part or "", {})
        return of_part.get(region or "usual") or of_part.get("usual")

    def last_day(self, season: Season, start: date) -> date:
        """Return the last day of the last season that counts; one that had begun before the start counts only if told."""
        year = start.year - 2
        while True:
            first, last = season.of(year)
            if last >= start if self.count_partial_season else first >= start:
                return season.of(year + self.count - 1)[1]
            year += 1


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """The terms of one class of product in a list of many (N-11, N-16); None where the source does not state them."""

    term: Period | None = None
    key_term: Period | None = None
    part_terms: Mapping[str, Period] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinalTestTerms:
    """The performance test at the end of a term, and by how much a failed one prolongs it (W-10)."""

    window: Period = Period(months=1)
    extension: Period = Period(years=1)


@dataclass(frozen=True, slots=True)
class ExchangeTerms:
    """How a term goes on after the unit was exchanged, and how long it then is at least (N-06, N-14)."""

    term: OnExchange = OnExchange.INHERIT
    least: Period = Period(months=3)
