"""Read .xlsx, .xls and .ods with calamine, after the container has been looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.archive import open_archive
from sanbao.tables.parsing.biff import check_xls
from sanbao.tables.parsing.findings import Extent, Finding
from sanbao.tables.parsing.ods import check_ods
from sanbao.tables.parsing.refusal import Refusal
from sanbao.tables.parsing.values import as_text, is_cut
from sanbao.tables.parsing.xlsx import check_xlsx


def check_cells(content: bytes, kind: str, limits: Limits) -> list[Finding]:
    """Return what no value can be taken from; refuse what must not be opened at all."""
    if kind == "xls":
        return check_xls(content, limits)
    with open_archive(content, limits) as archive:
        return check_xlsx(archive, limits) if kind == "xlsx" else check_ods(archive, limits)


def sheets(content: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the visible worksheets by name; hidden ones hold lists and leftovers, not what a person sees."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                yield sheet.name, workbook.get_sheet_by_name(sheet.name)
    except PasswordError as error:
        raise Refusal("protected") from error
    except CalamineError as error:
        raise Refusal("damaged") from error


def sheet_rows(name: str, sheet: Any, limits: Limits) -> Iterator[tuple[list[str], list[Finding]]]:
    """Yield each row as texts, first row and first column included, with the numbers that were cut short."""
    if sheet.start is None:
        return
    _, left = sheet.start
    Extent(name, limits).reach(*sheet.end)
    for number, row in enumerate(sheet.iter_rows()):
        texts = [""] * left + [as_text(value) for value in row]
        cut = [
            Finding(name, number, left + place, "long_number", as_text(value))
            for place, value in enumerate(row)
            if is_cut(value)
        ]
        yield texts, cut
