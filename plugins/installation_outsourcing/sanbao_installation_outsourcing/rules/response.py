"""Whether a problem was answered as promised: each line of a service level held against what happened (INS-11, SLA-01…13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sanbao.calendar.clocks import Deadline, Pause, end_of_day, instant
from sanbao.calendar.due import due
from sanbao.calendar.work_calendar import WorkCalendar
from sanbao.decision import Step
from sanbao_installation_outsourcing.rules.delays import (
    AUTO_RELIEF,
    FORCE_MAJEURE,
    NEGOTIATE,
    OURS,
    Hindrance,
)
from sanbao_installation_outsourcing.rules.response_words import explained
from sanbao_installation_outsourcing.rules.service_levels import ENDS, Line, ServiceLevel, Tier, first

#: Where a clock stands.
WAITING, OPEN, HELD, MET, EXCUSED, BREACHED, BEST_EFFORT, NOT_NEEDED, NO_LIMIT = (
    "waiting",
    "open",
    "held",
    "met",
    "excused",
    "breached",
    "best_effort",
    "not_needed",
    "no_limit",
)
NOTHING = timedelta(0)
#: The start of a clock that nobody recorded, but that what came later shows (SLA-03).
_INSTEAD = {"remote_failed": ENDS["reply"]}


@dataclass(frozen=True, slots=True)
class Relief:
    """A stretch in which the clock stands still: a hold, or lost days that were agreed on; some give no relief yet.

    ``rule`` is what gives it, or refuses it.
    """

    rule: str
    start: datetime
    end: datetime | None
    what: str
    counts: bool = True
    is_hold: bool = False

    @property
    def pause(self) -> Pause:
        """The same in the words of the calendar."""
        return Pause(self.start, self.end, self.what)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a problem: when each event happened, what gives relief, and the appointment that the client asked for."""

    moments: Mapping[str, datetime]
    reliefs: tuple[Relief, ...] = ()
    appointed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What one line makes of a problem (响应时钟): since when, until when, done when and by what, how late, and why."""

    line: Line
    state: str
    start_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    late: timedelta = NOTHING
    elapsed: timedelta | None = None
    tender_due_at: datetime | None = None
    tender_met: bool | None = None
    steps: tuple[Step, ...] = ()

    @property
    def late_seconds(self) -> int:
        """By how many whole seconds it is late (CAL-03)."""
        return self.late // timedelta(seconds=1)


def clocks(
    level: ServiceLevel, tier: Tier, facts: Facts, now: datetime, calendar: WorkCalendar, profile: str = ""
) -> tuple[Clock, ...]:
    """Hold every line that fits a problem against what happened up to a moment; the order of telling changes nothing."""
    lines = level.lines_for(tier)
    found = (judged(line, facts, now, calendar) for line in lines)
    return tuple(
        replace(one, steps=explained(one, level, tier, facts, calendar.tz, profile or level.code))
        for one in found
    )


def judged(line: Line, facts: Facts, now: datetime, calendar: WorkCalendar) -> Clock:
    """Hold one line against what happened: exactly in time is in time, a second more is late (CAL-03)."""
    ended_by = first(facts.moments, line.ends)
    ended_at = facts.moments[ended_by] if ended_by is not None else None
    start = _start(line, facts.moments, ended_by)
    if start is None:
        state = NOT_NEEDED if ended_by is not None or "done" in facts.moments else WAITING
        return Clock(line, state, ended_at=ended_at, ended_by=ended_by)
    elapsed = max(NOTHING, ended_at - start) if ended_at is not None else None
    if line.limit is None:
        return Clock(line, NO_LIMIT, start, None, ended_at, ended_by, elapsed=elapsed)
    strict = _limit(line, start, calendar, facts)
    held = pausing(strict, [one.pause for one in facts.reliefs if one.counts and one.is_hold])
    eased = pausing(strict, [one.pause for one in facts.reliefs if one.counts])
    late = eased.late_by(ended_at or now)
    state = _state(line, ended_at, late, eased, held)
    tender_due, tender_met = _tender(line, start, ended_at, now, calendar)
    return Clock(line, state, start, eased.due(), ended_at, ended_by, late, elapsed, tender_due, tender_met)


def _start(line: Line, moments: Mapping[str, datetime], ended_by: str | None) -> datetime | None:
    """Return when a clock starts; a start that nobody told, but that its end shows, is the first answer (SLA-03)."""
    if line.start_event in moments:
        return moments[line.start_event]
    instead = first(moments, _INSTEAD.get(line.start_event, ())) if ended_by is not None else None
    return moments[instead] if instead is not None else None


def _limit(line: Line, start: datetime, calendar: WorkCalendar, facts: Facts) -> Deadline:
    """Return the limit without any relief; a later appointment that the client asked for stands in its place (SLA-12)."""
    if line.metric == "arrival" and facts.appointed_at is not None and facts.appointed_at >= start:
        return Deadline(start, facts.appointed_at - start)
    return limit_of(line.within or "", line.length, line.calendar, start, calendar)


def limit_of(
    within: str, length: timedelta | None, clock: str | None, start: datetime, calendar: WorkCalendar
) -> Deadline:
    """Return a limit as a clock: hours run on or only while people work, days end at 24:00 (CAL-03, CAL-04)."""
    if length is not None:
        return Deadline(start, length, calendar if clock == "working_hours" else None)
    return Deadline(start, due(within, start, calendar).at - start)


def pausing(limit: Deadline, pauses: Sequence[Pause]) -> Deadline:
    """Let a clock stand still; what began after it had run out gives no relief any more (SLA-13)."""
    for pause in sorted(pauses, key=lambda one: (one.start, one.end is None, one.end or one.start)):
        end = limit.due()
        if end is None or pause.start < end:
            limit = limit.paused(pause)
    return limit


def _state(line: Line, ended_at: datetime | None, late: timedelta, eased: Deadline, held: Deadline) -> str:
    if late:
        return BEST_EFFORT if line.consequence == "none" else BREACHED
    if ended_at is not None:
        return EXCUSED if held.late_by(ended_at) else MET
    return HELD if eased.due() is None else OPEN


def _tender(
    line: Line, start: datetime, ended_at: datetime | None, now: datetime, calendar: WorkCalendar
) -> tuple[datetime | None, bool | None]:
    """Return by when it was asked for at most, and whether that was kept; a figure only (SLA-05)."""
    if line.tender_limit is None or line.tender_within is None:
        return None, None
    length = None if line.length is None or not line.limit else line.length / line.limit * line.tender_limit
    asked = limit_of(line.tender_within, length, line.calendar, start, calendar)
    if ended_at is None and asked.is_met(now):
        return asked.due(), None
    return asked.due(), asked.is_met(ended_at or now)


def reliefs_of(
    hindrances: Sequence[Hindrance], fm_mode: str | None, calendar: WorkCalendar
) -> tuple[Relief, ...]:
    """Return what lost days give: our and the client's days as they are, force majeure only as agreed on (INS-15, LEG-02)."""
    ordered = sorted(hindrances, key=lambda each: (each.start, each.end, each.cause, each.what))
    return tuple(_relief(one, fm_mode or NEGOTIATE, calendar) for one in ordered)


def _relief(one: Hindrance, fm_mode: str, calendar: WorkCalendar) -> Relief:
    rule, days = _days(one, fm_mode)
    last = min(one.end, one.start + timedelta(days=days - 1)) if days else one.end
    start = instant(one.start, 0, calendar.tz)
    return Relief(rule, start, end_of_day(last, calendar.tz), one.what, counts=days != 0)


def _days(one: Hindrance, fm_mode: str) -> tuple[str, int | None]:
    """Return the rule, and how many of the days count; nothing: all of them."""
    if one.cause != FORCE_MAJEURE:
        return ("INS-04" if one.cause == OURS else "INS-22"), None
    if fm_mode == AUTO_RELIEF:
        return "SLA-13", None
    return "INS-15", (one.agreed_days or 0) if fm_mode == NEGOTIATE else 0
