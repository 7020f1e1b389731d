"""Write tables that people take away: Excel with typed cells and live totals, and CSV that starts no formula (F3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sanbao.i18n import N_, _
from sanbao.tables.looks import Book, put_text, width_of
from sanbao.tables.parsing.danger import armoured
from sanbao.tables.workbook import column_letters

Value = str | int | Decimal | date | datetime | bool | None
_EXACT_DIGITS = 15
TOTAL = N_("Total")
_DIFFERENCE = N_("Difference")
_YES, _NO = N_("yes"), N_("no")


@dataclass(frozen=True)
class Heading:
    """A column of an export: its title, how many digits its amounts show, whether it is added up below.

    ``formula`` is reckoned by the spreadsheet from other columns of the row, by their place: ``"{2} - {3}"``.
    """

    title: str
    digits: int = 2
    total: bool = False
    formula: str = ""
    is_percent: bool = False


@dataclass(frozen=True)
class Footing:
    """A figure from elsewhere that the total of a column must reach; below it stands the difference, live."""

    title: str
    place: int
    value: Decimal


@dataclass(frozen=True)
class Chart:
    """A chart beside an export: its kind, its title, and the titles of the columns that it draws."""

    kind: Literal["column", "bar", "line", "pie"]
    title: str
    categories: str
    values: Sequence[str]


@dataclass(frozen=True)
class Table:
    """One sheet of an export; each row has one value for each heading."""

    name: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]
    chart: Chart | None = None
    footings: Sequence[Footing] = ()


def write_workbook(tables: Sequence[Table]) -> bytes:
    """Return an .xlsx with one sheet for each table; the same input gives the same bytes."""
    book = Book()
    for table in tables:
        TableSheet(book, table).write()
    return book.finish()


def write_csv(
    rows: Iterable[Sequence[Value]], encoding: Literal["utf-8-sig", "gb18030", "utf-16"] = "utf-8-sig"
) -> bytes:
    """Return rows, titles first, as CSV; a text that looks like a formula gets a leading apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return text.getvalue().encode(encoding, "replace")


