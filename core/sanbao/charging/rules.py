"""Decisions about prices, tax and agreement. Pure: no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.money import Currency

#: What turns an agreement into its opposite when it stands a few characters before the words, or makes it a question.
_NEGATIONS = ("不", "未", "没", "沒", "暂", "暫", "拒", "待", "否", "not", "n't", "never", "cannot", "dis")
_QUESTIONS = ("吗", "嗎", "么", "?", "否")
_NEAR = 4
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is to be paid: without tax, the tax, and both together."""

    net: Decimal
    tax: Decimal
    gross: Decimal


def reckon(
    quantity: Decimal,
    price: Decimal,
    discount: Decimal,
    percent: Decimal,
    tax_inclusive: bool,
    currency: Currency,
) -> Amounts:
    """Return what one line comes to: the line is rounded once, its tax once (CAL-06, LED-24).

    A price with tax in it keeps its gross, one without keeps its net; the other follows.

    >>> from sanbao.money import CNY
    >>> reckon(Decimal(1), Decimal("100.00"), Decimal(0), Decimal(13), True, CNY)
    Amounts(net=Decimal('88.50'), tax=Decimal('11.50'), gross=Decimal('100.00'))
    """
    amount = currency.round(quantity * price * (_WHOLE - discount) / _WHOLE)
    if tax_inclusive:
        net = currency.round(amount * _WHOLE / (_WHOLE + percent))
        return Amounts(net, amount - net, amount)
    tax = currency.round(amount * percent / _WHOLE)
    return Amounts(amount, tax, amount + tax)


def total(amounts: Iterable[Amounts], currency: Currency) -> Amounts:
    """Return the sum of lines; nothing is rounded again (CAL-06)."""
    listed, zero = list(amounts), currency.round(Decimal(0))
    return Amounts(
        sum((one.net for one in listed), zero),
        sum((one.tax for one in listed), zero),
        sum((one.gross for one in listed), zero),
    )


def less(stays: Amounts, before: Amounts) -> Amounts:
    """Return the change from what was to what stays; what was rounded before adds up to the cent."""
    return Amounts(stays.net - before.net, stays.tax - before.tax, stays.gross - before.gross)


def exceeds(actual: Decimal, agreed: Decimal, tolerance: Decimal) -> bool:
    """Tell whether an amount goes beyond what was agreed by more than so many per cent (RMA-04)."""
    return actual > agreed * (_WHOLE + tolerance) / _WHOLE


def agrees(text: str, phrases: Sequence[str]) -> bool:
    """Tell whether a reply holds one of the company's words of agreement, and not its opposite (RMA-04).

    >>> agrees("同意 维修。王立", ["同意维修"]), agrees("不同意维修", ["同意维修"])
    (True, False)
    """
    said = _folded(text)
    return any(_is_meant(said, _folded(phrase)) for phrase in phrases if phrase.strip())


def _folded(text: str) -> str:
    """Return a text as it is compared: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_meant(said: str, phrase: str) -> bool:
    start = said.find(phrase)
    while start >= 0:
        before, after = said[max(0, start - _NEAR) : start], said[start + len(phrase) :]
        near = re.split("[,.;:!，。；：！、]", before)[-1]
        if not any(word in near for word in _NEGATIONS) and not after.startswith(_QUESTIONS):
            return True
        start = said.find(phrase, start + 1)
    return False


def phrases_of(setting: str) -> list[str]:
    """Return the words of agreement that a company's setting lists, separated by semicolons."""
    return [phrase.strip() for phrase in setting.replace("；", ";").split(";") if phrase.strip()]
