"""The calendar of a list: a month with what is dated on each day, and for papers what is due."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _
from sanbao_admin.lists import paging, showing, values
from sanbao_admin.lists.links import Links
from sanbao_admin.lists.spec import Col

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.asking import Asked

#: So many rows of a month are drawn.
MOST = 1_000
#: And so many of a day; the others are behind a link.
PER_DAY = 5
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True)
class Event:
    """Something on a day."""

    text: str
    note: str
    address: str
    look: str


@dataclass
class Day:
    """A day of the grid."""

    on: date
    is_inside: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)
    more: str = ""


@dataclass(frozen=True)
class Month:
    """A month as it is drawn: its weeks, the ways out of it, and by which date rows stand where they stand."""

    title: str
    weekdays: list[str]
    weeks: list[list[Day]]
    before: str
    after: str
    today: str
    by: Col
    choices: list[tuple[Col, str]]
    is_cut: bool


def read(work: Work, asked: Asked, links: Links, month: str | None, by: str | None) -> Month:
    """Return the month that an address asks for; an odd one is this month."""
    first = _first(work, month)
    dates = [one for one in asked.spec.columns if one.look in ("date", "moment") and one.source is not None]
    column = next((one for one in dates if one.field == by), dates[0])
    days = _grid(first, work.today)
    found = list(paging.hers(work, _between(work, asked, column, days), MOST + 1))
    _place(work, asked, links, column, days, found[:MOST])
    every = list(days.values())
    return Month(
        f"{first:%Y-%m}",
        [_(one) for one in WEEKDAYS],
        [every[start : start + 7] for start in range(0, len(every), 7)],
        links.to(month=f"{_earlier(first):%Y-%m}"),
        links.to(month=f"{_later(first):%Y-%m}"),
        links.to(month=None),
        column,
        [(one, links.to(by=one.field, month=f"{first:%Y-%m}")) for one in dates],
        len(found) > MOST,
    )


def _first(work: Work, text: str | None) -> date:
    try:
        found = values.day(f"{text}-01") if text else work.today
    except ValueError:
        found = work.today
    # The grid reaches into the months around.
    return found.replace(day=1, year=min(max(found.year, 1900), 9998))


def _earlier(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _later(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _grid(first: date, today: date) -> dict[date, Day]:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return {day: Day(day, day.month == first.month, day == today) for week in weeks for day in week}


def _between(work: Work, asked: Asked, column: Col, days: Iterable[date]) -> Asked:
    every = list(days)
    begin: Any = every[0]
    end: Any = values.day_after(every[-1])
    if column.look == "moment":
        begin, end = values.day_begins(begin, work.zone), values.day_begins(end, work.zone)
    inside = [column.source >= begin, column.source < end]
    shown = [one for one in asked.spec.columns if one.is_shown or one is column]
    return replace(asked, conditions=[*asked.conditions, *inside], columns=shown)


def _place(
    work: Work, asked: Asked, links: Links, column: Col, days: dict[date, Day], found: list[paging.Values]
) -> None:
    spec = asked.spec
    for shown in showing.rows(
        work, spec, [one for one in spec.columns if one.is_shown and one.reckon is None], found
    ):
        day = days.get(_day(work, shown.values[column.field]))
        if day is not None:
            look = next((cell.pill for cell in shown.cells if cell.pill), "")
            note = " · ".join(cell.text for cell in shown.cells[1:] if cell.text)
            day.events.append(Event(_called(shown), note, shown.address, look))
    if spec.is_paper and not paging.has_row_rules(work, spec):
        for due, number in _deadlines(work, asked, days):
            day = days.get(_day(work, due))
            if day is not None:
                address = f"/paper/{number}"
                late = "bad" if due < work.now else "warn"
                day.events.append(
                    Event(
                        f"⏰ {number}",
                        _(N_("due {at}"), at=f"{due.astimezone(work.zone):%H:%M}"),
                        address,
                        late,
                    )
                )
    for day in days.values():
        if len(day.events) > PER_DAY:
            ends = {f"{column.field}.from": day.on.isoformat(), f"{column.field}.until": day.on.isoformat()}
            day.more = links.to("", **ends, view="list", month=None)


def _called(shown: showing.Shown) -> str:
    """Return what a row is called in a small box: its key, and the first word about it."""
    return " ".join(cell.text for cell in shown.cells[:2] if cell.text) or str(shown.key)


def _deadlines(work: Work, asked: Asked, days: dict[date, Day]) -> list[tuple[datetime, str]]:
    every = list(days)
    begin = values.day_begins(every[0], work.zone)
    end = values.day_begins(values.day_after(every[-1]), work.zone)
    query = (
        select(DeadlineRecord.due_at, Document.number)
        .select_from(DeadlineRecord)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(
            DeadlineRecord.company_id == work.company.id,
            DeadlineRecord.due_at >= begin,
            DeadlineRecord.due_at < end,
            DeadlineRecord.met_at.is_(None),
            *asked.conditions,
        )
    )
    if asked.spec.own is not None:
        query = query.outerjoin(asked.spec.own, asked.spec.joined)
    rows = work.connection.execute(query.order_by(DeadlineRecord.due_at).limit(MOST)).all()
    return [(due, str(number)) for due, number in rows]


def _day(work: Work, value: Any) -> date:
    return value.astimezone(work.zone).date() if isinstance(value, datetime) else value
