"""Work calendars: a year on one page, next year's rest days in one step, and how far it is officially known."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import get_day_names, get_month_names
from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from sanbao.calendar.models import TYPED, WorkCalendarDay, WorkCalendarRow, WorkCalendarYear
from sanbao.calendar.official import OfficialYear, official_year
from sanbao.calendar.schemas import MAKE_UP, WEEKDAYS
from sanbao.i18n import N_, _, current_locale
from sanbao_admin import people, policy
from sanbao_admin.setting_up import reach, year_grid
from sanbao_admin.views import View, expose

SOURCES = {
    TYPED: N_("entered by hand"),
    "chinesecalendar": N_("State Council"),
    "holidays": N_("official list"),
}
FIRST_YEAR, LAST_YEAR = 1990, 2199


class Calendars(View):
    """Which days are worked: holidays, make-up days, hours of the week (CAL-02, CAL-04)."""

    code = "set_up_calendars"
    title = N_("Work calendars")
    help = N_("Holidays, make-up days and working hours; deadlines in working days are counted by them.")
    need = ("calendar.years", "calendar.set_day")
    group = "setup"
    icon = "calendar"

    def __init__(self) -> None:
        super().__init__(url="/set-up/calendars")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Go to the company's own calendar."""
        return redirect(url_for(".year", code=people.work().company.calendar))

    @expose("/<code>")
    def year(self, code: str) -> str:
        """Show a year."""
        work, row = people.work(), _calendar(code)
        year = _year(work.today.year)
        days = _days(row, year)
        worked = tuple(bool(row.windows.get(name)) for name in WEEKDAYS)
        grid = year_grid.months(year, worked, days)
        unknown = reach.unknown_years(work, code)
        return self.render(
            "sanbao/setting_up/calendar.html",
            calendar=row,
            others=_codes(),
            year=year,
            grid=grid,
            working_days=year_grid.working_days(grid),
            today=work.today,
            state=_state(row, year),
            sources=SOURCES,
            warning=reach.warning(unknown) if unknown else "",
            weekdays=list(zip(WEEKDAYS, weekday_names(), strict=True)),
            make_up=MAKE_UP,
            months=get_month_names(locale=current_locale()),
        )

    @expose("/<code>/import")
    @policy.allow("calendar.import_year")
    def preview(self, code: str) -> str:
        """Show what is published for a year, beside what is there already."""
        work, row = people.work(), _calendar(code)
        year = _year(work.today.year + 1)
        found = official_year(work.company.calendar, year)
        return self.render(
            "sanbao/setting_up/calendar_import.html",
            calendar=row,
            year=year,
            found=found,
            rows=_preview(found, _days(row, year)),
            state=_state(row, year),
            weekdays=weekday_names(),
            sources=SOURCES,
        )

    @expose("/<code>/import", methods=["POST"])
    @policy.allow("calendar.import_year")
    def take(self, code: str) -> ResponseReturnValue:
        """Take what is published for a year; days that were entered by hand stay."""
        year = request.form.get("year", "")
        result = people.do("calendar.import_year", {"calendar": code, "year": year})
        if result.data["published"]:
            flash(_(N_("The rest days of {year} were taken over."), year=year), "good")
        else:
            flash(
                _(
                    N_("Nobody has published the rest days of {year} yet; what there is are estimates."),
                    year=year,
                ),
                "warn",
            )
        return redirect(url_for(".year", code=code, year=year))

    @expose("/<code>/confirm", methods=["POST"])
    @policy.allow("calendar.confirm_year")
    def confirm(self, code: str) -> ResponseReturnValue:
        """Say that a year's rest days are entered and official."""
        year = request.form.get("year", "")
        people.do("calendar.confirm_year", {"calendar": code, "year": year})
        flash(_(N_("{year} now counts as officially known."), year=year), "good")
        return redirect(url_for(".year", code=code, year=year))


def weekday_names() -> list[str]:
    """Return the days of the week from Monday on, short, in the language of the request."""
    names = get_day_names("abbreviated", locale=current_locale())
    return [names[number] for number in range(7)]


def _year(usual: int) -> int:
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else usual
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _calendar(code: str) -> WorkCalendarRow:
    work = people.work()
    query = select(WorkCalendarRow).where(
        WorkCalendarRow.company_id == work.company.id, WorkCalendarRow.code == code
    )
    row = work.session.scalars(query).one_or_none()
    if row is None:
        abort(404)
    return row


def _codes() -> list[str]:
    work = people.work()
    query = select(WorkCalendarRow.code).where(WorkCalendarRow.company_id == work.company.id)
    return list(work.session.scalars(query.order_by(WorkCalendarRow.code)))


def _days(row: WorkCalendarRow, year: int) -> dict[date, year_grid.Special]:
    """Return the days of a year that differ from the usual week."""
    query = select(WorkCalendarDay).where(
        WorkCalendarDay.calendar_id == row.id,
        WorkCalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return {
        day.day: year_grid.Special(day.is_working, day.name, day.source)
        for day in people.work().session.scalars(query)
    }


def _state(row: WorkCalendarRow, year: int) -> WorkCalendarYear | None:
    query = select(WorkCalendarYear).where(
        WorkCalendarYear.calendar_id == row.id, WorkCalendarYear.year == year
    )
    return people.work().session.scalars(query).one_or_none()


def _preview(found: OfficialYear, there: dict[date, year_grid.Special]) -> list[dict[str, Any]]:
    """Return each day that is published or there, and what becomes of it."""
    rows = []
    for day in sorted({*found.days, *there}):
        new, old = found.days.get(day), there.get(day)
        if old is not None and old.source == TYPED:
            fate = N_("stays as it was entered by hand")
        elif new is None:
            fate = N_("is taken away")
        else:
            fate = N_("is new") if old is None else N_("stays")
        shown = new if new is not None and (old is None or old.source != TYPED) else old
        if shown is not None:
            rows.append({"day": day, "is_working": shown.is_working, "name": shown.name, "fate": fate})
    return rows
