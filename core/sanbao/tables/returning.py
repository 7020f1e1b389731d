"""Give a person her own file back with what is wrong in it: marked cells and a column of reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.i18n import _
from sanbao.tables.looks import Book, put_text, width_of
from sanbao.tables.titles import REASONS, is_reasons
from sanbao.tables.workbook import RowProblem, Sheet, Workbook, column_index

_WRONG = {"num_format": "@", "bg_color": "#FFD7D7", "font_color": "#9C0006"}


def problem_workbook(workbook: Workbook, problems: Sequence[RowProblem]) -> bytes:
    """Return an .xlsx with the person's sheets, every row at its place, marked cells, and the reasons at the end.

    It can be corrected and uploaded as it is: the column of reasons is passed over.
    """
    book = Book()
    for sheet in workbook.sheets:
        mine = [problem for problem in problems if problem.sheet == sheet.name]
        _fill(book, sheet, mine)
    return book.finish()


def _fill(book: Book, sheet: Sheet, problems: Sequence[RowProblem]) -> None:
    page = book.sheet(sheet.name)
    titles = {title: place for title, place in sheet.columns.items() if not is_reasons(title)}
    at_end = max([0, *(place + 1 for place in titles.values()), *(_loose(titles, p) + 1 for p in problems)])
    reasons = _reasons(sheet, problems)
    wrong = {(problem.row, _place(titles, problem)): problem for problem in problems}
    texts = [
        (sheet.header_row, {title: title for title in titles}),
        *((row.number, row.cells) for row in sheet.rows),
    ]
    for number, cells in texts:
        plain = book.header if number == sheet.header_row else book.style(num_format="@")
        for title, place in titles.items():
            style = book.style(**_WRONG) if (number, place) in wrong else plain
            put_text(page, number - 1, place, cells[title], style)
    for problem in problems:
        _mark_loose(book, page, titles, problem)
    # What concerns the whole sheet goes into the title itself, so that it is passed over like the rest.
    put_text(
        page,
        sheet.header_row - 1,
        at_end,
        "\n".join([_(REASONS), *reasons.pop(sheet.header_row, [])]),
        book.header,
    )
    for number, lines in reasons.items():
        put_text(page, number - 1, at_end, "\n".join(lines), book.style(text_wrap=True))
    _shape(page, sheet, titles, at_end)


def _shape(page: Any, sheet: Sheet, titles: Mapping[str, int], at_end: int) -> None:
    for title, place in titles.items():
        page.set_column(place, place, width_of([title, *(row.cells[title] for row in sheet.rows[:1000])]))
    page.set_column(at_end, at_end, 60)
    page.freeze_panes(sheet.header_row, 0)


def _reasons(sheet: Sheet, problems: Sequence[RowProblem]) -> dict[int, list[str]]:
    """Return the sentences of each row; what has no row belongs to the titles."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        where = f"{problem.column}: " if problem.column else ""
        reasons[problem.row or sheet.header_row].append(f"{where}{problem}")
    return reasons


def _place(titles: Mapping[str, int], problem: RowProblem) -> int:
    """Return the place of the cell concerned; -1 where it is none."""
    return titles.get(problem.column or "", -1)


def _loose(titles: Mapping[str, int], problem: RowProblem) -> int:
    """Return the place of a value that stands below no title; -1 for all others."""
    letters = problem.column or ""
    loose = letters not in titles and letters.isascii() and letters.isupper() and len(letters) <= 2
    return column_index(letters) if loose and problem.value else -1


def _mark_loose(book: Book, page: Any, titles: Mapping[str, int], problem: RowProblem) -> None:
    place = _loose(titles, problem)
    if place >= 0 and problem.row is not None:
        put_text(page, problem.row - 1, place, problem.value, book.style(**_WRONG))
