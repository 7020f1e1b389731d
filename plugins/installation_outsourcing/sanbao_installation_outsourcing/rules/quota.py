"""How many units a day must bring, and what is made of a plan: quota, shortfall, days needed, forecast (INS-06)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from sanbao.decision import Step, Text
from sanbao.i18n import N_

_ONE_DAY = timedelta(days=1)


class WorkDays(Protocol):
    """What a plan asks of a work calendar."""

    def is_working(self, day: date) -> bool:
        """Tell whether this is a working day."""
        ...


@dataclass(frozen=True, slots=True)
class DayCount:
    """What happened on one day: how many were installed, how many vehicles the client brought, if that was counted."""

    day: date
    installed: int
    available: int | None = None


@dataclass(frozen=True, slots=True)
class DayResult:
    """A day against its quota: the quota that held, and by how many it was missed."""

    day: date
    installed: int
    quota: int
    shortfall: int
    step: Step


def planned_days(quantity: int, per_day: int) -> int:
    """Return how many working days so many units take at so many a day (WE-39).

    >>> planned_days(60, 20)
    3
    """
    return -(-quantity // per_day)


def of_day(count: DayCount, quota: int) -> DayResult:
    """Hold a day against the quota; fewer vehicles than the quota lower it, for the client must bring them (INS-06, INS-22)."""
    held = quota if count.available is None else min(quota, count.available)
    missing = max(0, held - count.installed)
    step = Step(
        "INS-06",
        Text(N_("{installed} of {quota} installed"), {"installed": count.installed, "quota": held}),
        {"day": count.day, "quota": quota, "available": count.available, "installed": count.installed},
        f"{held} - {count.installed} = {held - count.installed}",
        missing == 0,
    )
    return DayResult(count.day, count.installed, held, missing, step)


def of_days(
    counts: Iterable[DayCount], quota: int, calendar: WorkDays, *, until: date | None = None
) -> list[DayResult]:
    """Hold each working day of a period against the quota; a day without any work counts with nothing installed.

    The last day of a plan owes only what was left to do, so nobody misses a quota for want of vehicles.
    """
    by_day = {one.day: one for one in counts}
    if not by_day:
        return []
    day, last = min(by_day), until or max(by_day)
    found = []
    while day <= last:
        if day in by_day or calendar.is_working(day):
            found.append(of_day(by_day.get(day, DayCount(day, 0)), quota))
        day += _ONE_DAY
    return found


def spread(quantity: int, per_day: int, start: date, calendar: WorkDays) -> list[tuple[date, int]]:
    """Return the working days from ``start`` on which so many units are planned, and how many on each (INS-06)."""
    planned: list[tuple[date, int]] = []
    day, left = start, quantity
    while left > 0:
        if calendar.is_working(day):
            planned.append((day, min(per_day, left)))
            left -= per_day
        day += _ONE_DAY
    return planned


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a plan will stand on a day if work goes on as it did (预计)."""

    until: date
    pace: Decimal
    working_days: int
    expected: int
    planned: int
    ready_on: date | None

    @property
    def behind(self) -> int:
        """How many units the plan would then still lack."""
        return max(0, self.planned - self.expected)


def forecast(
    done: Mapping[date, int], planned: int, on: date, until: date, calendar: WorkDays, *, window: int = 20
) -> Forecast:
    """Carry the pace of the last working days on to a day such as the year's end.

    The pace counts working days since the first unit, at most ``window`` of them, with those on which nothing was done.
    """
    so_far = sum(count for day, count in done.items() if day <= on)
    days = _last_working_days(on, window, calendar, min(done, default=on))
    recent = sum(count for day, count in done.items() if days and days[-1] <= day <= on)
    pace = (Decimal(recent) / len(days)).quantize(Decimal("0.01")) if days else Decimal(0)
    left = [day for day in _days(on + _ONE_DAY, until) if calendar.is_working(day)]
    expected = min(planned, so_far + int(pace * len(left)))
    return Forecast(
        until, pace, len(left), expected, planned, _ready_on(planned - so_far, pace, on, calendar)
    )


def _last_working_days(on: date, window: int, calendar: WorkDays, first: date) -> list[date]:
    found: list[date] = []
    day = on
    while day >= first and len(found) < window:
        if calendar.is_working(day):
            found.append(day)
        day -= _ONE_DAY
    return found


def _ready_on(left: int, pace: Decimal, on: date, calendar: WorkDays) -> date | None:
    """Return the day on which the rest will be done at this pace; nothing where nothing moves, or not in ten years."""
    if left <= 0:
        return on
    if pace <= 0:
        return None
    needed = int((Decimal(left) / pace).to_integral_value(ROUND_CEILING))
    for day in _days(on + _ONE_DAY, on + timedelta(days=3653)):
        needed -= calendar.is_working(day)
        if needed == 0:
            return day
    return None


def _days(first: date, last: date) -> Iterable[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
