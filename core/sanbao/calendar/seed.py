"""Fill a company's work calendar from what is published, and read it back as a value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select
from sqlalchemy.orm import Session

from sanbao.calendar.errors import BadWeek, NoSuchCalendar
from sanbao.calendar.models import TYPED, WorkCalendarDay, WorkCalendarRow, WorkCalendarYear
from sanbao.calendar.official import CHINA, OfficialYear, official_year, usual_week
from sanbao.calendar.schemas import read_week, read_windows, write_week
from sanbao.calendar.work_calendar import SpecialDay, WorkCalendar
from sanbao.errors import Problem

_CALENDAR: Any = WorkCalendarRow.__table__
_DAY: Any = WorkCalendarDay.__table__
_YEAR: Any = WorkCalendarYear.__table__


def seed(
    connection: Connection | Session,
    company_id: int,
    code: str = CHINA,
    years: Iterable[int] = (),
    *,
    country: str | None = None,
    zone: str = "Asia/Shanghai",
    name: str = "",
    windows: dict[str, list[str]] | None = None,
) -> list[int]:
    """Create or complete a calendar; return the years that nobody has published yet.

    Run it again every autumn: a year that was known, and a day that a person entered, stay as they are.
    """
    country = country or code
    calendar_id = _calendar_id(connection, company_id, code)
    if calendar_id is None:
        week = windows if windows is not None else write_week(usual_week(country))
        calendar_id = _create(connection, company_id, code, name or code, zone, week)
    known = _known_years(connection, calendar_id)
    found = [official_year(country, year) for year in dict.fromkeys(years) if year not in known]
    for year in found:
        _write_year(connection, company_id, calendar_id, year)
    return [year.year for year in found if not year.known]


def load(connection: Connection | Session, company_id: int, code: str = CHINA) -> WorkCalendar:
    """Return a company's calendar as a value that rules can count with."""
    asked = select(_CALENDAR).where(_CALENDAR.c.company_id == company_id, _CALENDAR.c.code == code)
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise NoSuchCalendar(key=code)
    week, make_up = read_week(row.windows)
    days = connection.execute(select(_DAY).where(_DAY.c.calendar_id == row.id))
    special = {day.day: _special_day(day) for day in days}
    return WorkCalendar(code, row.zone, week, special, _known_years(connection, row.id), make_up)


def _create(
    connection: Connection | Session, company_id: int, code: str, name: str, zone: str, week: dict[str, list[str]]
) -> int:
    read, make_up = read_week(week)
    # Built once before it is kept, so that a wrong zone is refused here and not at the first claim.
    WorkCalendar(code, zone, read, make_up_windows=make_up)
    row = {"company_id": company_id, "code": code, "name": name, "zone": zone, "windows": write_week(read, make_up)}
    created = connection.execute(insert(_CALENDAR).values(row).returning(_CALENDAR.c.id))
    return int(created.scalar_one())


def _calendar_id(connection: Connection | Session, company_id: int, code: str) -> int | None:
    asked = select(_CALENDAR.c.id).where(_CALENDAR.c.company_id == company_id, _CALENDAR.c.code == code)
    found: int | None = connection.execute(asked).scalar_one_or_none()
    return found


def _known_years(connection: Connection | Session, calendar_id: int) -> frozenset[int]:
    asked = select(_YEAR.c.year).where(_YEAR.c.calendar_id == calendar_id, _YEAR.c.known)
    return frozenset(connection.execute(asked).scalars())


def _write_year(connection: Connection | Session, company_id: int, calendar_id: int, year: OfficialYear) -> None:
    key = {"company_id": company_id, "calendar_id": calendar_id}
    connection.execute(delete(_YEAR).where(_YEAR.c.calendar_id == calendar_id, _YEAR.c.year == year.year))
    state = {"year": year.year, "source": year.source, "known": year.known}
    connection.execute(insert(_YEAR).values({**key, **state}))
    typed = _drop_seeded_days(connection, calendar_id, year.year)
    fresh = [
        {**key, "day": day, "is_working": special.is_working, "name": special.name, "source": year.source}
        for day, special in year.days.items()
        if day not in typed
    ]
    if fresh:
        connection.execute(insert(_DAY), fresh)


def _drop_seeded_days(connection: Connection | Session, calendar_id: int, year: int) -> set[date]:
    """Forget what was only estimated for a year; return the days that a person entered."""
    in_year = (_DAY.c.calendar_id == calendar_id) & _DAY.c.day.between(date(year, 1, 1), date(year, 12, 31))
    connection.execute(delete(_DAY).where(in_year, _DAY.c.source != TYPED))
    return set(connection.execute(select(_DAY.c.day).where(in_year)).scalars())


def _special_day(row: Row[Any]) -> SpecialDay:
    if row.windows is None:
        return SpecialDay(row.is_working, row.name)
    problems: list[Problem] = []
    windows = read_windows(row.windows, row.day.isoformat(), problems)
    if problems:
        raise BadWeek(problems)
    return SpecialDay(row.is_working, row.name, windows)
