"""What was in a table file, as plain text with its place: sheets (工作表), rows, cells, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanbao.i18n import _


@dataclass(frozen=True)
class RowProblem:
    """One thing that is wrong in a table: sheet, row, column, what was there, and what would be right.

    ``row`` is the number that the spreadsheet shows at its edge; ``column`` is the title as the person wrote it.
    ``message`` is translated when it is shown.
    """

    sheet: str
    row: int | None
    column: str | None
    value: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.message, **self.params)

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as plain data for JSON output."""
        place = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return {**place, "value": self.value, "message": str(self)}


@dataclass(frozen=True)
class Row:
    """One row (行): its number in the sheet, and the text under each title."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet (工作表) with a row of titles; ``columns`` says at which place, from 0, each title stands."""

    name: str
    header_row: int
    columns: Mapping[str, int]
    rows: Sequence[Row]

    @property
    def headers(self) -> tuple[str, ...]:
        """The titles, from left to right."""
        return tuple(self.columns)


@dataclass(frozen=True)
class Workbook:
    """A table file (工作簿) as it was read; ``digest`` is the SHA-256 of its bytes.

    ``problems`` are cells that hold what cannot be taken as a value (a formula, an error, a number cut short).
    """

    name: str
    digest: str
    sheets: Sequence[Sheet]
    problems: Sequence[RowProblem] = ()


def column_letters(index: int) -> str:
    """Return the letters that a spreadsheet shows above the column at a place counted from 0.

    >>> column_letters(27)
    'AB'
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place, counted from 0, of the column with these letters.

    >>> column_index("AB")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
