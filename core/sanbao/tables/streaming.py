"""Write a table of any length as a workbook: row by row, in memory that does not grow with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO

from sanbao.i18n import _
from sanbao.tables.looks import Book, put_text, width_of
from sanbao.tables.workbook import column_letters
from sanbao.tables.writing import TOTAL, Heading, Table, TableSheet, Value, shown

#: The widths of columns follow the first rows.
_LOOKED_AT = 500


def stream_workbook(name: str, headings: Sequence[Heading], rows: Iterable[Sequence[Value]]) -> BinaryIO:
    """Return an open file with an .xlsx of one sheet, at its beginning; whoever closes it deletes it."""
    target: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    book = Book(target)
    sheet = TableSheet(book, Table(name, headings, []))
    iterator = iter(rows)
    first = list(islice(iterator, _LOOKED_AT))
    for place, heading in enumerate(headings):
        put_text(sheet.sheet, 0, place, heading.title, book.header)
        widths = [heading.title, *(shown(row[place]) for row in first)]
        sheet.sheet.set_column(place, place, width_of(widths) + (4 if heading.total else 0))
    sheet.sheet.freeze_panes(1, 0)
    count, sums = _put_rows(sheet, chain(first, iterator))
    if headings:
        sheet.sheet.autofilter(0, 0, count, len(headings) - 1)
    _put_totals(sheet, count, sums)
    book.finish()
    target.seek(0)
    return target


def _put_rows(sheet: TableSheet, rows: Iterator[Sequence[Value]]) -> tuple[int, dict[int, Decimal]]:
    sums = {place: Decimal(0) for place, heading in enumerate(sheet.table.headings) if heading.total}
    count = 0
    for count, row in enumerate(rows, 1):
        if len(row) != len(sheet.table.headings):
            raise ValueError(f"row {count} has {len(row)} values under {len(sheet.table.headings)} headings")
        for place, value in enumerate(row):
            sheet.put(count, place, value)
            if place in sums and isinstance(value, Decimal):
                sums[place] += value
    return count, sums


def _put_totals(sheet: TableSheet, count: int, sums: dict[int, Decimal]) -> None:
    """Add the columns up in live formulas below the last row."""
    for place, heading in enumerate(sheet.table.headings) if sums and count else ():
        style = sheet.book.style(bold=True, top=1, num_format=f"#,##0.{'0' * heading.digits}".rstrip("."))
        if place in sums:
            letters = column_letters(place)
            sheet.sheet.write_formula(
                count + 1, place, f"=SUM({letters}2:{letters}{count + 1})", style, sums[place]
            )
        else:
            put_text(sheet.sheet, count + 1, place, _(TOTAL) if place == 0 else "", style)
