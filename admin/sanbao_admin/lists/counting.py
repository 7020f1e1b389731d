"""How many rows there are and what their amounts come to: only where somebody asks, and never without a limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao_admin.lists import paging
from sanbao_admin.lists.spec import Col

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.asking import Asked

#: Counting stops here: “more than 1,000”.
MOST_COUNTED = 1_000
#: Up to so many rows are added up without being asked to.
MOST_ADDED = 10_000


@dataclass(frozen=True)
class Counted:
    """How many rows there are, at least; and the totals, unless there were too many to add up by the way."""

    count: int
    is_more: bool
    totals: Mapping[str, Decimal] | None = None


def total_columns(asked: Asked) -> list[Col]:
    """Return the shown columns whose amounts are added up in the foot."""
    return [column for column in asked.columns if column.is_total]


def of_rows(columns: Sequence[Col], rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    """Add the rows of a page up, where they are all there are."""
    every = list(rows)
    return {
        column.field: sum((row[column.field] for row in every if row[column.field] is not None), Decimal(0))
        for column in columns
    }


def count(work: Work, asked: Asked, most: int = MOST_COUNTED) -> Counted:
    """Count the rows, up to a limit."""
    if paging.has_row_rules(work, asked.spec):
        found = sum(1 for _row in paging.hers(work, asked, most + 1))
    else:
        some = _from(asked, select(asked.spec.root.id)).limit(most + 1).subquery()
        found = int(work.connection.scalar(select(func.count()).select_from(some)) or 0)
    return Counted(min(found, most), found > most)


def add_up(work: Work, asked: Asked, most: int | None = MOST_ADDED) -> Counted:
    """Count the rows and add their amounts up in one query; without a limit only if somebody asked for it."""
    columns = total_columns(asked)
    if not columns:
        return count(work, asked)
    if paging.has_row_rules(work, asked.spec):
        rows = list(paging.hers(work, asked, (most or MOST_ADDED) + 1))
        is_more = len(rows) > (most or MOST_ADDED)
        return Counted(
            min(len(rows), most or MOST_ADDED), is_more, None if is_more else of_rows(columns, rows)
        )
    query = _from(asked, select(*(column.source.label(column.field) for column in columns)))
    some = (query.limit(most + 1) if most is not None else query).subquery()
    sums = [func.sum(some.c[column.field]) for column in columns]
    found, *totals = work.connection.execute(select(func.count(), *sums).select_from(some)).one()
    is_more = most is not None and found > most
    named = {column.field: total or Decimal(0) for column, total in zip(columns, totals, strict=True)}
    return Counted(min(found, most or found), is_more, None if is_more else named)


def _from(asked: Asked, query: Any) -> Any:
    spec = asked.spec
    query = query.select_from(spec.root)
    if spec.own is not None:
        query = query.outerjoin(spec.own, spec.joined)
    return query.where(*asked.conditions)
