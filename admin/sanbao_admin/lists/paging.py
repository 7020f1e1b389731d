"""A page of a list by keyset: it starts beyond the last row that was shown, so page 50,000 costs what page 1 costs.

Rows without a value stand last, in either direction; they are a second walk over the same index. Ties are broken by the
key. Nothing is counted, nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from sanbao import checks
from sanbao.documents.models import Document
from sanbao_admin.lists.cursors import Cursor
from sanbao_admin.lists.spec import Col, ListSpec

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.asking import Asked, Sort

#: Where a row rule is asked row by row, a page ends after so many looks, shorter than it was asked for.
MOST_LOOKED_AT = 2_000
#: The kind of a paper, for names of states in a list of many kinds.
KIND = "_kind"

Values = dict[str, Any]


@dataclass
class Page:
    """The rows of a page, and where the pages around it begin."""

    rows: list[Values] = field(default_factory=list)
    before: Cursor | None = None
    after: Cursor | None = None
    first: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether these are all the rows there are."""
        return self.before is None and self.after is None


def page(work: Work, asked: Asked) -> Page:
    """Return the page that was asked for."""
    is_back = asked.before is not None
    start = asked.before or asked.after
    rows: list[Values] = []
    looked_at, last = 0, None
    stream = visible(work, asked.spec, walk(work, asked, start, is_back=is_back, limit=asked.size + 1))
    for is_hers, row in stream:
        looked_at += 1
        if is_hers:
            rows.append(row)
        last = row
        if len(rows) > asked.size or looked_at >= MOST_LOOKED_AT:
            break
    was_cut = looked_at >= MOST_LOOKED_AT and len(rows) <= asked.size
    return _page(asked, rows, start, is_back, last if was_cut else None)


def _page(asked: Asked, rows: list[Values], start: Cursor | None, is_back: bool, cut: Values | None) -> Page:
    has_more = len(rows) > asked.size or cut is not None
    rows = rows[: asked.size]
    first = _first(start, len(rows), is_back)
    beyond = (
        _cursor(asked.sort, cut or (rows[-1] if rows else None), first + len(rows) - 1) if has_more else None
    )
    came_from = _cursor(asked.sort, rows[0] if rows else None, first - 1) if start is not None else None
    if is_back:
        rows.reverse()
        ahead = _cursor(asked.sort, rows[-1] if rows else None, first + len(rows) - 1)
        return Page(rows, replace(beyond, position=first - 1) if beyond else None, ahead, first)
    return Page(rows, came_from, beyond, first)


def _first(start: Cursor | None, count: int, is_back: bool) -> int:
    """Return the number of a page's first row, as far as the way that was walked can tell."""
    if start is None:
        return 1
    return max(1, start.position - count + 1) if is_back else start.position + 1


def _cursor(sort: Sort, row: Values | None, position: int) -> Cursor | None:
    if row is None:
        return None
    value = row["_sort"] if sort.column is not None else None
    return Cursor(value, row["id"], max(0, position))


def walk(
    work: Work, asked: Asked, start: Cursor | None, *, is_back: bool = False, limit: int = 1_000
) -> Iterator[Values]:
    """Yield rows in the list's order from a place on, or backwards from it, a handful of rows at a time."""
    for has_value in _phases(asked.sort, start, is_back):
        here = start if start is not None and _is_here(asked.sort, start, has_value) else None
        while True:
            rows = _some(work, asked, has_value, here, is_back, limit)
            yield from rows
            if len(rows) < limit:
                break
            here = _cursor(asked.sort, rows[-1], 0)


def _phases(sort: Sort, start: Cursor | None, is_back: bool) -> list[bool | None]:
    """Return what is walked one after the other: rows with a value (True), without one (False), or all (None)."""
    if sort.column is None or not sort.column.is_nullable:
        return [None]
    order: list[bool | None] = [False, True] if is_back else [True, False]
    if start is None:
        return order
    return order[order.index(start.value is not None) :]


def _is_here(sort: Sort, start: Cursor, has_value: bool | None) -> bool:
    return has_value is None or has_value == (start.value is not None)


def _some(
    work: Work, asked: Asked, has_value: bool | None, here: Cursor | None, is_back: bool, limit: int
) -> list[Values]:
    spec, column = asked.spec, asked.sort.column
    source = column.source if column is not None and has_value is not False else None
    goes_down = asked.sort.is_descending != is_back
    query = _select(spec, asked.columns, column).where(*asked.conditions)
    if column is not None and has_value is not None:
        query = query.where(column.source.is_not(None) if has_value else column.source.is_(None))
    if here is not None:
        query = query.where(_beyond(spec, source, here, goes_down))
    order = [one for one in (source, spec.root.id) if one is not None]
    query = query.order_by(*(one.desc() if goes_down else one.asc() for one in order)).limit(limit)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _beyond(spec: ListSpec, source: Any, here: Cursor, goes_down: bool) -> Any:
    """Return the condition for the rows beyond a place; its first half is the one that an index answers."""
    key = spec.root.id
    beyond_key = key < here.key if goes_down else key > here.key
    if source is None:
        return beyond_key
    if goes_down:
        return and_(source <= here.value, or_(source < here.value, beyond_key))
    return and_(source >= here.value, or_(source > here.value, beyond_key))


def _select(spec: ListSpec, columns: Sequence[Col], sort: Col | None) -> Any:
    fields = [spec.root.id.label("id")]
    if spec.is_paper:
        fields.append(spec.root.kind.label(KIND))
    if sort is not None:
        fields.append(sort.source.label("_sort"))
    needed = {spec.called, *_in_braces(spec.address)} - {"id", ""}
    shown = {one.field: one for one in columns if one.source is not None and one.field != "id"}
    shown |= {one.field: one for one in spec.columns if one.field in needed}
    fields += [one.source.label(one.field) for one in shown.values()]
    query = select(*fields).select_from(spec.root)
    return query.outerjoin(spec.own, spec.joined) if spec.own is not None else query


def _in_braces(address: str) -> set[str]:
    from string import Formatter

    return {name for _text, name, _spec, _conversion in Formatter().parse(address) if name}


def has_row_rules(work: Work, spec: ListSpec) -> bool:
    """Tell whether some plugin hides single papers of this list from some people."""
    return spec.is_paper and any(
        not spec.kind or rule.kind == spec.kind
        for plugin in work.registry.plugins.values()
        for rule in plugin.row_rules
    )


def visible(work: Work, spec: ListSpec, rows: Iterator[Values]) -> Iterator[tuple[bool, Values]]:
    """Yield each row with whether this person may know of it; without row rules the database has answered already."""
    if not has_row_rules(work, spec):
        yield from ((True, row) for row in rows)
        return
    for some in _chunks(rows, 50):
        found = work.session.scalars(select(Document).where(Document.id.in_([row["id"] for row in some])))
        hers = {one.id for one in found if checks.sees(work, one)}
        yield from ((row["id"] in hers, row) for row in some)


def _chunks(rows: Iterator[Values], size: int) -> Iterator[list[Values]]:
    from itertools import islice

    while some := list(islice(rows, size)):
        yield some


def hers(work: Work, asked: Asked, most: int, start: Cursor | None = None) -> Iterator[Values]:
    """Yield up to so many rows of a list that this person may know of, from the first or from a place on."""
    given = 0
    for is_hers, row in visible(work, asked.spec, walk(work, asked, start, limit=min(most, 1_000))):
        if is_hers:
            yield row
            given += 1
        if given >= most:
            return
