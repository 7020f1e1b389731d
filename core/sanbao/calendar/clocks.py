"""Clocks that run to the second, around the clock or in working hours, and stand still on hold (CAL-03, SLA-12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sanbao.calendar.errors import BadLimit
from sanbao.calendar.work_calendar import WorkCalendar

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)
_WRITTEN = re.compile(r"(?:(\d{1,5})h)?(?:(\d{1,6})min)?(?:(\d{1,7})s)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time that was counted, from its first instant up to its end."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How much was counted."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stands still, with its reason; an open one (挂起) has no end yet."""

    start: datetime
    end: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and _utc(self.end) < _utc(self.start):
            raise ValueError("a pause never ends before it begins")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit (时限): 24×7 unless it has a work calendar; every answer can show what was counted (CAL-12)."""

    start: datetime
    limit: timedelta
    calendar: WorkCalendar | None = None
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        _utc(self.start)
        if self.limit < timedelta(0):
            raise ValueError("a time limit is never negative")

    def paused(self, pause: Pause) -> Deadline:
        """Return the same deadline with one more pause."""
        return replace(self, pauses=(*self.pauses, pause))

    def counted(self, until: datetime) -> tuple[Interval, ...]:
        """Return the intervals that count up to a moment: the explanation of :meth:`elapsed`."""
        until = _utc(until)
        found = []
        for span in self._spans():
            if span.start >= until:
                break
            found.append(Interval(span.start, min(span.end, until)))
        return tuple(found)

    def elapsed(self, until: datetime) -> timedelta:
        """Return the time that counts up to a moment."""
        return sum((span.length for span in self.counted(until)), timedelta(0))

    def due(self) -> datetime | None:
        """Return the moment at which the limit is used up, in UTC; ``None`` while an open pause holds it."""
        left = self.limit
        for span in self._spans():
            if left <= span.length:
                return span.start + left
            left -= span.length
        return None

    def due_if_resumed(self, now: datetime) -> datetime:
        """Return when it would be due if every open pause ended now."""
        resumed = tuple(p if p.end else replace(p, end=max(_utc(now), _utc(p.start))) for p in self.pauses)
        due = replace(self, pauses=resumed).due()
        return due or _NEVER

    def is_met(self, at: datetime) -> bool:
        """Tell whether something done at this moment was in time: the limit itself still is (CAL-03).

        On a working clock no time passes between closing and opening, so nobody becomes late overnight.
        """
        return not self.late_by(at)

    def late_by(self, at: datetime) -> timedelta:
        """Return by how many whole seconds the limit is exceeded; nothing when it is met (CAL-03)."""
        over = self.elapsed(at) - self.limit
        return max(timedelta(0), over // _SECOND * _SECOND)

    def unknown_years(self, until: datetime) -> tuple[int, ...]:
        """Return the years up to a moment whose rest days nobody has published yet."""
        if self.calendar is None:
            return ()
        return self.calendar.unknown_years(day_of(self.start, self.calendar.tz), day_of(until, self.calendar.tz))

    def _spans(self) -> Iterator[Interval]:
        """Yield what counts from the start on, without end unless an open pause ends it."""
        pauses = _merged(self.pauses)
        held_from = pauses[-1].start if pauses and pauses[-1].end == _NEVER else _NEVER
        for span in self._open_spans():
            if span.start >= held_from:
                return
            yield from _without(span, pauses)

    def _open_spans(self) -> Iterator[Interval]:
        start = _utc(self.start)
        if self.calendar is None:
            yield Interval(start, _NEVER)
            return
        day = day_of(start, self.calendar.tz)
        while True:
            for span in working_hours(self.calendar, day):
                if span.end > start:
                    yield Interval(max(span.start, start), span.end)
            day += _DAY


def parse_limit(text: str) -> timedelta:
    """Read what a profile says: 30min, 3h, 1h30min, 45s."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        raise BadLimit(text=text)
    hours, minutes, seconds = (int(digits or 0) for digits in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def limit_text(limit: timedelta) -> str:
    """Write a limit as :func:`parse_limit` reads it."""
    minutes, seconds = divmod(limit // _SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day on which a moment falls where the zone's people live (CAL-07)."""
    return _utc(moment).astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return "D 24:00", the same instant as the next day's 00:00:00, in UTC (CAL-03)."""
    return instant(day, 24 * 60, zone)


def is_by_end_of_day(moment: datetime, day: date, zone: ZoneInfo) -> bool:
    """Tell whether a moment lies at or before "D 24:00" (CAL-03)."""
    return _utc(moment) - end_of_day(day, zone) < _SECOND


def closing_time(calendar: WorkCalendar, day: date) -> datetime:
    """Return when a working day closes: the other end that a CAL-04 deadline may have."""
    spans = working_hours(calendar, day)
    return spans[-1].end if spans else end_of_day(day, calendar.tz)


def working_hours(calendar: WorkCalendar, day: date) -> tuple[Interval, ...]:
    """Return a day's working hours as instants; on the days of a clock change they may be longer or shorter."""
    zone = calendar.tz
    spans = (Interval(instant(day, w.opens, zone), instant(day, w.closes, zone)) for w in calendar.windows_on(day))
    return tuple(span for span in spans if span.start < span.end)


def instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the instant at which a zone's wall clock shows a time; one that is skipped is the change itself."""
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    before, after = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
    # Only inside a gap does the later reading come out earlier.
    return _change_between(before, after, zone) if before < after else after


def days_started(length: timedelta) -> int:
    """Return full days of 24 hours, a remainder counting as one more (N-20)."""
    return -(-length // _DAY)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _merged(pauses: Iterable[Pause]) -> list[Interval]:
    merged: list[Interval] = []
    for pause in sorted((Interval(_utc(p.start), _utc(p.end) if p.end else _NEVER) for p in pauses), key=_start):
        if merged and pause.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, pause.end))
        else:
            merged.append(pause)
    return merged


def _without(span: Interval, pauses: Iterable[Interval]) -> Iterator[Interval]:
    start = span.start
    for pause in pauses:
        if pause.start < span.end and pause.end > start:
            if pause.start > start:
                yield Interval(start, pause.start)
            start = pause.end
    if start < span.end:
        yield Interval(start, span.end)


def _start(interval: Interval) -> datetime:
    return interval.start


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)
