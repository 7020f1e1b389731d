"""The search box: whole codes first, then beginnings, then pieces of names; each look is one that an index answers.

What is found is a set of keys, at most :data:`MOST`: the list then sorts, filters and counts these alone. No table is
ever searched by a function around its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from sanbao.database.prefixes import begins
from sanbao_admin.lists.filters import contains

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.spec import ListSpec, Through

#: So many rows are found at the most; whoever finds more types more.
MOST = 1_000
#: Words inside names are looked for in so many of the newest rows.
NEWEST = 100_000
_FEWEST_FOR_BEGINNING = 2


@dataclass(frozen=True)
class Found:
    """The keys of the rows that fit, whether more fit, and whether words were looked for in the newest rows alone."""

    ids: frozenset[int]
    is_cut: bool
    is_of_newest: bool = False


def find(work: Work, spec: ListSpec, text: str, conditions: Sequence[Any] = ()) -> Found:
    """Return the rows that a search fits, among those that a list may show."""
    found: set[int] = set()
    oldest = _oldest(work, spec) if spec.search.contains and len(text) > 1 else 0
    for way in _ways(work, spec, text, oldest):
        query = select(spec.root.id).where(spec.root.company_id == work.company.id, way, *conditions)
        if spec.own is not None:
            query = query.outerjoin(spec.own, spec.joined)
        found.update(work.connection.scalars(query.limit(MOST + 1)))
        if len(found) > MOST:
            return Found(frozenset(sorted(found, reverse=True)[:MOST]), True, oldest > 0)
    return Found(frozenset(found), False, oldest > 0)


def _ways(work: Work, spec: ListSpec, text: str, oldest: int) -> Iterator[Any]:
    looked = spec.search
    yield from _codes(work, looked.exact, looked.prefix, text)
    for through in looked.through:
        keys = _keys_through(work, through, text)
        if keys:
            yield through.column.in_(keys)
    if looked.contains and len(text) > 1:
        pieces = or_(*(contains(work, column, text) for column in looked.contains))
        yield pieces & (spec.root.id > oldest)


def _codes(work: Work, exact: Sequence[Any], prefix: Sequence[Any], text: str) -> Iterator[Any]:
    spellings = sorted({text, text.upper()})
    for column in exact:
        yield column.in_(spellings)
    if len(text) >= _FEWEST_FOR_BEGINNING:
        for column in prefix:
            for one in spellings:
                yield begins(work.connection, column, one)


def _keys_through(work: Work, through: Through, text: str) -> list[int]:
    model = through.model
    found: dict[int, None] = {}
    ways = list(_codes(work, through.exact, through.prefix, text))
    if through.contains and len(text) > 1:
        ways.append(or_(*(contains(work, column, text) for column in through.contains)))
    for way in ways:
        query = select(model.id).where(model.company_id == work.company.id, way).limit(MOST)
        found.update(dict.fromkeys(work.connection.scalars(query)))
    return list(found)[:MOST]


def _oldest(work: Work, spec: ListSpec) -> int:
    newest = work.connection.scalar(select(func.max(spec.root.id)))
    return int(newest or 0) - NEWEST
