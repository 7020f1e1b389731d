"""When something is due that was promised within a time: calendar or working days, running or working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sanbao.calendar.clocks import Deadline, Interval, day_of, end_of_day, parse_limit
from sanbao.calendar.errors import BadLimit, BadPeriod, BadTime
from sanbao.calendar.periods import Period
from sanbao.calendar.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """A moment by which something is due (到期时刻), with everything that was counted to find it (CAL-03, CAL-04)."""

    at: datetime
    within: str
    since: datetime
    days: tuple[date, ...] = ()
    skipped: tuple[date, ...] = ()
    hours: tuple[Interval, ...] = ()
    unknown_years: tuple[int, ...] = ()

    def reckoning(self) -> dict[str, Any]:
        """Return what the moment rests on as plain data, to be kept beside it (CAL-12)."""
        told: dict[str, Any] = {"within": self.within, "since": self.since.isoformat()}
        lists = {
            "counted": [day.isoformat() for day in self.days],
            "skipped": [day.isoformat() for day in self.skipped],
            "hours": [[one.start.isoformat(), one.end.isoformat()] for one in self.hours],
            "unknown_years": list(self.unknown_years),
        }
        return {**told, **{name: values for name, values in lists.items() if values}}


def read_within(text: str) -> Period | timedelta:
    """Read a promised time: 5wd, 10d, 2m, or 4h, 30min; :class:`BadTime` if it is neither."""
    try:
        return Period.parse(text)
    except BadPeriod:
        pass
    try:
        return parse_limit(text)
    except BadLimit as error:
        raise BadTime(text=text) from error


def due(within: str, since: datetime, calendar: WorkCalendar, *, in_working_hours: bool = False) -> Due:
    """Return when something is due: days end at 24:00, hours run on or only while people work (CAL-03, CAL-04)."""
    limit = read_within(within)
    if isinstance(limit, timedelta):
        return _of_hours(within, limit, since, calendar if in_working_hours else None, calendar)
    day = day_of(since, calendar.tz)
    if not limit.working_days:
        return Due(end_of_day(limit.end(day), calendar.tz), within, since)
    found = calendar.add_working_days(day, limit.working_days)
    at = end_of_day(found.day, calendar.tz)
    return Due(at, within, since, found.counted, found.skipped, (), found.unknown_years)


def _of_hours(
    within: str, limit: timedelta, since: datetime, clock: WorkCalendar | None, calendar: WorkCalendar
) -> Due:
    deadline = Deadline(since, limit, clock)
    at = deadline.due()
    assert at is not None  # noqa: S101 - nothing pauses it
    zone = calendar.tz
    hours = tuple(
        Interval(one.start.astimezone(zone), one.end.astimezone(zone)) for one in deadline.counted(at)
    )
    return Due(
        at, within, since, hours=hours if clock is not None else (), unknown_years=deadline.unknown_years(at)
    )
