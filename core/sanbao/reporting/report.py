"""What a report is, as data: the question it asks, and how the answer becomes tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

#: What stands in a column, and so how it is written: amounts with two digits, shares as a percentage.
Look = Literal["text", "amount", "quantity", "percent", "day", "whole"]
Rows = Callable[[Any], Sequence[Mapping[str, Any]]]


def as_rows(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Take the answer itself as the rows."""
    return list(answer)


def rows_of(name: str) -> Rows:
    """Return what takes the rows from a named part of the answer."""

    def taken(answer: Any) -> Sequence[Mapping[str, Any]]:
        return list(answer[name])

    return taken


@dataclass(frozen=True)
class Column:
    """A column (栏): the field it shows, how, and whether it is added up.

    ``formula`` is reckoned by the spreadsheet from other fields of the row (``"{charged} - {cost}"``); the answer holds
    the same figure, which is what a screen shows. ``title`` is left out where the field's own heading will do.
    """

    field: str
    look: Look = "text"
    title: str = ""
    total: bool = False
    formula: str = ""


@dataclass(frozen=True)
class Check:
    """A figure from elsewhere, such as the books, that a column's total must reach (核对)."""

    field: str
    title: str
    value: Decimal


@dataclass(frozen=True)
class Drawing:
    """A chart beside a table: what stands along it, and the fields that it draws."""

    kind: Literal["column", "bar", "line", "pie"]
    title: str
    along: str
    fields: Sequence[str]


def _no_checks(_answer: Any) -> Sequence[Check]:
    return ()


@dataclass(frozen=True)
class Block:
    """One table of a report, on a sheet of its own; its columns may depend on the answer, such as buckets of days."""

    title: str
    columns: Sequence[Column] | Callable[[Any], Sequence[Column]]
    rows: Rows = as_rows
    chart: Drawing | None = None
    checks: Callable[[Any], Sequence[Check]] = _no_checks


@dataclass(frozen=True)
class Report:
    """A report (报表): a question, its tables, and the rules that it answers to.

    ``given`` are fields of the question that the report itself fixes, such as what costs are grouped by.
    """

    name: str
    title: str
    question: str
    blocks: Sequence[Block]
    rules: str = ""
    given: tuple[tuple[str, str], ...] = ()
