"""Dates that recur: visits, inspections, courses, each counted from one anchor and never from the last (CAL-05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from sanbao.calendar.periods import Period, add_months

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Phase:
    """A rhythm, kept until the schedule is this old (``through``, that day included) or for good."""

    every: Period
    through: Period | None = None

    def __post_init__(self) -> None:
        if not (self.every.total_months or self.every.total_days):
            raise ValueError("a rhythm needs a length in days, weeks, months or years")


@dataclass(frozen=True, slots=True)
class Schedule:
    """An anchored schedule (周期计划): explicit steps first, then its phases, until a day or a count ends it.

    >>> half_yearly = Schedule(date(2024, 8, 31), phases=(Phase(Period(months=6)),), count=2)
    >>> [day.isoformat() for day in half_yearly.due_days()]
    ['2025-02-28', '2025-08-31']
    """

    anchor: date
    steps: tuple[Period, ...] = ()
    phases: tuple[Phase, ...] = ()
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        days = [self.anchor, *(step.end(self.anchor) for step in self.steps)]
        if any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
            raise ValueError("the steps of a schedule come one after the other, after its anchor")

    def due_days(self) -> Iterator[date]:
        """Yield the due days in order; without an end it goes on for ever, so take what you need."""
        days: Iterator[date] = self._unbounded()
        if self.until is not None:
            until = self.until
            days = takewhile(lambda day: day <= until, days)
        return islice(days, self.count)

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the due days from ``first`` to ``last``, both included."""
        return tuple(day for day in takewhile(lambda day: day <= last, self.due_days()) if day >= first)

    def next_after(self, day: date) -> date | None:
        """Return the first due day after this one; a missed visit does not shift the others (PM-10)."""
        return next((due for due in self.due_days() if due > day), None)

    def _unbounded(self) -> Iterator[date]:
        months = days = 0
        for step in self.steps:
            months, days = step.total_months, step.total_days
            yield self._at(months, days)
        for phase in self.phases:
            while True:
                later = months + phase.every.total_months, days + phase.every.total_days
                due = self._at(*later)
                if phase.through is not None and due > phase.through.end(self.anchor):
                    break
                months, days = later
                yield due

    def _at(self, months: int, days: int) -> date:
        return add_months(self.anchor, months) + timedelta(days=days)


def every(
    period: Period, anchor: date, *, until: date | None = None, count: int | None = None
) -> Schedule:
    """Return the plain schedule: the same period again and again from the anchor."""
    return Schedule(anchor, phases=(Phase(period),), until=until, count=count)


def window_before(end: date, length: Period = Period(months=1)) -> tuple[date, date]:  # noqa: B008
    """Return the first and last day of the stretch before an end, such as the last month of a warranty (W-10).

    >>> window_before(date(2026, 5, 10))
    (datetime.date(2026, 4, 11), datetime.date(2026, 5, 10))
    """
    return length.before(end) + _ONE_DAY, end
