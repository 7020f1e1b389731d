"""Entries as stories write them: ``Dr 5201[$claim] 2050.00 | Cr 1403 2050.00``, goods ``1403@DEPOT BOARD -1``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.ledger.reports import EntryView, LineView
from sanbao.ledger.showing import Names
from sanbao.story import values
from sanbao.story.matching import paired

_CODE = r"[^\s\[\]{}|@]+"
_MONEY = re.compile(
    rf"(?P<side>Dr|Cr)\s+(?P<account>{_CODE})(?:\[(?P<bracket>[^\[\]|]+)\])?(?:{{(?P<party>[^{{}}|]+)}})?\s+(?P<amount>\S+)"
)
_GOODS = re.compile(
    rf"(?P<account>{_CODE})(?:@(?P<place>{_CODE}))?\s+(?P<product>{_CODE}?)(?:\[(?P<unit>[^\[\]|]+)\])?\s+(?P<quantity>\S+)"
)
MONEY_RIGHT = N_("“{given}” is no line of an entry; write Dr 5201[CL202406-0001] 2050.00 or Cr 2202{S001} 1,200.00")
GOODS_RIGHT = N_("“{given}” is no move of goods; write 1403@DEPOT BOARD -1, or 9005 BOARD[SERIAL] +1")


class BadRow(ValueError):
    """A row that cannot be read; ``problem`` says which part and what would be right."""

    def __init__(self, message: str, given: str) -> None:
        super().__init__(given)
        self.problem = Problem("", message, {"given": given})


@dataclass(frozen=True)
class MoneyLine:
    """One money line: a bracket is a cost centre or a cost object, braces a party."""

    side: str
    account: str
    bracket: str | None
    party: str | None
    amount: Decimal

    def fits(self, line: LineView, entry: EntryView, names: Names) -> bool:
        """Tell whether a posted line is this one.

        A bracket may be left out only where the line belongs to the entry's own paper and to no cost centre.
        """
        amount = line.debit if self.side == "Dr" else line.credit
        if (line.code, amount) != (self.account, self.amount):
            return False
        if self.party is not None and names(line, "party_id") != self.party:
            return False
        if self.bracket is not None:
            return self.bracket in (names(line, "cost_centre_id"), names(line, "cost_object_id"))
        return line.cost_centre_id is None and line.cost_object_id in (None, entry.document_id)


@dataclass(frozen=True)
class GoodsLine:
    """One move of goods; place and serial number matter where they are written."""

    account: str
    place: str | None
    product: str
    unit: str | None
    quantity: Decimal

    def fits(self, line: LineView, _entry: EntryView, names: Names) -> bool:
        """Tell whether a posted line is this one."""
        if (line.code, names(line, "product_id"), line.quantity) != (self.account, self.product, self.quantity):
            return False
        return self.place in (None, names(line, "place_id")) and self.unit in (None, names(line, "unit_id"))


def money_row(text: str) -> list[MoneyLine]:
    """Read the money lines of one entry; :class:`BadRow` names the line that is wrong."""
    return [_money_line(part.strip()) for part in text.split("|")]


def _money_line(text: str) -> MoneyLine:
    found = _MONEY.fullmatch(text)
    if found is None:
        raise BadRow(MONEY_RIGHT, text)
    amount = _number(MONEY_RIGHT, text, found["amount"])
    return MoneyLine(found["side"], found["account"], found["bracket"], found["party"], amount)


def goods_row(text: str) -> list[GoodsLine]:
    """Read the goods lines of one entry; :class:`BadRow` names the line that is wrong."""
    return [_goods_line(part.strip()) for part in text.split("|")]


def _goods_line(text: str) -> GoodsLine:
    found = _GOODS.fullmatch(text)
    if found is None:
        raise BadRow(GOODS_RIGHT, text)
    quantity = _number(GOODS_RIGHT, text, found["quantity"])
    return GoodsLine(found["account"], found["place"], found["product"], found["unit"], quantity)


def _number(message: str, row: str, text: str) -> Decimal:
    """Return an amount that is not zero; one that is still to be filled in passes as one."""
    if values.is_open(text):
        return Decimal(1)
    try:
        amount = values.amount(text)
    except ValueError as error:
        raise BadRow(message, row) from error
    if not amount:
        raise BadRow(message, row)
    return amount


def is_entry(
    expected: Sequence[MoneyLine | GoodsLine], there: Sequence[LineView], entry: EntryView, names: Names
) -> bool:
    """Tell whether the lines of an entry are the expected ones, in whichever order, none more and none less."""
    if len(expected) != len(there):
        return False
    return len(paired(expected, there, lambda row, line: row.fits(line, entry, names))) == len(expected)
