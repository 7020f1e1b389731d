"""Which column of a person's file means which field: found in the file, guessed, chosen, and undone for her answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.importing.kinds import sheet_of
from sanbao.plugin.manifest import ImportKind
from sanbao.tables import Column, RowProblem, Sheet, Workbook
from sanbao.tables.importing import is_example
from sanbao.tables.titles import is_reasons, plain

#: So many values of a column are shown beside its title.
SAMPLES = 3
_LONGEST = 60

#: What was chosen for one sheet: its table (nothing: leave it out), and the field of each title (nothing: leave out).
Choice = Mapping[str, Any]


def found(workbook: Workbook) -> list[dict[str, Any]]:
    """Return what stands in a file as plain data: its sheets, their titles, and a few values of each."""
    return [
        {
            "name": sheet.name,
            "rows": len(sheet.rows),
            "columns": [_column(sheet, title) for title in _titles(sheet)],
        }
        for sheet in workbook.sheets
    ]


def _titles(sheet: Sheet) -> list[str]:
    return [title for title in sheet.headers if not is_reasons(title)]


def _column(sheet: Sheet, title: str) -> dict[str, Any]:
    filled = (row.cells[title] for row in sheet.rows[:200] if row.cells[title])
    samples = [text[:_LONGEST] for text, _ in zip(dict.fromkeys(filled), range(SAMPLES), strict=False)]
    return {"title": title, "samples": samples}


def guess(
    kinds: Sequence[ImportKind],
    sheets: Sequence[Mapping[str, Any]],
    remembered: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """Return what each sheet and column probably is: by its name, then by what the person chose before."""
    alone = len(kinds) == 1 and len(sheets) == 1
    return [guess_sheet(kinds, sheet, remembered, kinds[0].name if alone else None) for sheet in sheets]


def without_examples(
    workbook: Workbook,
    kinds: Sequence[ImportKind],
    sheets: Sequence[dict[str, Any]],
    choices: Sequence[Choice],
) -> list[dict[str, Any]]:
    """Return the sheets with as many rows as will be taken: the template's row of examples is none of them."""
    known = {kind.name: kind for kind in kinds}
    return [
        {**told, "rows": told["rows"] - _examples(sheet, known[choice["kind"]], choice["fields"])}
        if choice["kind"]
        else told
        for told, sheet, choice in zip(sheets, workbook.sheets, choices, strict=True)
    ]


def _examples(sheet: Sheet, kind: ImportKind, fields: Mapping[str, str]) -> int:
    texts = (
        {field: row.cells[title] for title, field in fields.items() if field and row.cells[title]}
        for row in sheet.rows
    )
    return sum(is_example(kind.columns, one) for one in texts)


def guess_sheet(
    kinds: Sequence[ImportKind],
    sheet: Mapping[str, Any],
    remembered: Mapping[str, Mapping[str, str]],
    kind: str | None = None,
) -> dict[str, Any]:
    """Return what a sheet probably holds, ``kind`` where somebody said it already."""
    named = next((one.name for one in kinds if plain(sheet["name"]) in sheet_of(one).names()), "")
    chosen = next((one for one in kinds if one.name == (named if kind is None else kind)), None)
    titles = [column["title"] for column in sheet["columns"]]
    columns = chosen.columns if chosen is not None else ()
    fields = _fields(columns, titles, remembered.get(chosen.name, {}) if chosen is not None else {})
    return {"sheet": sheet["name"], "kind": chosen.name if chosen is not None else "", "fields": fields}


def _fields(
    columns: Sequence[Column], titles: Sequence[str], remembered: Mapping[str, str]
) -> dict[str, str]:
    known = {name: column.field for column in columns for name in column.spellings()}
    offered = {column.field for column in columns}
    found = {title: known.get(plain(title), "") for title in titles}
    for title in titles:
        before = remembered.get(plain(title), "")
        if before in offered and before not in found.values():
            found[title] = found[title] or before
    for title in titles:
        close = get_close_matches(
            plain(title), [name for name in known if known[name] not in found.values()], 1, 0.75
        )
        found[title] = found[title] or (known[close[0]] if close else "")
    return found


def to_remember(choices: Iterable[Choice]) -> dict[str, dict[str, str]]:
    """Return what is worth knowing the next time: for each table the field of each title."""
    kept: dict[str, dict[str, str]] = {}
    for choice in choices:
        fields = {plain(title): field for title, field in choice["fields"].items() if field}
        if choice["kind"] and fields:
            kept.setdefault(choice["kind"], {}).update(fields)
    return kept


