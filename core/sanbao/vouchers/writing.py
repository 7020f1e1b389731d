"""Write vouchers as a workbook that other books take: typed cells, one row per money line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sanbao.tables import Heading, Table, write_workbook
from sanbao.vouchers.columns import VALUES
from sanbao.vouchers.facts import VoucherFacts, VoucherLine
from sanbao.vouchers.layouts import Column, Layout

if TYPE_CHECKING:
    from sanbao.tables.writing import Value

#: How many digits a column shows where it is not money.
FINE = {"quantity": 4, "unit_price": 4, "rate": 6}


def workbook(layout: Layout, vouchers: Iterable[VoucherFacts], *, digits: int = 2) -> bytes:
    """Return the workbook of these vouchers; the same vouchers give the same bytes."""
    headings = [Heading(column.title, FINE.get(column.value or "", digits)) for column in layout.columns]
    rows = [
        [_cell(column, layout, voucher, line) for column in layout.columns]
        for voucher in vouchers
        for line in voucher.lines
        if line.line.debit or line.line.credit
    ]
    return write_workbook([Table(layout.sheet, headings, rows)])


def _cell(column: Column, layout: Layout, voucher: VoucherFacts, line: VoucherLine) -> Value:
    if column.value is None:
        return column.constant
    return VALUES[column.value](voucher, line, layout)
