"""When promises run, drawn along the years: one bar per promise and part, today marked. Numbers only, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sanbao.coverage import Mark, Term, Turn

#: More years than this do not fit side by side on a phone.
MOST_YEARS = 6
_DAY = timedelta(days=1)
_LOOKS = {Turn.LENGTHENED: "longer", Turn.RESTARTED: "anew", Turn.PAUSED: "pause"}
#: The order in which a reader wants them: what runs, what is still to begin, what is over.
_ORDER = ("runs", "ahead", "waits", "unstated", "ended")


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar in per cent of the width: ``look`` names its colour."""

    x: float
    width: float
    look: str
    since: date
    until: date
    mark: Mark | None = None


@dataclass(frozen=True)
class Row:
    """One term with the pieces of its bar."""

    term: Term
    state: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Chart:
    """All bars over one axis of years."""

    rows: tuple[Row, ...]
    years: tuple[tuple[float, int], ...]
    today: float

    @property
    def looks(self) -> tuple[str, ...]:
        """The colours that occur, for the legend; what waits has no stretch."""
        found = [stretch.look for row in self.rows for stretch in row.stretches]
        found += ["open" for row in self.rows if not row.stretches]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day lies, in per cent."""
        return round(100 * (day - self.first).days / (self.last - self.first).days, 2)


def chart(terms: Sequence[Term], today: date) -> Chart | None:
    """Return the bars of some terms; nothing where nothing is promised."""
    if not terms:
        return None
    axis = _axis(terms, today)
    rows = [Row(term, term.state(today), tuple(_stretches(term, axis, today))) for term in terms]
    rows.sort(key=lambda row: (row.term.part is not None, _ORDER.index(row.state)))
    return Chart(tuple(rows), tuple(_years(axis)), axis.place(today))


def _axis(terms: Iterable[Term], today: date) -> _Axis:
    """Return the years from the first start to the last end, today among them."""
    days = [day for term in terms for day in (term.start, term.until, *_turns(term)) if day is not None]
    first, last = min([*days, today]), max([*days, today])
    return _Axis(date(first.year, 1, 1), date(last.year + 1, 1, 1))


def _turns(term: Term) -> Iterator[date]:
    for mark in term.marks:
        yield mark.since
        yield mark.until


def _stretches(term: Term, axis: _Axis, today: date) -> Iterator[Stretch]:
    if term.start is None or term.until is None:
        return
    bent = [mark for mark in term.marks if mark.turn in _LOOKS]
    plain = min(term.first_until or term.until, term.until) if bent else term.until
    yield from _cut(axis, term.start, plain, term, today)
    for mark in sorted(bent, key=lambda one: (one.turn is Turn.PAUSED, one.since)):
        since = mark.since + _DAY if mark.turn is Turn.LENGTHENED else mark.since
        yield _piece(axis, since, mark.until, _LOOKS[mark.turn], mark)


def _cut(axis: _Axis, since: date, until: date, term: Term, today: date) -> Iterator[Stretch]:
    """Yield the plain term, what is over of it told from what still runs."""
    if since > today:
        yield _piece(axis, since, until, "ahead")
    elif until < today:
        yield _piece(axis, since, until, "ended")
    else:
        yield _piece(axis, since, until, "runs")


def _piece(axis: _Axis, since: date, until: date, look: str, mark: Mark | None = None) -> Stretch:
    x = axis.place(since)
    return Stretch(x, round(max(axis.place(until + _DAY) - x, 0.4), 2), look, since, until, mark)


def _years(axis: _Axis) -> Iterator[tuple[float, int]]:
    years = range(axis.first.year, axis.last.year)
    step = -(-len(years) // MOST_YEARS)
    for year in years[::step]:
        yield axis.place(date(year, 1, 1)), year
