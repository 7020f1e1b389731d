"""Filters of a list: what somebody chose, as conditions for the database and as chips for the eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_

from sanbao.i18n import N_, _
from sanbao_admin.lists import references, values
from sanbao_admin.lists.spec import DAYS, Col, Facet, ListSpec

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from werkzeug.datastructures import MultiDict

    from sanbao.work import Work

#: Of so many values of one filter the first are used.
MOST_VALUES = 50
YES = "yes"
SPANS = {
    "today": N_("Today"),
    "this_week": N_("This week"),
    "this_month": N_("This month"),
    "last_month": N_("Last month"),
    "this_year": N_("This year"),
    "last_year": N_("Last year"),
}
_RANGED = (*DAYS, "number", "amount", "quantity")
_ENDS = {
    ".from": N_("from {value}"),
    ".until": N_("until {value}"),
    ".has": N_("contains {value}"),
    ".in": "{value}",
    "": "{value}",
}


@dataclass(frozen=True)
class Given:
    """One filter as it was chosen: its words in the address, what it means to the database, how it reads."""

    name: str
    texts: tuple[str, ...]
    title: str
    said: str
    condition: ColumnElement[bool]


@dataclass
class Reading:
    """Filters being read from an address; what cannot be used is noted, never an error."""

    work: Work
    spec: ListSpec
    found: list[Given] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, title: str, text: str) -> None:
        """Note a value that means nothing here."""
        self.notes.append(
            _(N_("“{value}” was left out: it is no value of {field}."), value=text, field=title)
        )


def read(work: Work, spec: ListSpec, arguments: MultiDict[str, str]) -> Reading:
    """Return the filters of an address; each column's values are one filter."""
    reading = Reading(work, spec)
    for facet in spec.facets:
        if arguments.get(facet.name) == YES:
            condition = facet.condition(work)
            reading.found.append(Given(facet.name, (YES,), "", _(facet.title), condition))
    for column in spec.columns_where("is_filter"):
        for ending, make in _ways(column):
            texts = [values.cleaned(text) for text in arguments.getlist(column.field + ending)][:MOST_VALUES]
            if given := [text for text in texts if text]:
                _take(reading, column, ending, given, make)
    return reading


Make = Callable[["Reading", Col, list[str]], tuple[list[str], list[str], Any]]


def _take(reading: Reading, column: Col, ending: str, texts: list[str], make: Make) -> None:
    kept, said, condition = make(reading, column, texts)
    if kept:
        phrase = _(_ENDS[ending], value=_(N_(" or ")).join(said))
        reading.found.append(Given(column.field + ending, tuple(kept), column.heading, phrase, condition))


def _ways(column: Col) -> Iterator[tuple[str, Make]]:
    """Yield the endings under which a column can be filtered, and what each makes of its texts."""
    yield "", _references if column.look == "reference" else _exactly
    if column.look in DAYS:
        yield ".in", _span
    if column.look in _RANGED:
        yield ".from", _from
        yield ".until", _until
    if column.look in ("text", "code"):
        yield ".has", _has


def _exactly(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    kept, said, wanted, fits = [], [], [], []
    for text in texts:
        if text == values.NONE:
            fits.append(column.source.is_(None))
            said.append(_(N_("none")))
        else:
            try:
                found = _value(column, text)
            except ValueError:
                reading.refuse(column.heading, text)
                continue
            said.append(shown(column, found))
            if column.look == "moment":
                fits.append(_within(reading.work, column, found, found))
            else:
                wanted.append(found)
        kept.append(text)
    if wanted:
        fits.append(column.source.in_(wanted))
    return kept, said, or_(*fits) if fits else None


def _value(column: Col, text: str) -> Any:
    """Return what a column's filter compares with: moments are filtered by their local day."""
    return values.day(text) if column.look == "moment" else values.read(column, text)


def _references(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    wanted = [text for text in texts if text != values.NONE]
    known = references.keys(reading.work, column.target, wanted) if wanted else {}
    for text in wanted:
        if text not in known:
            reading.refuse(column.heading, text)
    kept = [text for text in texts if text in known or text == values.NONE]
    fits: list[Any] = (
        [column.source.in_([key for text in kept for key in known.get(text, ())])] if known else []
    )
    if values.NONE in kept:
        fits.append(column.source.is_(None))
    said = [
        _(N_("none")) if text == values.NONE else _called(reading.work, column, text, known) for text in kept
    ]
    return kept, said, or_(*fits) if fits else None


def _called(work: Work, column: Col, code: str, known: dict[str, list[int]]) -> str:
    labels = references.labels(work, column.target, known[code])
    return next((label.text for label in labels.values()), code)


def _first(reading: Reading, column: Col, texts: list[str]) -> Any:
    try:
        return _value(column, texts[0])
    except ValueError:
        reading.refuse(column.heading, texts[0])
        return None


def _from(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    found = _first(reading, column, texts)
    if found is None:
        return [], [], None
    if column.look == "moment":
        return texts[:1], [shown(column, found)], column.source >= values.day_begins(found, reading.work.zone)
    return texts[:1], [shown(column, found)], column.source >= found


def _until(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    found = _first(reading, column, texts)
    if found is None:
        return [], [], None
    if column.look == "moment":
        condition = column.source < values.day_begins(values.day_after(found), reading.work.zone)
        return texts[:1], [shown(column, found)], condition
    return texts[:1], [shown(column, found)], column.source <= found


def _span(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    if texts[0] not in SPANS:
        reading.refuse(column.heading, texts[0])
        return [], [], None
    first, last = span(texts[0], reading.work.today)
    return texts[:1], [_(SPANS[texts[0]])], _within(reading.work, column, first, last)


def _within(work: Work, column: Col, first: date, last: date) -> Any:
    if column.look == "moment":
        begins = values.day_begins(first, work.zone)
        return and_(
            column.source >= begins, column.source < values.day_begins(values.day_after(last), work.zone)
        )
    return column.source.between(first, last)


def _has(reading: Reading, column: Col, texts: list[str]) -> tuple[list[str], list[str], Any]:
    return texts[:1], texts[:1], contains(reading.work, column.source, texts[0])


def contains(work: Work, column: Any, text: str) -> Any:
    """Return the condition for a piece of a text, small and capital letters alike."""
    if work.connection.dialect.name == "postgresql":
        return column.icontains(text, autoescape=True)
    # SQLite's LIKE takes both for one without a function around the column.
    return column.contains(text, autoescape=True)


def span(name: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a span of time.

    >>> span("last_month", date(2024, 3, 31))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    year = today.year - (name == "last_year")
    spans: dict[str, tuple[date, date]] = {
        "today": (today, today),
        "this_week": (today - timedelta(days=today.weekday()), today + timedelta(days=6 - today.weekday())),
        "this_month": (month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)),
        "last_month": (before.replace(day=1), before),
    }
    return spans.get(name, (date(year, 1, 1), date(year, 12, 31)))


def shown(column: Col, value: Any) -> str:
    """Return a value as a chip or a group's heading shows it."""
    if value is None:
        return _(N_("none"))
    if column.look == "yesno":
        return _(N_("yes")) if value else _(N_("no"))
    if isinstance(value, str) and value in column.words:
        return _(column.words[value])
    return values.write(value)


def facet(spec: ListSpec, name: str) -> Facet | None:
    """Return a list's facet of a name."""
    return next((one for one in spec.facets if one.name == name), None)


def conditions(given: Sequence[Given]) -> list[Any]:
    """Return what all filters together ask of a row."""
    return [one.condition for one in given]
