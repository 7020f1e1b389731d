"""Editing a work calendar: a day, a confirmed year, and next year's list from the libraries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar.models import TYPED, WorkCalendarDay, WorkCalendarRow, WorkCalendarYear
from sanbao.calendar.seed import load, seed
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.finding import by_code
from sanbao.schema import CodeField, DayField, Input, RefField, TextField, WholeField, YesNoField

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("hr", "service_manager")
find_calendar = by_code(WorkCalendarRow, N_("work calendar"))


class DayInput(Input):
    """A day that differs from the usual week."""

    calendar = RefField("work_calendar", required=True)
    day = DayField(required=True)
    is_working = YesNoField(required=True)
    name = TextField(longest=80, load_default="")


class YearInput(Input):
    """A year of a calendar."""

    calendar = RefField("work_calendar", required=True)
    year = WholeField(least=1990, most=2199, required=True)
    country = CodeField()


class CalendarQuestion(Input):
    """A calendar and the years that are needed."""

    calendar = CodeField()


@operation("calendar.set_day", schema=DayInput, roles=KEEPERS)
def set_day(work: Work, *, calendar: WorkCalendarRow, day: date, is_working: bool, name: str) -> None:
    """Enter a holiday or a make-up working day (调休) by hand; it outlives every later import."""
    query = select(WorkCalendarDay).where(WorkCalendarDay.calendar_id == calendar.id, WorkCalendarDay.day == day)
    row = work.session.scalars(query).one_or_none()
    if row is None:
        row = WorkCalendarDay(company_id=work.company.id, calendar_id=calendar.id, day=day)
        work.session.add(row)
    row.is_working, row.name, row.source, row.windows = is_working, name, TYPED, None


@operation("calendar.confirm_year", schema=YearInput, roles=KEEPERS)
def confirm_year(work: Work, *, calendar: WorkCalendarRow, year: int, country: str | None = None) -> None:
    """Say that a year's rest days are entered and official, so that deadlines no longer carry a warning."""
    query = select(WorkCalendarYear).where(
        WorkCalendarYear.calendar_id == calendar.id, WorkCalendarYear.year == year
    )
    row = work.session.scalars(query).one_or_none()
    if row is None:
        row = WorkCalendarYear(company_id=work.company.id, calendar_id=calendar.id, year=year)
        work.session.add(row)
    row.known, row.source = True, TYPED


@operation("calendar.import_year", schema=YearInput, roles=KEEPERS)
def import_year(
    work: Work, *, calendar: WorkCalendarRow, year: int, country: str | None = None
) -> dict[str, Any]:
    """Take a year's rest days from the installed holiday tables; days entered by hand stay."""
    unknown = seed(work.session, work.company.id, calendar.code, [year], country=country or work.company.calendar)
    return {"year": year, "published": year not in unknown}


@question("calendar.years", schema=CalendarQuestion, roles=(*KEEPERS, "service_clerk", "finance", "auditor"))
def years(work: Work, *, calendar: str | None = None) -> dict[str, Any]:
    """Tell which years a calendar knows, and whether this and the next year are among them."""
    known = load(work.connection, work.company.id, calendar or work.company.calendar)
    wanted = (work.today.year, work.today.year + 1)
    return {
        "calendar": calendar or work.company.calendar,
        "known": sorted(known.known_years or ()),
        "unknown": [year for year in wanted if not known.is_known(year)],
    }