def problems(kinds: Sequence[ImportKind], choices: Sequence[Choice]) -> list[Problem]:
    """Return everything that is wrong with what was chosen, each with the place of the sheet it belongs to."""
    if not any(choice["kind"] for choice in choices):
        return [Problem("", N_("No sheet is chosen; say for at least one of them what it holds."))]
    known = {kind.name: kind for kind in kinds}
    return [
        problem
        for place, choice in enumerate(choices)
        if choice["kind"]
        for problem in _problems(place, known[choice["kind"]].columns, choice["fields"])
    ]


def _problems(place: int, columns: Sequence[Column], fields: Mapping[str, str]) -> Iterable[Problem]:
    chosen = [field for field in fields.values() if field]
    for column in columns:
        if chosen.count(column.field) > 1:
            said = N_("More than one column is said to be “{column}”; leave the others out.")
            yield Problem(str(place), said, {"column": column.title()})
        elif column.required and column.field not in chosen:
            said = N_("No column is said to be “{column}”, which every row needs.")
            yield Problem(str(place), said, {"column": column.title()})


@dataclass(frozen=True)
class Renamed:
    """A file in the words that the import knows, and the way back to the words of its owner."""

    workbook: Workbook
    sheets: Mapping[str, str]
    titles: Mapping[tuple[str, str], str]

    def in_own_words(self, found: Iterable[RowProblem]) -> list[RowProblem]:
        """Return problems with the sheets and titles that the person wrote."""
        return [
            replace(
                one,
                sheet=self.sheets.get(one.sheet, one.sheet),
                column=self.titles.get((one.sheet, one.column or ""), one.column),
            )
            for one in found
        ]


def renamed(workbook: Workbook, kinds: Sequence[ImportKind], choices: Sequence[Choice]) -> Renamed:
    """Return the file with the sheets and columns that were chosen, called as the import calls them."""
    known = {kind.name: kind for kind in kinds}
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    taken: list[str] = []
    sheets: list[Sheet] = []
    back: dict[tuple[str, str], str] = {}
    for choice in choices:
        if choice["kind"] and choice["sheet"] in by_name:
            kind = known[choice["kind"]]
            # Sheets that differ in underscores alone mean the same table.
            name = kind.name + "_" * taken.count(kind.name)
            taken.append(kind.name)
            titles = _new_titles(kind.columns, choice["fields"])
            sheets.append(_renamed(by_name[choice["sheet"]], name, titles))
            back |= {(name, new): old for old, new in titles.items()}
    names = {new.name: choice["sheet"] for new, choice in zip(sheets, _kept(choices, by_name), strict=True)}
    return Renamed(
        Workbook(workbook.name, workbook.digest, sheets, _findings(workbook, names, back)), names, back
    )


def _kept(choices: Sequence[Choice], by_name: Mapping[str, Sheet]) -> list[Choice]:
    return [choice for choice in choices if choice["kind"] and choice["sheet"] in by_name]


def _new_titles(columns: Sequence[Column], fields: Mapping[str, str]) -> dict[str, str]:
    by_field = {column.field: column for column in columns}
    chosen = {title: by_field[field] for title, field in fields.items() if field in by_field}
    return {
        title: title if plain(title) in column.spellings() else column.title()
        for title, column in chosen.items()
    }


def _renamed(sheet: Sheet, name: str, titles: Mapping[str, str]) -> Sheet:
    columns = {titles[title]: place for title, place in sheet.columns.items() if title in titles}
    rows = [replace(row, cells={new: row.cells[old] for old, new in titles.items()}) for row in sheet.rows]
    return Sheet(name, sheet.header_row, columns, [row for row in rows if any(row.cells.values())])


def _findings(
    workbook: Workbook, names: Mapping[str, str], back: Mapping[tuple[str, str], str]
) -> list[RowProblem]:
    """Return what reading found wrong, without the sheets and columns that are left out."""
    sheets = {old: new for new, old in names.items()}
    titles = {(sheet, old): new for (sheet, new), old in back.items()}
    known = {sheet.name: set(sheet.columns) for sheet in workbook.sheets}
    found = []
    for one in workbook.problems:
        sheet, column = sheets.get(one.sheet), one.column or ""
        if sheet is not None and (column not in known[one.sheet] or (sheet, column) in titles):
            found.append(replace(one, sheet=sheet, column=titles.get((sheet, column), one.column)))
    return found
