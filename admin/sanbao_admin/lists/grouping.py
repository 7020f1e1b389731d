"""Groups of a list: one question to the database gives their names, how many rows each has, and the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select

from sanbao.i18n import N_, _
from sanbao_admin.lists import filters, paging, references, values
from sanbao_admin.lists.counting import _from, total_columns
from sanbao_admin.lists.spec import Col

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_admin.lists.asking import Asked

#: A list is not cut into more groups than this.
MOST = 200


@dataclass(frozen=True)
class Group:
    """One group: its value in the address, its name, how many rows, the sums, and the filter that shows it alone."""

    text: str
    title: str
    count: int
    totals: Mapping[str, Decimal]
    alone: dict[str, str | list[str] | None]


def groups(work: Work, asked: Asked) -> list[Group]:
    """Return the groups of a list in the order of their values; of papers under row rules there are none."""
    column = asked.group
    if column is None or paging.has_row_rules(work, asked.spec):
        return []
    value = _value(column).label("value")
    totals = total_columns(asked)
    query = _from(asked, select(value, func.count(), *(func.sum(one.source) for one in totals)))
    rows = work.connection.execute(query.group_by(value).order_by(value).limit(MOST)).all()
    names = _names(work, column, [row[0] for row in rows])
    found = [
        Group(
            _text(column, row[0], names),
            _title(column, row[0], names),
            row[1],
            {one.field: total or Decimal(0) for one, total in zip(totals, row[2:], strict=True)},
            _alone(column, row[0], names),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: _place(column, one))


def opened(work: Work, asked: Asked) -> Asked | None:
    """Return the list of the group that is open, if one is."""
    column = asked.group
    if column is None or not asked.opened or paging.has_row_rules(work, asked.spec):
        return None
    condition = _condition(work, column, asked.opened)
    return None if condition is None else replace(asked, conditions=[*asked.conditions, condition])


def _condition(work: Work, column: Col, text: str) -> Any:
    if text == values.NONE:
        return column.source.is_(None)
    try:
        if column.look == "date":
            return column.source.between(*_month(text))
        if column.look == "reference":
            known = references.keys(work, column.target, [text])
            return column.source.in_(known[text]) if known else None
        return column.source == values.read(column, text)
    except ValueError:
        return None


def _value(column: Col) -> Any:
    # A day is text on SQLite and becomes text in the same form on PostgreSQL: its first seven letters are the month.
    return func.substr(cast(column.source, Text), 1, 7) if column.look == "date" else column.source


def _month(text: str) -> tuple[date, date]:
    first = values.day(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(
        days=1
    ) if first.year < 9999 else date.max


def _names(work: Work, column: Col, found: list[Any]) -> dict[int, references.Label]:
    if column.look != "reference":
        return {}
    return references.labels(work, column.target, [one for one in found if one is not None])


def _text(column: Col, value: Any, names: Mapping[int, references.Label]) -> str:
    if value is None:
        return values.NONE
    return names[value].code if value in names else values.write(value)


def _title(column: Col, value: Any, names: Mapping[int, references.Label]) -> str:
    if value is None:
        return _(N_("none"))
    return names[value].text if value in names else filters.shown(column, value)


def _alone(
    column: Col, value: Any, names: Mapping[int, references.Label]
) -> dict[str, str | list[str] | None]:
    if column.look != "date" or value is None:
        return {column.field: _text(column, value, names)}
    first, last = _month(str(value))
    return {f"{column.field}.from": first.isoformat(), f"{column.field}.until": last.isoformat()}


def _place(column: Col, group: Group) -> tuple[Any, ...]:
    """Put groups in the order of the flow, the newest month first, everything else by name; what has none comes last."""
    is_last = group.text == values.NONE
    if column.words:
        codes = list(column.words)
        return is_last, codes.index(group.text) if group.text in codes else len(codes)
    if column.look == "date" and not is_last:
        return is_last, -int(group.text.replace("-", ""))
    return is_last, group.title
