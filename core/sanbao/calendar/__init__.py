"""Days and hours as after-sales service counts them: periods, work calendars, clocks, schedules.

Everything named here is pure: it needs no database and reads no clock. ``seed`` and ``load`` stand in
:mod:`sanbao.calendar.seed`, the tables in :mod:`sanbao.calendar.models`.
"""

from sanbao.calendar.clocks import (
    Deadline,
    Interval,
    Pause,
    closing_time,
    day_of,
    days_started,
    end_of_day,
    is_by_end_of_day,
    limit_text,
    parse_limit,
)
from sanbao.calendar.errors import BadLimit, BadPeriod, BadWeek, NoSuchCalendar, UnknownCountry, UnknownZone
from sanbao.calendar.periods import CONVENTIONS, Convention, Period, add_months
from sanbao.calendar.schedule import Phase, Schedule, every, window_before
from sanbao.calendar.work_calendar import (
    DueDay,
    SpecialDay,
    Window,
    WorkCalendar,
    last_day,
    plain_week,
    roll,
    roll_back,
)

__all__ = [
    "CONVENTIONS",
    "BadLimit",
    "BadPeriod",
    "BadWeek",
    "Convention",
    "Deadline",
    "DueDay",
    "Interval",
    "NoSuchCalendar",
    "Pause",
    "Period",
    "Phase",
    "Schedule",
    "SpecialDay",
    "UnknownCountry",
    "UnknownZone",
    "Window",
    "WorkCalendar",
    "add_months",
    "closing_time",
    "day_of",
    "days_started",
    "end_of_day",
    "every",
    "is_by_end_of_day",
    "last_day",
    "limit_text",
    "parse_limit",
    "plain_week",
    "roll",
    "roll_back",
    "window_before",
]