def shown(value: Value) -> str:
    """Return a value as plain text: decimals without exponent, days and moments in ISO form, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _(_YES) if value else _(_NO)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds").removesuffix(":00")
    return value.isoformat() if isinstance(value, date) else str(value)


def _csv_text(value: Value) -> str:
    return armoured(value) if isinstance(value, str) else shown(value)


class TableSheet:
    """One table on its sheet."""

    def __init__(self, book: Book, table: Table) -> None:
        self.book = book
        self.table = table
        self.sheet = book.sheet(table.name)
        for number, row in enumerate(table.rows, 1):
            if len(row) != len(table.headings):
                raise ValueError(f"row {number} has {len(row)} values under {len(table.headings)} headings")

    def write(self) -> None:
        """Write titles, rows, totals, and what stands below and beside them."""
        for place, heading in enumerate(self.table.headings):
            put_text(self.sheet, 0, place, heading.title, self.book.header)
            texts = [heading.title, *(shown(row[place]) for row in self.table.rows[:1000])]
            self.sheet.set_column(place, place, width_of(texts) + (4 if heading.total else 0))
        for number, row in enumerate(self.table.rows, 1):
            for place, value in enumerate(row):
                self.put(number, place, value)
        self.sheet.freeze_panes(1, 0)
        if self.table.headings:
            self.sheet.autofilter(0, 0, len(self.table.rows), len(self.table.headings) - 1)
        self._totals()
        self._footings()
        self._chart()

    def put(self, row: int, place: int, value: Value) -> None:
        """Write one value as what it is: a number, a day, a moment, else a text that is never a formula."""
        heading = self.table.headings[place]
        if heading.formula and isinstance(value, Decimal) and _is_exact(value):
            cells = [f"{column_letters(at)}{row + 1}" for at in range(len(self.table.headings))]
            self.sheet.write_formula(row, place, "=" + heading.formula.format(*cells), self._style(place, value), value)
        elif isinstance(value, Decimal | int) and not isinstance(value, bool) and _is_exact(value):
            self.sheet.write_number(row, place, value, self._style(place, value))
        elif isinstance(value, datetime) and value.year >= 1900:
            style = self.book.style(num_format="yyyy-mm-dd hh:mm")
            self.sheet.write_datetime(row, place, value.replace(tzinfo=None), style)
        elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
            self.sheet.write_datetime(row, place, value, self.book.style(num_format="yyyy-mm-dd"))
        else:
            put_text(self.sheet, row, place, shown(value), self.book.style(num_format="@"))

    def _style(self, place: int, value: Decimal | int) -> Any:
        heading = self.table.headings[place]
        shown = "0.0%" if heading.is_percent else _number_format(value, heading.digits)
        return self.book.style(num_format=shown)

    def _footings(self) -> None:
        """Hold totals against figures from elsewhere, with the difference as a live formula."""
        total = len(self.table.rows) + 1
        for number, footing in enumerate(self.table.footings):
            row, letters = total + 1 + 2 * number, column_letters(footing.place)
            style = self.book.style(italic=True, num_format=_number_format(Decimal(0), self.table.headings[footing.place].digits))
            put_text(self.sheet, row, 0, footing.title, style)
            self.sheet.write_number(row, footing.place, footing.value, style)
            put_text(self.sheet, row + 1, 0, _(_DIFFERENCE), style)
            formula = f"={letters}{total + 1}-{letters}{row + 1}"
            self.sheet.write_formula(row + 1, footing.place, formula, style, self._sum(footing.place) - footing.value)

    def _totals(self) -> None:
        """Add the columns up in live formulas, so that whoever checks can see where a sum comes from."""
        headings, count = self.table.headings, len(self.table.rows)
        if not any(heading.total for heading in headings):
            return
        for place, heading in enumerate(headings):
            style = self.book.style(bold=True, top=1, num_format=_number_format(Decimal(0), heading.digits))
            if heading.total and count:
                letters = column_letters(place)
                formula = f"=SUM({letters}2:{letters}{count + 1})"
                self.sheet.write_formula(count + 1, place, formula, style, self._sum(place))
            elif heading.total:
                self.sheet.write_number(1, place, 0, style)
            else:
                put_text(self.sheet, count + 1, place, _(TOTAL) if place == 0 else "", style)

    def _sum(self, place: int) -> Decimal:
        values = (row[place] for row in self.table.rows)
        numbers = (
            Decimal(value)
            for value in values
            if isinstance(value, Decimal | int) and not isinstance(value, bool) and _is_exact(value)
        )
        return sum(numbers, Decimal(0))

    def _chart(self) -> None:
        chart, count = self.table.chart, len(self.table.rows)
        if chart is None or not count:
            return
        titles = [heading.title for heading in self.table.headings]
        drawn: Any = self.book.book.add_chart({"type": chart.kind})
        drawn.set_title({"name": chart.title, "overlay": False})
        place = titles.index(chart.categories)
        for title in chart.values:
            at, name = titles.index(title), self.sheet.get_name()
            drawn.add_series(
                {
                    "name": [name, 0, at],
                    "categories": [name, 1, place, count, place],
                    "values": [name, 1, at, count, at],
                }
            )
        self.sheet.insert_chart(1, len(titles) + 1, drawn)


def _is_exact(value: Decimal | int) -> bool:
    """Tell whether a spreadsheet can keep the number; it cuts anything after 15 digits."""
    number = Decimal(value)
    return (
        number.is_finite()
        and len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS
        and abs(number) < 10**15
    )


def _number_format(value: Decimal | int, digits: int) -> str:
    if isinstance(value, int):
        return "0"
    exponent = value.as_tuple().exponent
    digits = max(digits, -exponent if isinstance(exponent, int) else 0)
    return "#,##0" + (f".{'0' * digits}" if digits else "")
