"""How long visits to the shop take, in the days that a promise counts in (N-19, N-20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sanbao.calendar import WorkCalendar
from sanbao.coverage.repairs import Wait
from sanbao.coverage.visits import Visit
from sanbao_warranty.policy.rights import Measure
from sanbao_warranty.rules.downtime import merged

_ONE_DAY = timedelta(days=1)


def days_in_shop(
    visit: Visit, measure: Measure, on: date, calendar: WorkCalendar, not_counted: Iterable[str] = ()
) -> int:
    """Return the days of a visit up to a day, less the waits that do not count (N-19, N-20).

    The day of handing in is not counted (CAL-01); in 24-hour days a day that goes on counts as begun.
    """
    if visit.started_at is None:
        return 0
    left_out = set(not_counted)
    skipped = [wait for wait in visit.waits if wait.reason in left_out]
    if measure is Measure.STARTED_DAYS:
        return _started_days(visit.started_at, visit.ended_at, on, skipped)
    last = min(visit.last_day or on, on)
    spans = merged(
        (wait.started_at.date(), min(wait.ended_at.date() if wait.ended_at else last, last))
        for wait in skipped
    )
    return _count(measure, calendar, visit.started_at.date(), last) - sum(
        _count(measure, calendar, first, end) for first, end in spans if end > first
    )


def _count(measure: Measure, calendar: WorkCalendar, first: date, last: date) -> int:
    if measure is Measure.WORKING_DAYS:
        return calendar.working_days_between(first, last)
    return (last - first).days


def _started_days(start: datetime, end: datetime | None, on: date, skipped: list[Wait]) -> int:
    tomorrow = datetime.combine(on + _ONE_DAY, time(), start.tzinfo)
    until = min(end, tomorrow) if end is not None else tomorrow
    stretches: list[tuple[datetime, datetime]] = []
    for first, last in sorted(
        (max(one.started_at, start), min(one.ended_at or until, until)) for one in skipped
    ):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], last)
        elif last > first:
            stretches.append((first, last))
    left = until - start - sum((last - first for first, last in stretches), timedelta())
    return max(0, -(-left // _ONE_DAY))
