"""Import driver: look at every row, name everything that is wrong, and hand over all rows or none (F1).

It knows no operation: whoever calls it says how a row is loaded, and does something with the rows that came out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_
from sanbao.tables.mapping import Column, Match, match
from sanbao.tables.titles import plain
from sanbao.tables.workbook import Row, RowProblem, Sheet, Workbook

Loaded = TypeVar("Loaded")
LoadRow = Callable[[str, dict[str, str]], Loaded]


@dataclass(frozen=True)
class SheetSpec:
    """What one sheet of an import may hold; rows that agree in all ``unique`` fields are doubles."""

    kind: str
    title_zh: str
    title_en: str
    columns: Sequence[Column]
    aliases: Sequence[str] = ()
    unique: Sequence[str] = ()

    def names(self) -> set[str]:
        """Return the plain forms of what the sheet may be called."""
        return {plain(name) for name in (self.kind, self.title_zh, self.title_en, *self.aliases)}


@dataclass(frozen=True)
class LoadedRow(Generic[Loaded]):
    """A good row: where it stood, what became of it, and how the person called each field."""

    sheet: str
    number: int
    kind: str
    value: Loaded
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass
class ImportResult(Generic[Loaded]):
    """The outcome of a test run: counts, every problem, and the rows if nothing at all is wrong.

    ``sound`` are the rows in which nothing is wrong, whatever is wrong with the others: for looking further only.

    ``content_hash`` is equal for equal rows however they were packed, so that the same table, once as .xlsx and
    once as .csv, can be recognised and taken once.
    """

    content_hash: str = ""
    rows_count: int = 0
    skipped_count: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rows: list[LoadedRow[Loaded]] = field(default_factory=list)
    sound: list[LoadedRow[Loaded]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the file can be taken as it is."""
        return not self.problems

    @property
    def bad_rows_count(self) -> int:
        """How many rows have to be corrected."""
        return len({(problem.sheet, problem.row) for problem in self.problems if problem.row is not None})

    def require_ok(self) -> None:
        """Refuse the import with every problem, unless there is none."""
        if self.problems:
            raise ImportRefused(self.problems)


class ImportRefused(Invalid):
    """Some rows are wrong, so none was taken; every one is named."""

    code = "tables.rows"
    message = N_("{count} places in this file need correcting; nothing was imported")

    def __init__(self, rows: Sequence[RowProblem]) -> None:
        self.rows = list(rows)
        super().__init__(count=len(self.rows))

    def as_dict(self) -> dict[str, Any]:
        """Return the error and its places as plain data for JSON output."""
        return {**super().as_dict(), "rows": [row.as_dict() for row in self.rows]}


def check(specs: Sequence[SheetSpec], workbook: Workbook, load_row: LoadRow[Loaded]) -> ImportResult[Loaded]:
    """Load every row without keeping anything, and return all that is wrong; rows come back only if nothing is.

    ``load_row(kind, values)`` gets the filled fields of a row and raises a ``SanbaoError`` where they do not fit.
    """
    result: ImportResult[Loaded] = ImportResult(problems=list(workbook.problems))
    digest = hashlib.sha256()
    for sheet, spec in _pairs(specs, workbook.sheets, result.problems):
        _Check(sheet, spec, result, digest.update).run(load_row)
    if not result.rows_count and not result.problems:
        result.problems.append(
            _sheet_problem(workbook.sheets[0], N_("There is no row below the titles; add at least one"))
        )
    result.content_hash = digest.hexdigest()
    result.problems = in_order(workbook, result.problems)
    bad = {(problem.sheet, problem.row) for problem in result.problems}
    result.sound = [row for row in result.rows if (row.sheet, row.number) not in bad]
    if result.problems:
        result.rows.clear()
    return result


