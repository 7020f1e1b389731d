"""Cells of a list as people read them: names for keys, words for codes, amounts in the currency's own digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sanbao.documents.kinds import UNDONE
from sanbao.i18n import N_, _
from sanbao_admin import policy
from sanbao_admin.lists import references
from sanbao_admin.lists.paging import KIND, Values
from sanbao_admin.lists.spec import Col, ListSpec

if TYPE_CHECKING:
    from sanbao.work import Work

Labels = Mapping[str, Mapping[int, references.Label]]


@dataclass(frozen=True)
class Cell:
    """One cell: what stands in it, how it looks, where it leads, and the whole words where they are cut."""

    column: Col
    text: str
    value: Any = None
    pill: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """One row as it is shown: how operations call it, where its page is, its cells."""

    key: int
    subject: str
    address: str
    cells: list[Cell]
    values: Values


def rows(work: Work, spec: ListSpec, columns: Sequence[Col], found: Sequence[Values]) -> list[Shown]:
    """Return rows ready to be shown; each table that they refer to is asked once."""
    reckon(work, columns, found)
    labels = labels_of(work, columns, found)
    return [
        Shown(
            row["id"],
            str(row.get(spec.called) or ""),
            address_of(spec, row),
            [cell(work, spec, column, row, labels) for column in columns],
            row,
        )
        for row in found
    ]


def reckon(work: Work, columns: Iterable[Col], found: Sequence[Values]) -> None:
    """Fill in the columns that no table holds."""
    for column in columns:
        if column.reckon is not None and found:
            known = column.reckon(work, [row["id"] for row in found])
            for row in found:
                row[column.field] = known.get(row["id"])


def labels_of(work: Work, columns: Iterable[Col], found: Sequence[Values]) -> Labels:
    """Return what the records are called that rows refer to."""
    wanted: dict[str, set[int]] = {}
    for column in columns:
        if column.look == "reference":
            keys = wanted.setdefault(column.target, set())
            keys |= {row[column.field] for row in found if row[column.field] is not None}
    return {target: references.labels(work, target, keys) for target, keys in wanted.items()}


def address_of(spec: ListSpec, row: Values) -> str:
    """Return the address of a row's own page, nothing where it has none."""
    if not spec.address:
        return ""
    given = {name: quote(str(value or ""), safe="") for name, value in row.items()}
    return policy.leads(spec.address.format_map(given))


def cell(work: Work, spec: ListSpec, column: Col, row: Values, labels: Labels) -> Cell:
    """Return one cell."""
    value = row[column.field]
    if value is None:
        return Cell(column, "")
    if column.look == "reference":
        label = labels[column.target].get(value)
        return (
            Cell(column, label.text, value, address=label.address, note=label.code)
            if label
            else Cell(column, "")
        )
    if column.look == "state":
        return Cell(
            column, state_label(work, spec, column, row), value, pill=pill(work, spec, row, str(value))
        )
    return Cell(column, text(work, column, value), value)


def text(work: Work, column: Col, value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return _(N_("yes")) if value else _(N_("no"))
    if isinstance(value, datetime):
        return f"{value.astimezone(work.zone):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return (
            f"{value:,.{work.erp.currency.digits}f}" if column.look == "amount" else f"{value.normalize():,f}"
        )
    if column.words:
        return _(column.words.get(str(value), str(value)))
    return str(value)


def state_label(work: Work, spec: ListSpec, column: Col, row: Values) -> str:
    """Return what a state is called; in a list of many kinds as the paper's own kind calls it."""
    code = str(row[column.field])
    kind = row.get(KIND)
    if spec.is_paper and not spec.kind and kind is not None:
        on, away = work.registry.kinds.get(kind), work.registry.away.get(kind)
        if on is not None and code in on.flow.codes:
            return _(on.flow.state(code).label)
        if away is not None and code in away.states:
            return _(away.states[code])
    return _(column.words.get(code, code))


def pill(work: Work, spec: ListSpec, row: Values, code: str) -> str:
    """Return the colour of a state: begun, under way, at its good end (the first that the flow names), or over."""
    if code in UNDONE:
        return "muted"
    on = work.registry.kinds.get(str(row.get(KIND, spec.kind)))
    if on is None or code not in on.flow.codes:
        return ""
    ends = [state.code for state in on.flow.states if state.is_final]
    if code in ends:
        return "good" if code == ends[0] else "muted"
    return "info" if code == on.flow.initial else "warn"
