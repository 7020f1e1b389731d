"""Which days and hours are worked: weekly windows, holidays and make-up days (CAL-02, CAL-04, CAL-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sanbao.calendar.errors import UnknownZone
from sanbao.calendar.periods import Period, trigger_day
from sanbao.decision import Text
from sanbao.i18n import N_

MINUTES_A_DAY = 24 * 60
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours that are worked without a break, in minutes of the day; 1440 is 24:00."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise ValueError(f"{self} does not open before it closes within one day")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Windows = tuple[Window, ...]

#: 08:30–12:00 and 13:30–17:30.
OFFICE_HOURS: Windows = (Window(510, 720), Window(810, 1050))
ALL_DAY: Windows = (Window(0, MINUTES_A_DAY),)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its week: a holiday, a make-up working day (调休上班), or a half day."""

    is_working: bool
    name: str = ""
    windows: Windows | None = None


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day that was found by counting, with what was counted and what nobody can know yet (CAL-12)."""

    day: date
    counted: tuple[date, ...] = ()
    skipped: tuple[date, ...] = ()
    unknown_years: tuple[int, ...] = ()

    @property
    def warning(self) -> Text | None:
        """What a reader must know before relying on this day."""
        return unknown_years_warning(self.unknown_years)


@dataclass(frozen=True)
class WorkCalendar:
    """A work calendar (工作日历): a value that never changes; ``known_years=None`` means that all are known."""

    code: str
    zone: str
    week: tuple[Windows, ...]
    days: Mapping[date, SpecialDay] = field(default_factory=dict, hash=False)
    known_years: frozenset[int] | None = None
    make_up_windows: Windows = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and at least one of them is worked")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise UnknownZone(zone=self.zone) from error
        usual = self.make_up_windows or next(windows for windows in self.week if windows)
        object.__setattr__(self, "make_up_windows", usual)
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))

    @property
    def tz(self) -> ZoneInfo:
        """The time zone in which days begin and end (CAL-07)."""
        return ZoneInfo(self.zone)

    def is_known(self, year: int) -> bool:
        """Tell whether the rest days of this year have been published."""
        return self.known_years is None or year in self.known_years

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years between two days whose rest days nobody has published."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.is_known(year))

    def is_working(self, day: date) -> bool:
        """Tell whether this is a working day (工作日)."""
        special = self.days.get(day)
        return bool(self.week[day.weekday()]) if special is None else special.is_working

    def windows_on(self, day: date) -> Windows:
        """Return the hours worked on a day; a make-up day has those of a usual one."""
        special = self.days.get(day)
        usual = self.week[day.weekday()]
        if special is None:
            return usual
        if not special.is_working:
            return ()
        return special.windows or usual or self.make_up_windows

    def add_working_days(self, trigger_day: date, count: int) -> DueDay:
        """Return the so-manieth working day after the trigger, which is day 0 (CAL-04)."""
        if count < 0:
            raise ValueError("working days are counted forwards")
        counted: list[date] = []
        skipped: list[date] = []
        day = trigger_day
        while len(counted) < count:
            day += _ONE_DAY
            (counted if self.is_working(day) else skipped).append(day)
        unknown = self.unknown_years(trigger_day + _ONE_DAY, day)
        return DueDay(day, tuple(counted), tuple(skipped), unknown)

    def working_day_after(self, trigger_day: date, count: int) -> date:
        """Return only the day of :meth:`add_working_days`; a :class:`Period` asks for it."""
        return self.add_working_days(trigger_day, count).day

    def working_days_between(self, trigger_day: date, until: date) -> int:
        """Count the working days after the trigger up to and with ``until``; none if it lies before."""
        return sum(self.is_working(day) for day in _days_after(trigger_day, until))


def unknown_years_warning(years: tuple[int, ...]) -> Text | None:
    """Return the sentence that stands beside a day that may still move, or nothing."""
    if not years:
        return None
    message = N_("The rest days of {years} are not published yet; this date may still move")
    return Text(message, {"years": list(years)})


def roll(day: date, calendar: WorkCalendar) -> DueDay:
    """Move a last day that falls on a rest day to the day after the rest days end (CAL-02).

    Give the statutory calendar of the country, not the opening hours of a shop.
    """
    return _nearest_working_day(day, calendar, _ONE_DAY)


def roll_back(day: date, calendar: WorkCalendar) -> DueDay:
    """Propose the nearest earlier working day for a visit that is due on a rest day (PM-11)."""
    return _nearest_working_day(day, calendar, -_ONE_DAY)


def last_day(
    period: Period,
    start: date,
    calendar: WorkCalendar,
    *,
    convention: str = "civil_code",
    extra_days: int = 0,
    roll_last_day: bool = False,
) -> DueDay:
    """Return the last covered day: the period, then downtime, then the roll (CAL-01, CAL-02, N-03)."""
    if period.working_days:
        counted = calendar.add_working_days(trigger_day(start, convention), period.working_days)
    else:
        counted = DueDay(period.end(start, convention))
    end = counted.day + timedelta(days=extra_days)
    if not roll_last_day:
        return DueDay(end, counted.counted, counted.skipped, counted.unknown_years)
    rolled = roll(end, calendar)
    unknown = tuple(dict.fromkeys(counted.unknown_years + rolled.unknown_years))
    return DueDay(rolled.day, counted.counted, counted.skipped + rolled.skipped, unknown)


def plain_week(code: str = "PLAIN", zone: str = "Asia/Shanghai", windows: Windows = OFFICE_HOURS) -> WorkCalendar:
    """Return a calendar that knows Monday to Friday and no holiday."""
    return WorkCalendar(code, zone, (windows,) * 5 + ((), ()))


def _nearest_working_day(day: date, calendar: WorkCalendar, step: timedelta) -> DueDay:
    found, skipped = day, []
    while not calendar.is_working(found):
        skipped.append(found)
        found += step
    unknown = calendar.unknown_years(min(day, found), max(day, found))
    return DueDay(found, (), tuple(skipped), unknown)


def _days_after(trigger_day: date, until: date) -> Iterator[date]:
    for offset in range(1, (until - trigger_day).days + 1):
        yield trigger_day + timedelta(days=offset)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