class _Check(Generic[Loaded]):
    """The test run of one sheet."""

    def __init__(
        self, sheet: Sheet, spec: SheetSpec, result: ImportResult[Loaded], digest: Callable[[bytes], object]
    ) -> None:
        self.sheet = sheet
        self.spec = spec
        self.result = result
        self.digest = digest
        self.match: Match = match(spec.columns, sheet.headers)
        self.titles = {column.field: title for title, column in self.match.columns.items()}
        self.unusable = {(p.row, p.column) for p in result.problems if p.sheet == sheet.name}
        self.seen: dict[tuple[str, ...], int] = {}

    def run(self, load_row: LoadRow[Loaded]) -> None:
        for problem in self.match.problems:
            column = problem.path if problem.path in self.sheet.columns else None
            self._add(self.sheet.header_row, column, problem.path, problem.message, problem.params)
        if not self.match.missing:
            for row in self.sheet.rows:
                self._row(row, load_row)

    def _row(self, row: Row, load_row: LoadRow[Loaded]) -> None:
        texts = {
            column.field: row.cells[title] for title, column in self.match.columns.items() if row.cells[title]
        }
        if is_example(self.spec.columns, texts):
            self.result.skipped_count += 1
            return
        self.result.rows_count += 1
        self.result.counts[self.spec.kind] = self.result.counts.get(self.spec.kind, 0) + 1
        before = len(self.result.problems)
        values = dict(self._values(row, texts))
        self.digest(json.dumps([self.spec.kind, values], ensure_ascii=True, sort_keys=True).encode())
        self._double(row, values)
        # A field that was named already is not complained about twice by whoever loads the row.
        named = {problem.column for problem in self.result.problems[before:]} | self._unusable_in(row)
        try:
            loaded = load_row(self.spec.kind, values)
        except SanbaoError as error:
            self._refused(row, error, named)
        else:
            self.result.rows.append(
                LoadedRow(self.sheet.name, row.number, self.spec.kind, loaded, self.titles)
            )

    def _values(self, row: Row, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for title, column in self.match.columns.items():
            text = texts.get(column.field, "")
            value = column.value(text) if text else None
            if value is not None:
                yield column.field, value
            elif text:
                choices = ", ".join(choice.title() for choice in column.choices)
                self._add(
                    row.number,
                    title,
                    text,
                    N_("“{value}” is none of: {choices}"),
                    {"value": text, "choices": choices},
                )
            elif column.required and (row.number, title) not in self.unusable:
                self._add(
                    row.number, title, "", N_("“{title}” is required; fill in a value"), {"title": title}
                )

    def _double(self, row: Row, values: Mapping[str, str]) -> None:
        key = tuple(values.get(name, "") for name in self.spec.unique)
        if not any(key):
            return
        first = self.seen.setdefault(key, row.number)
        if first != row.number:
            message = N_("The same as row {first}; each may stand here once, delete one of them")
            self._add(
                row.number, self.titles.get(self.spec.unique[0]), ", ".join(key), message, {"first": first}
            )

    def _refused(self, row: Row, error: SanbaoError, named: set[str | None]) -> None:
        problems = error.problems if isinstance(error, Invalid) else []
        for problem in problems:
            title = self.titles.get(problem.path.split(".")[0], problem.path or None)
            if title not in named:
                value = row.cells.get(title or "", "")
                self._add(row.number, title, value, problem.message, problem.params)
        if not problems:
            self._add(row.number, None, "", N_("{reason}"), {"reason": error})

    def _unusable_in(self, row: Row) -> set[str | None]:
        return {title for number, title in self.unusable if number == row.number}

    def _add(self, row: int, column: str | None, value: str, message: str, params: Mapping[str, Any]) -> None:
        self.result.problems.append(RowProblem(self.sheet.name, row, column, value, message, params))


def is_example(columns: Sequence[Column], texts: Mapping[str, str]) -> bool:
    """Tell whether a row, as the texts of its fields, is the unchanged example of the template."""
    by_field = {column.field: column for column in columns}
    examples = {name: column.value(column.example) for name, column in by_field.items() if column.example}
    return (
        len(examples) > 1 and {name: by_field[name].value(text) for name, text in texts.items()} == examples
    )


def _pairs(
    specs: Sequence[SheetSpec], sheets: Sequence[Sheet], problems: list[RowProblem]
) -> Iterable[tuple[Sheet, SheetSpec]]:
    """Find what each sheet holds by its name; where there is one of each, the name does not matter."""
    if len(specs) == len(sheets) == 1:
        return [(sheets[0], specs[0])]
    by_name = {name: spec for spec in specs for name in spec.names()}
    pairs = []
    for sheet in sheets:
        if spec := by_name.get(plain(sheet.name)):
            pairs.append((sheet, spec))
        else:
            known = ", ".join(f"{spec.title_zh} / {spec.title_en}" for spec in specs)
            problems.append(
                _sheet_problem(
                    sheet, N_("This sheet is not known; delete or rename it. Known are: {known}"), known=known
                )
            )
    # In the order of the specifications, so that what is referred to comes first and the hash is stable.
    return sorted(pairs, key=lambda pair: specs.index(pair[1]))


def _sheet_problem(sheet: Sheet, message: str, **params: Any) -> RowProblem:
    return RowProblem(sheet.name, sheet.header_row, None, "", message, params)


def in_order(workbook: Workbook, problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Return problems in the order of the sheets and rows that they belong to."""
    order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}
    return sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row or 0))
