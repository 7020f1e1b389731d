"""The whole work of the child process: bytes in, lines of JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.findings import Finding
from sanbao.tables.parsing.refusal import Refusal
from sanbao.tables.parsing.sniffing import check_kind
from sanbao.tables.parsing.spreadsheet import check_cells, sheet_rows, sheets
from sanbao.tables.parsing.text import csv_rows

Write = Callable[[str], object]


def confine(limits: Limits) -> None:
    """Take from this process the right to more time and memory; a platform without such limits has the clock."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(content: bytes, kind: str, sheet: str, encoding: str | None, limits: Limits, write: Write) -> None:
    """Write the sheets, rows and findings of one file as they are read, or the reason why not."""
    lines = _Lines(write)
    try:
        check_kind(content, kind)
        if kind == "csv":
            lines.sheet(sheet)
            for number, texts in enumerate(csv_rows(content, sheet, limits, encoding)):
                lines.row(number, texts)
        else:
            _spreadsheet(content, kind, limits, lines)
        lines.put({"done": True})
    except Refusal as refusal:
        lines.put({"refused": refusal.reason, "params": refusal.params})
    except MemoryError:
        lines.put({"refused": "too_complicated", "params": {}})
    except BaseException as error:
        # The reader's own way to break down on a file; anything else is a bug and must be seen.
        if type(error).__name__ != "PanicException":
            raise
        lines.put({"refused": "damaged", "params": {}})


def _spreadsheet(content: bytes, kind: str, limits: Limits, lines: _Lines) -> None:
    findings = check_cells(content, kind, limits)
    for name, sheet in sheets(content):
        lines.sheet(name)
        for number, (texts, cut) in enumerate(sheet_rows(name, sheet, limits)):
            lines.row(number, texts)
            findings.extend(cut)
    for finding in findings:
        lines.finding(finding)


class _Lines:
    """The three kinds of lines that the parent understands."""

    def __init__(self, write: Write) -> None:
        self.write = write

    def put(self, data: Any) -> None:
        self.write(json.dumps(data, ensure_ascii=True) + "\n")

    def sheet(self, name: str) -> None:
        self.put({"sheet": name})

    def row(self, number: int, texts: list[str]) -> None:
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            self.put([number, texts])

    def finding(self, found: Finding) -> None:
        self.put({"found": [found.sheet, found.row, found.column, found.kind, found.value]})
