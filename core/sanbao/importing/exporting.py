"""Take records or answers away as a table: the columns of the import, or the names that a question answers with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from sanbao.errors import Refused
from sanbao.i18n import N_, current_locale
from sanbao.importing.kinds import kinds_of, title_of
from sanbao.tables import Heading, Table, write_csv, write_workbook

if TYPE_CHECKING:
    from sanbao.plugin.manifest import ImportKind
    from sanbao.work import Work

Format = Literal["xlsx", "csv"]


class NotExportable(Refused):
    """This table can be brought, but what became of it is read by a question."""

    code = "tables.not_exportable"
    message = N_("“{kind}” cannot be taken away as it was brought; ask a question such as ledger.trial_balance instead")


class NotATable(Refused):
    """The answer has no rows."""

    code = "tables.not_a_table"
    message = N_("the answer of {question} is not a table; ask it with --json instead")


class OneAtATime(Refused):
    """A CSV file has one table."""

    code = "tables.csv_holds_one"
    message = N_("a CSV file holds one table; take .xlsx, or one of: {known}")


def export_kind(work: Work, name: str, format: Format = "xlsx") -> bytes:  # noqa: A002
    """Return everything that is recorded of a table, or of all of them, with the columns of its import."""
    kinds = kinds_of(work.registry, name)
    readable = [kind for kind in kinds if kind.rows is not None]
    if not readable:
        raise NotExportable(kind=name)
    if format == "csv" and len(kinds) > 1:
        raise OneAtATime(known=", ".join(kind.name for kind in readable))
    for kind in readable:
        work.access.require(f"{kind.name}.read")
    return _written([_table(kind, kind.rows(work)) for kind in kinds if kind.rows is not None], format)


def _table(kind: ImportKind, found: Iterable[Mapping[str, Any]]) -> Table:
    rows = [[_cell(row.get(column.field)) for column in kind.columns] for row in found]
    locale = current_locale()
    return Table(title_of(kind, locale), [Heading(column.title(locale)) for column in kind.columns], rows)


def export_question(
    work: Work, name: str, data: Mapping[str, Any] | None = None, format: Format = "xlsx"  # noqa: A002
) -> bytes:
    """Return the answer of a question as a table, if it is one."""
    answer = work.ask(name, data)
    if not isinstance(answer, list | tuple) or not all(isinstance(row, Mapping) for row in answer):
        raise NotATable(question=name)
    names = list(dict.fromkeys(key for row in answer for key in row))
    rows = [[_number(_cell(row.get(key))) for key in names] for row in answer]
    return _written([Table(name[:31], [Heading(key) for key in names], rows)], format)


def _written(tables: Sequence[Table], format: Format) -> bytes:  # noqa: A002
    if format == "xlsx":
        return write_workbook(tables)
    table = tables[0]
    rows: Iterable[Sequence[Any]] = [[heading.title for heading in table.headings], *table.rows]
    return write_csv(rows)


def _cell(value: Any) -> Any:
    """Return a value as a cell takes it; what has parts of its own becomes JSON."""
    if value is None or isinstance(value, str | int | Decimal | date | datetime | bool):
        return value
    from sanbao.seal import plain

    return json.dumps(plain(value), ensure_ascii=False)


def _number(value: Any) -> Any:
    """Return an amount that an answer holds as text as the number that it is, so that a spreadsheet can add it up."""
    if not isinstance(value, str):
        return value
    whole, dot, digits = value.removeprefix("-").partition(".")
    is_amount = bool(dot) and whole.isascii() and whole.isdigit() and digits.isascii() and digits.isdigit()
    return Decimal(value) if is_amount else value
