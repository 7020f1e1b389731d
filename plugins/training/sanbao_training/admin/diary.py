"""The training calendar: a month at a glance, or a week by trainer, room or client; what is taken twice is said in words."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from sanbao.calendar.seed import load as load_calendar
from sanbao.i18n import N_, _
from sanbao_admin import acting, asking, people
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work

ADDRESS = "/training/calendar"
QUESTION = "training.calendar"
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
#: By what a week is laid out: the field of a session's row that names it, and its words.
LANES = {
    "trainer": ("trainer", N_("By trainer")),
    "room": ("place", N_("By room")),
    "client": ("party_name", N_("By client")),
}
#: What is taken twice, as a sentence.
TWICE = {
    "trainer": N_("{name} teaches {session} and {other} at one time, {day}"),
    "room": N_("{name} is taken by {session} and {other} at one time, {day}"),
}
_BEGINS, _ENDS = "09:00", "17:00"
Rows = Sequence[Mapping[str, Any]]


class Diary(View):
    """Who teaches what where on which day."""

    code = "training_calendar"
    title = N_("Training calendar")
    help = N_(
        "A day's plus plans a session there. Red is taken twice; rest days of the work calendar have red numbers."
    )
    need = QUESTION
    group = "training"
    icon = "calendar"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show a month, or a week by trainer, room or client."""
        work = people.work()
        given = asking.typed()
        by = given.get("by", "") if given.get("by", "") in LANES else ""
        day = _day(given.get("on", ""), work.today)
        first, last = _week(day) if by else _month(day)
        told = work.ask(QUESTION, {"start": first.isoformat(), "end": last.isoformat()})
        twice = _twice(told["conflicts"])
        laid = _lanes(told["sessions"], LANES[by][0], first) if by else []
        step = timedelta(days=7)
        return self.render(
            "sanbao_training/diary.html",
            by=by,
            lanes=laid,
            views=[("", _(N_("Month"))), *((code, _(title)) for code, (_field, title) in LANES.items())],
            weeks=_weeks(work, first, last, told["sessions"]),
            weekdays=WEEKDAYS,
            month=day.month,
            today=work.today,
            title=f"{first} – {last}" if by else f"{day:%Y-%m}",
            before=_address(by, first - step if by else day.replace(day=1) - timedelta(days=1)),
            after=_address(by, first + step if by else day.replace(day=28) + timedelta(days=7)),
            now=_address(by, work.today),
            leads=lambda view: _address(view, day),
            twice=twice,
            bad={number for one in told["conflicts"] for number in (one["session"], one["other"])},
            plan=_plan,
        )


def _day(text: str, today: date) -> date:
    """Return the day that an address names; an odd one is today."""
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return found if 1970 <= found.year <= 9000 else today


def _month(day: date) -> tuple[date, date]:
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return weeks[0][0], weeks[-1][-1]


def _week(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def _address(by: str, day: date) -> str:
    return f"{ADDRESS}/?{urlencode({'on': day.isoformat(), **({'by': by} if by else {})})}"


def _plan(day: date) -> str:
    """Return the form of a new session on a day, in usual hours."""
    times = {"starts_at": f"{day}T{_BEGINS}", "ends_at": f"{day}T{_ENDS}"}
    return acting.address("training_session.plan", then=_address("", day), **times)


def _weeks(work: Work, first: date, last: date, sessions: Rows) -> list[list[dict[str, Any]]]:
    """Return the weeks of a grid: each day with its sessions, and whether people work on it."""
    known = load_calendar(work.connection, work.company.id, work.company.calendar)
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    rows = [
        {"on": day, "is_off": not known.is_working(day), "sessions": _of_day(sessions, day)} for day in days
    ]
    return [rows[start : start + 7] for start in range(0, len(rows), 7)]


def _of_day(sessions: Rows, day: date) -> list[Mapping[str, Any]]:
    return [one for one in sessions if one["starts_at"].date() <= day <= one["ends_at"].date()]


def _lanes(sessions: Rows, field: str, first: date) -> list[tuple[str, list[list[Mapping[str, Any]]]]]:
    """Return a row for each trainer, room or client of the week, with what each has on its seven days."""
    names = sorted({one[field] or "" for one in sessions}, key=lambda name: (not name, name))
    days = [first + timedelta(days=count) for count in range(7)]
    return [
        (name, [_of_day([one for one in sessions if (one[field] or "") == name], day) for day in days])
        for name in names
    ]


def _twice(conflicts: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what is taken twice in words, each with where it is put right."""
    work = people.work()
    return [
        {
            "said": _(
                TWICE[one["what"]],
                name=one["name"],
                session=one["session"],
                other=one["other"],
                day=f"{one['starts_at'].astimezone(work.zone):%Y-%m-%d %H:%M}",
            ),
            "address": f"/paper/{quote(one['other'], safe='')}",
        }
        for one in conflicts
    ]
