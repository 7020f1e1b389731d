"""What the child tells about single cells before anyone looks at their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.refusal import Refusal

Kind = Literal["formula", "error_value", "long_number"]


@dataclass(frozen=True)
class Finding:
    """A cell that cannot be taken as a value; row and column from 0, ``None`` where the format does not say."""

    sheet: str
    row: int | None
    column: int | None
    kind: Kind
    value: str = ""


@dataclass
class Extent:
    """How far the filled cells of a sheet reach; it refuses as soon as that is beyond the limits."""

    sheet: str
    limits: Limits
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note a filled cell (from 0), or refuse the file because of it."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        limits = self.limits
        too_many = self.rows * self.columns > limits.cells
        if too_many or self.rows > limits.rows or self.columns > limits.columns:
            raise Refusal(
                "out_of_bounds",
                sheet=self.sheet,
                cell_at=[row, column],
                rows=limits.rows,
                columns=limits.columns,
                cells=limits.cells,
            )
