"""The empty workbook that a person fills in for an import, with everything she needs to know inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sanbao.i18n import N_, _, current_locale, use_locale
from sanbao.tables.looks import Book, put_text, width_of
from sanbao.tables.mapping import Column
from sanbao.tables.titles import HELP_SHEET
from sanbao.tables.workbook import column_letters

_ROWS_WITH_CHOICES = 5_000
_HELP_TITLES = (N_("Column"), N_("Required"), N_("Example"), N_("Meaning"), N_("Choices"))
_DATA_SHEET = N_("Data")
_REQUIRED, _OPTIONAL = N_("required"), N_("optional")


def template(columns: Sequence[Column], language: str | None = None, name: str | None = None) -> bytes:
    """Return an .xlsx to fill in: titles, one example row, notes, drop-downs, and a sheet that explains.

    The row of examples may stay: an import passes over it as long as it is unchanged.
    """
    with use_locale(language or current_locale()):
        book = Book()
        data = book.sheet(name or _(_DATA_SHEET))
        guide = book.sheet(_(HELP_SHEET))
        _fill_guide(book, guide, columns)
        for place, column in enumerate(columns):
            _fill_column(book, data, guide, place, column)
        data.freeze_panes(1, 0)
        return book.finish()


def _fill_column(book: Book, data: Any, guide: Any, place: int, column: Column) -> None:
    title = f"{column.title()} *" if column.required else column.title()
    # Text cells keep what is typed: leading zeros, long serial numbers, days as they were written.
    data.set_column(place, place, width_of([title, column.example]), book.style(num_format="@"))
    put_text(data, 0, place, title, book.header)
    put_text(data, 1, place, _example(column), book.style(num_format="@", italic=True, font_color="#7F7F7F"))
    if column.help:
        data.write_comment(0, place, _(column.help), {"author": "sanbao", "x_scale": 2})
    if column.choices:
        data.data_validation(1, place, _ROWS_WITH_CHOICES, place, _drop_down(guide, place, column))


def _drop_down(guide: Any, place: int, column: Column) -> dict[str, Any]:
    """Point to the choices on the sheet that explains, because a list in the cell itself ends at 255 characters."""
    first = len(_HELP_TITLES) - 1
    last = first + len(column.choices) - 1
    sheet = guide.get_name().replace("'", "''")
    return {
        "validate": "list",
        "source": f"='{sheet}'!{_absolute(place + 1, first)}:{_absolute(place + 1, last)}",
        "error_title": column.title()[:32],
        "error_message": _("Choose one of the values in the list."),
    }


def _absolute(row: int, place: int) -> str:
    return f"${column_letters(place)}${row + 1}"


def _fill_guide(book: Book, guide: Any, columns: Sequence[Column]) -> None:
    for place, title in enumerate(_HELP_TITLES):
        put_text(guide, 0, place, _(title), book.header)
    rows = [_explanation(column) for column in columns]
    for number, texts in enumerate(rows, 1):
        for place, text in enumerate(texts):
            put_text(guide, number, place, text, book.style(text_wrap=True))
    for place, title in enumerate(_HELP_TITLES):
        guide.set_column(
            place, place, width_of([_(title), *(texts[place] for texts in rows if place < len(texts))])
        )
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
