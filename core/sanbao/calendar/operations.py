"""Editing a work calendar: a day, a confirmed year, and next year's list from the libraries."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError
from sqlalchemy import select

from sanbao.calendar.due import Due, due, read_within
from sanbao.calendar.models import TYPED, WorkCalendarDay, WorkCalendarRow, WorkCalendarYear
from sanbao.calendar.schemas import read_week, write_week
from sanbao.calendar.seed import load, seed
from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.finding import by_code
from sanbao.schema import (
    CodeField,
    DayField,
    Input,
    ListField,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)

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


class WithinField(CodeField):
    """A promised time: 5wd or 15d, 4h or 30min."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            read_within(text)
        except SanbaoError as error:
            raise ValidationError(str(error)) from error
        return text


class WeekInput(Input):
    """The hours worked in a usual week; a day that is left out is free, lunch is the gap between two stretches."""

    calendar = RefField("work_calendar", required=True)
    mon = ListField(CodeField(), load_default=list)
    tue = ListField(CodeField(), load_default=list)
    wed = ListField(CodeField(), load_default=list)
    thu = ListField(CodeField(), load_default=list)
    fri = ListField(CodeField(), load_default=list)
    sat = ListField(CodeField(), load_default=list)
    sun = ListField(CodeField(), load_default=list)
    make_up = ListField(CodeField(), load_default=list)


class DueQuestion(Input):
    """Within which time of which moment."""

    within = WithinField(required=True)
    since = MomentField()
    calendar = CodeField(metadata={"reference": "work_calendar"})
    in_working_hours = YesNoField(load_default=False)


class CalendarQuestion(Input):
    """A calendar and the years that are needed."""

    calendar = CodeField(metadata={"reference": "work_calendar"})


@operation("calendar.set_day", title=N_("Enter a rest or make-up day"), schema=DayInput, roles=KEEPERS)
def set_day(work: Work, *, calendar: WorkCalendarRow, day: date, is_working: bool, name: str) -> None:
    """Enter a holiday or a make-up working day (调休) by hand; it outlives every later import."""
    query = select(WorkCalendarDay).where(WorkCalendarDay.calendar_id == calendar.id, WorkCalendarDay.day == day)
    row = work.session.scalars(query).one_or_none()
    if row is None:
        row = WorkCalendarDay(company_id=work.company.id, calendar_id=calendar.id, day=day)
        work.session.add(row)
    row.is_working, row.name, row.source, row.windows = is_working, name, TYPED, None


@operation("calendar.set_week", title=N_("Set the working hours of a week"), schema=WeekInput, roles=KEEPERS)
def set_week(work: Work, *, calendar: WorkCalendarRow, **days: list[str]) -> None:
    """Say which hours are worked in a usual week, such as 08:30-12:00 and 13:30-17:30; all seven days at once."""
    week, make_up = read_week({name: hours for name, hours in days.items() if hours})
    calendar.windows = write_week(week, make_up)


@operation("calendar.confirm_year", title=N_("Confirm a year's rest days"), schema=YearInput, roles=KEEPERS)
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


@operation("calendar.import_year", title=N_("Take over a year's rest days"), schema=YearInput, roles=KEEPERS)
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


@question(
    "calendar.due",
    schema=DueQuestion,
    roles=(*KEEPERS, "service_clerk", "service_engineer", "service_head", "finance", "auditor"),
)
def when_due(work: Work, **asked: Any) -> dict[str, Any]:
    """Tell when something is due that was promised within a time, and which days or hours were counted (CAL-04)."""
    found = due_of(work, **asked)
    return {"due_at": found.at.astimezone(work.zone), **found.reckoning()}


def due_of(
    work: Work,
    *,
    within: str,
    since: datetime | None = None,
    calendar: str | None = None,
    in_working_hours: bool = False,
) -> Due:
    """Return when something is due by a calendar of the company."""
    known = load(work.connection, work.company.id, calendar or work.company.calendar)
    return due(within, (since or work.now).astimezone(work.zone), known, in_working_hours=in_working_hours)
