"""How our workbooks look, and the few things about cells that every writer of one needs."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from sanbao.tables.errors import ExcelMissing

#: A workbook carries the day of its making; a constant one, so that the same input gives the same bytes.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format knows no time zones
MAX_TEXT = 32_767
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SURROGATES = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Book:
    """A workbook with the few formats that we use: in memory, or a large one written row by row into ``target``."""

    def __init__(self, target: BinaryIO | None = None) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise ExcelMissing(package="XlsxWriter") from error
        self.buffer = io.BytesIO()
        options = {
            # Rows of a large one are put aside in files as they come, so that memory stays as it is.
            ("constant_memory" if target is not None else "in_memory"): True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.book: Any = xlsxwriter.Workbook(target if target is not None else self.buffer, options)
        self.book.set_properties({"created": CREATED})
        self.names: set[str] = set()
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    @property
    def header(self) -> Any:
        """The format of titles."""
        return self.style(bold=True, bg_color="#1F4E79", font_color="#FFFFFF", text_wrap=True, border=1)

    def sheet(self, name: str) -> Any:
        """Add a worksheet under this name, or the nearest one that a spreadsheet accepts."""
        return self.book.add_worksheet(sheet_name(name, self.names))

    def finish(self) -> bytes:
        """Return the bytes of the finished file; of a large one none, they stand in its target."""
        self.book.close()
        return self.buffer.getvalue()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a spreadsheet accepts and that no other sheet has; it is added to ``taken``."""
    base = _SURROGATES.sub("\ufffd", _NOT_IN_NAMES.sub(" ", wanted)).strip("' ")[:31].strip("' ") or "Sheet"
    if base.casefold() == "history":
        base += "_"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = base[: 31 - len(ending)] + ending
    taken.add(name.casefold())
    return name


def put_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write a text as a text, whatever it looks like; what a cell cannot hold is cut visibly."""
    shown = _SURROGATES.sub("\ufffd", text)
    if len(shown) > MAX_TEXT:
        shown = shown[: MAX_TEXT - 1] + "…"
    if shown:
        sheet.write_string(row, column, shown, style)
    else:
        sheet.write_blank(row, column, None, style)


def width_of(texts: Iterable[str]) -> int:
    """Return the column width for these texts; a Chinese character is two Latin ones wide."""
    widths = (max(map(_line_width, text[:500].split("\n"))) for text in texts)
    return min(60, max([8, *widths]) + 3)


def _line_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
