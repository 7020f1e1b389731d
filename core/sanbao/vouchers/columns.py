"""What can stand in a column of a hand-over: one small function per word of a layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sanbao.vouchers.facts import Named, VoucherFacts, VoucherLine

if TYPE_CHECKING:
    from sanbao.tables.writing import Value
    from sanbao.vouchers.layouts import Layout

Read = Callable[[VoucherFacts, VoucherLine, "Layout"], "Value"]


def _day(voucher: VoucherFacts, _line: VoucherLine, layout: Layout) -> Value:
    day = voucher.date
    if layout.dates == "slashes":
        return f"{day.year}/{day.month}/{day.day}"
    written = {"dashes": day.isoformat(), "digits": f"{day:%Y%m%d}"}
    return written.get(layout.dates, day)


def _word(voucher: VoucherFacts, _line: VoucherLine, layout: Layout) -> Value:
    return layout.words.get(voucher.entry.journal, voucher.word)


def _rate(_voucher: VoucherFacts, line: VoucherLine, _layout: Layout) -> Value:
    original = line.line.original_amount
    if not original:
        return 1
    return ((line.line.debit or line.line.credit) / original).quantize(line.line.debit.__class__("0.000001"))


def _price(_voucher: VoucherFacts, line: VoucherLine, _layout: Layout) -> Value:
    quantity, amount = line.line.quantity, line.line.debit or line.line.credit
    return abs(amount / quantity).quantize(amount.__class__("0.0001")) if quantity else None


def _with_role(role: str, what: Callable[[Named], str]) -> Read:
    return lambda _voucher, line, _layout: what(line.party) if role in line.party.roles else ""


VALUES: dict[str, Read] = {
    "date": _day,
    "year": lambda voucher, _line, _layout: voucher.date.year,
    "month": lambda voucher, _line, _layout: voucher.date.month,
    "word": _word,
    "number": lambda voucher, _line, _layout: voucher.entry.number,
    "voucher": lambda voucher, _line, _layout: voucher.number,
    "journal": lambda voucher, _line, _layout: voucher.entry.journal,
    "position": lambda _voucher, line, _layout: line.line.position,
    "position_from_0": lambda _voucher, line, _layout: line.line.position - 1,
    "attachments": lambda voucher, _line, _layout: voucher.attachments_count,
    "summary": lambda _voucher, line, layout: line.summary[: layout.summary_longest],
    "account": lambda _voucher, line, layout: layout.account(line.line.code),
    "account_name": lambda _voucher, line, _layout: line.line.name,
    "debit": lambda _voucher, line, _layout: line.line.debit,
    "credit": lambda _voucher, line, _layout: line.line.credit,
    "side": lambda _voucher, line, _layout: "借" if line.line.debit else "贷",
    "amount": lambda _voucher, line, _layout: line.line.debit or line.line.credit,
    "currency": lambda _voucher, line, _layout: line.line.currency or "",
    "original_amount": lambda _voucher, line, _layout: (
        line.line.original_amount
        if line.line.original_amount is not None
        else line.line.debit or line.line.credit
    ),
    "rate": _rate,
    "quantity": lambda _voucher, line, _layout: line.line.quantity,
    "unit_price": _price,
    "product": lambda _voucher, line, _layout: line.product.code,
    "product_name": lambda _voucher, line, _layout: line.product.name,
    "party": lambda _voucher, line, _layout: line.party.code,
    "party_name": lambda _voucher, line, _layout: line.party.name,
    "customer": _with_role("customer", lambda party: party.code),
    "supplier": _with_role("supplier", lambda party: party.code),
    "cost_centre": lambda _voucher, line, _layout: line.cost_centre.code,
    "cost_centre_name": lambda _voucher, line, _layout: line.cost_centre.name,
    "cost_object": lambda _voucher, line, _layout: line.cost_object,
    "document": lambda voucher, _line, _layout: voucher.document,
    "preparer": lambda voucher, _line, _layout: voucher.preparer,
    "reviewer": lambda voucher, _line, _layout: voucher.reviewer,
    "poster": lambda voucher, _line, _layout: voucher.poster,
    "reverses": lambda voucher, _line, _layout: voucher.reverses,
}
