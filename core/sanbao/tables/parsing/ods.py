"""Look at the cells of an .ods before the reader repeats them: how far they reach, formulas, passwords."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.archive import read_member
from sanbao.tables.parsing.findings import Extent, Finding
from sanbao.tables.parsing.markup import walk
from sanbao.tables.parsing.refusal import Refusal


def check_ods(archive: zipfile.ZipFile, limits: Limits) -> list[Finding]:
    """Return the formulas of all sheets; refuse a password and a sheet that reaches too far."""
    if b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
        raise Refusal("protected")
    content = read_member(archive, "content.xml")
    if not content:
        raise Refusal("damaged")
    cells = _Cells(limits)
    walk(content, cells.start, cells.end)
    return cells.findings


class _Cells:
    """Count rows and columns with their repetitions while the tags go by."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.findings: list[Finding] = []
        self.extent = Extent("", limits)
        self.row = self.column = 0
        self.row_repeats = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            self.extent = Extent(attributes.get("name", ""), self.limits)
            self.row = 0
        elif tag == "table-row":
            self.column, self.row_repeats = 0, _repeats(attributes, "number-rows-repeated")
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell(attributes)

    def end(self, tag: str) -> None:
        if tag == "table-row":
            self.row += self.row_repeats

    def _cell(self, attributes: Mapping[str, str]) -> None:
        repeats = _repeats(attributes, "number-columns-repeated")
        if "value-type" in attributes or "formula" in attributes:
            self.extent.reach(self.row + self.row_repeats - 1, self.column + repeats - 1)
        if "formula" in attributes:
            self.findings.append(Finding(self.extent.sheet, self.row, self.column, "formula"))
        self.column += repeats


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal("damaged")
    return max(1, int(text))
