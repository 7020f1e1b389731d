"""The empty workbook that a person fills in for an import, with everything she needs to know inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import N_, _, current_locale, use_locale
from sanbao.tables.looks import Book, put_text, width_of
from sanbao.tables.mapping import Column
from sanbao.tables.titles import HELP_SHEET
from sanbao.tables.workbook import column_letters

_ROWS_WITH_CHOICES = 5_000
_HELP_TITLES = (N_("Column"), N_("Required"), N_("Example"), N_("Meaning"), N_("Choices"))
_DATA_SHEET = N_("Data")
_REQUIRED, _OPTIONAL = N_("must be filled in"), N_("may stay empty")


def template(columns: Sequence[Column], language: str | None = None, name: str | None = None) -> bytes:
    """Return an .xlsx to fill in: titles, one example row, notes, drop-downs, and a sheet that explains.

    The row of examples may stay: an import passes over it as long as it is unchanged.
    """
    with use_locale(language or current_locale()):
        return templates({name or _(_DATA_SHEET): columns})


def templates(sheets: Mapping[str, Sequence[Column]], language: str | None = None) -> bytes:
    """Return one .xlsx with a sheet to fill in for each table, and one that explains them all."""
    with use_locale(language or current_locale()):
        book = Book()
        pages = {name: book.sheet(name) for name in sheets}
        guide = book.sheet(_(HELP_SHEET))
        _shape_guide(guide, [column for columns in sheets.values() for column in columns])
        first = 0
        for name, columns in sheets.items():
            _fill_guide(book, guide, first, name if len(sheets) > 1 else "", columns)
            for place, column in enumerate(columns):
                _fill_column(book, pages[name], guide, place, first + place + 1, column)
            pages[name].freeze_panes(1, 0)
            first += len(columns) + 2
        return book.finish()


def _fill_column(book: Book, data: Any, guide: Any, place: int, guide_row: int, column: Column) -> None:
    title = f"{column.title()} *" if column.required else column.title()
    # Text cells keep what is typed: leading zeros, long serial numbers, days as they were written.
    data.set_column(place, place, width_of([title, column.example]), book.style(num_format="@"))
    put_text(data, 0, place, title, book.header)
    put_text(data, 1, place, _example(column), book.style(num_format="@", italic=True, font_color="#7F7F7F"))
    if column.help:
        data.write_comment(0, place, _(column.help), {"author": "sanbao", "x_scale": 2})
    if column.choices:
        data.data_validation(1, place, _ROWS_WITH_CHOICES, place, _drop_down(guide, guide_row, column))


def _drop_down(guide: Any, row: int, column: Column) -> dict[str, Any]:
    """Point to the choices on the sheet that explains, because a list in the cell itself ends at 255 characters."""
    first = len(_HELP_TITLES) - 1
    last = first + len(column.choices) - 1
    sheet = guide.get_name().replace("'", "''")
    return {
        "validate": "list",
        "source": f"='{sheet}'!{_absolute(row, first)}:{_absolute(row, last)}",
        "error_title": column.title()[:32],
        "error_message": _("Choose one of the values in the list."),
    }


def _absolute(row: int, place: int) -> str:
    return f"${column_letters(place)}${row + 1}"


def _fill_guide(book: Book, guide: Any, first: int, name: str, columns: Sequence[Column]) -> None:
    """Explain one table's columns below its name, from the row ``first`` on."""
    for place, title in enumerate(_HELP_TITLES):
        shown = f"{name}: {_(title)}" if name and place == 0 else _(title)
        put_text(guide, first, place, shown, book.header)
    for number, column in enumerate(columns, first + 1):
        for place, text in enumerate(_explanation(column)):
            put_text(guide, number, place, text, book.style(text_wrap=True))


def _shape_guide(guide: Any, columns: Sequence[Column]) -> None:
    rows = [_explanation(column) for column in columns]
    for place, title in enumerate(_HELP_TITLES):
        texts = [texts[place] for texts in rows if place < len(texts)]
        guide.set_column(place, place, width_of([_(title), *texts]))
    guide.freeze_panes(1, 0)


def _explanation(column: Column) -> list[str]:
    required = _(_REQUIRED) if column.required else _(_OPTIONAL)
    meaning = _(column.help) if column.help else ""
    return [
        column.title(),
        required,
        _example(column),
        meaning,
        *(choice.title() for choice in column.choices),
    ]


def _example(column: Column) -> str:
    """Return the example in the words of the language, where it is one of the choices."""
    return next(
        (choice.title() for choice in column.choices if choice.value == column.example), column.example
    )
