"""Look at the cells of an .xlsx before the reader builds them: how far they reach, formulas, error values.

The reader gives a formula's last result and an empty text for an error, so both are found here. A regular
expression does it, because a callback per tag would take seconds for a million cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.archive import read_member
from sanbao.tables.parsing.findings import Extent, Finding
from sanbao.tables.parsing.markup import attributes_of
from sanbao.tables.parsing.refusal import Refusal

# A cell that is not closed at once, and whether a formula is the first thing in it.
_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^<>]*)?)(?<!/)>\s*(<(?:\w+:)?f[\s/>])?")
_FILLED = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,7})([0-9]{1,12})["'][^<>]*(?<!/)>"""
)
_SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st\s*=\s*["']e["']""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,7})([0-9]{1,12})["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{0,40})<")


def check_xlsx(archive: zipfile.ZipFile, limits: Limits) -> list[Finding]:
    """Return what no value can be taken from, over all sheets; refuse a sheet that reaches too far."""
    findings: list[Finding] = []
    for path, name in _sheets(archive).items():
        findings.extend(_check_cells(read_member(archive, path), Extent(name, limits)))
    return findings


def _check_cells(content: bytes, extent: Extent) -> Iterator[Finding]:
    if not _fits(content, extent.limits) or _SUSPECT.search(content):
        yield from _check_each(content, extent)


def _fits(content: bytes, limits: Limits) -> bool:
    """Tell by a quick look whether the filled cells stay within the limits."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for match in _FILLED.finditer(content):
        columns.add(match[1])
        rows.add(match[2])
    width = max((_column(letters) for letters in columns), default=-1) + 1
    height = max(map(int, rows), default=0)
    return width <= limits.columns and height <= limits.rows and width * height <= limits.cells


def _check_each(content: bytes, extent: Extent) -> Iterator[Finding]:
    for match in _CELL.finditer(content):
        attributes, formula = match.groups()
        place = _place(attributes)
        if place is not None:
            extent.reach(*place)
        if formula:
            yield Finding(extent.sheet, *_at(place), "formula")
        elif _ERROR.search(attributes):
            value = _VALUE.search(content, match.end(), match.end() + 200)
            shown = value.group(1).decode("utf-8", "replace") if value else ""
            yield Finding(extent.sheet, *_at(place), "error_value", shown)


def _at(place: tuple[int, int] | None) -> tuple[int | None, int | None]:
    return place or (None, None)


def _place(attributes: bytes) -> tuple[int, int] | None:
    match = _ADDRESS.search(attributes)
    if match is None:
        return None
    return max(0, int(match[2]) - 1), _column(match[1])


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of the sheet that each worksheet part belongs to, its path where none claims it."""
    targets = {
        link.get("Id", ""): _resolve(link.get("Target", ""))
        for link in attributes_of(read_member(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
        if link.get("TargetMode") != "External"
    }
    parts = {path: path for path in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", path)}
    workbook = read_member(archive, "xl/workbook.xml")
    if not workbook:
        raise Refusal("damaged")
    for sheet in attributes_of(workbook, "sheet"):
        if path := targets.get(sheet.get("id", "")):
            parts[path] = sheet.get("name", path)
    return parts


def _resolve(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
