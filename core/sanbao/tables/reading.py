"""Read a table file that somebody uploaded: .xlsx, .xls, .ods or .csv, into plain text with its place.

The file is opened in a child process with little time and memory (F2), so that whatever is in it costs the server
a sentence and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sanbao.decision import Text
from sanbao.errors import NotFound, Problem
from sanbao.i18n import N_
from sanbao.tables.child import ask_child, facts
from sanbao.tables.errors import BadHeader, EmptyFile, ExcelMissing, TooLarge, UnknownType
from sanbao.tables.limits import DEFAULT_LIMITS, Limits
from sanbao.tables.titles import is_help_sheet
from sanbao.tables.workbook import Row, RowProblem, Sheet, Workbook, column_letters

_KINDS = {".xlsx": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
_NO_TITLE = re.compile(r"[\d\s.,:/+\-%]+")
_FINDINGS = {
    "formula": N_("A formula is not taken as a value; paste its result as a value"),
    "error_value": N_("The cell holds the error {value}; put the right value in its place"),
    "long_number": N_(
        "The spreadsheet has cut this number to 15 digits; format the column as text and type it again"
    ),
}


def read(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str | None = None,
) -> Workbook:
    """Return the visible sheets of a table file as text, or refuse the file with everything that is wrong.

    ``name`` is what the person called the file; ``encoding`` overrules what is found out about a CSV file.
    """
    name = name or (Path(source).name if not isinstance(source, bytes) else "upload")
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise UnknownType(name=name)
    if kind != "csv" and find_spec("python_calamine") is None:
        raise ExcelMissing(package="python-calamine")
    content = _content(source, name, limits)
    drafts, problems = _drafts(ask_child(content, name, kind, encoding, limits))
    sheets = _with_headers(drafts)
    if not sheets:
        raise EmptyFile(name=name)
    untitled = [problem for draft in drafts for problem in draft.untitled()]
    return Workbook(name, hashlib.sha256(content).hexdigest(), sheets, (*problems(sheets), *untitled))


def _content(source: Path | str | bytes, name: str, limits: Limits) -> bytes:
    if not isinstance(source, bytes) and not Path(source).is_file():
        raise NotFound(what=Text(N_("file")), key=name)
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size > limits.file_bytes:
        raise TooLarge(name=name, **facts({"what": "file_bytes", "found": size, "limit": limits.file_bytes}))
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise EmptyFile(name=name)
    return content


@dataclass
class _Draft:
    """A sheet while it is being read: its first filled row is the row of titles."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def titles(self) -> dict[int, str]:
        return {place: text for place, text in enumerate(self.rows[0][1]) if text}

    def header_problems(self) -> Iterator[Problem]:
        row = self.rows[0][0] + 1
        titles = self.titles
        if all(_NO_TITLE.fullmatch(title) for title in titles.values()):
            yield Problem(
                f"{self.name}!{row}", N_("This first row holds values; put a row of titles above it")
            )
            return
        for title, count in Counter(titles.values()).items():
            if count > 1:
                places = ", ".join(
                    f"{column_letters(at)}{row}" for at, text in titles.items() if text == title
                )
                message = N_("“{title}” stands above more than one column; keep one of them")
                yield Problem(f"{self.name}!{places}", message, {"title": title})

    def untitled(self) -> Iterator[RowProblem]:
        """Name each column that has values but no title, once."""
        titles, seen = self.titles, set()
        for number, texts in self.rows[1:]:
            for place, text in enumerate(texts):
                if text and place not in titles and place not in seen:
                    seen.add(place)
                    message = N_(
                        "There is no title above this value; write one in row {row} or delete the column"
                    )
                    letters = column_letters(place)
                    yield RowProblem(
                        self.name, number + 1, letters, text, message, {"row": self.rows[0][0] + 1}
                    )

    def sheet(self) -> Sheet:
        titles = self.titles
        rows = [
            Row(number + 1, {title: texts[at] if at < len(texts) else "" for at, title in titles.items()})
            for number, texts in self.rows[1:]
        ]
        return Sheet(self.name, self.rows[0][0] + 1, {title: at for at, title in titles.items()}, rows)


class _Findings:
    """Cells that were found unusable; named by title once the titles are known."""

    def __init__(self) -> None:
        self.found: list[Sequence[Any]] = []

    def __call__(self, sheets: Sequence[Sheet]) -> list[RowProblem]:
        by_name = {sheet.name: sheet for sheet in sheets}
        return [self._problem(by_name[found[0]], *found[1:]) for found in self.found if found[0] in by_name]

    def _problem(
        self, sheet: Sheet, row: int | None, column: int | None, kind: str, value: str
    ) -> RowProblem:
        titles = {place: title for title, place in sheet.columns.items()}
        name = None if column is None else titles.get(column, column_letters(column))
        number = None if row is None else row + 1
        return RowProblem(sheet.name, number, name, value, _FINDINGS[kind], {"value": value})


def _drafts(lines: Iterator[Any]) -> tuple[list[_Draft], _Findings]:
    drafts: list[_Draft] = []
    findings = _Findings()
    for line in lines:
        if isinstance(line, list):
            drafts[-1].rows.append((line[0], line[1]))
        elif "sheet" in line:
            drafts.append(_Draft(line["sheet"]))
        elif "found" in line:
            findings.found.append(line["found"])
    kept = [draft for draft in drafts if draft.rows and not is_help_sheet(draft.name)]
    return kept, findings


def _with_headers(drafts: Sequence[_Draft]) -> list[Sheet]:
    problems = [problem for draft in drafts for problem in draft.header_problems()]
    if problems:
        raise BadHeader(problems)
    return [draft.sheet() for draft in drafts]
