"""How a client's penalty falls on those who caused it: decisions on plain values (INS-12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sanbao.money import Currency, split

ZERO = Decimal(0)
WHOLE = Decimal(100)


def left_of(percents: Sequence[Decimal]) -> Decimal:
    """Return how many per cent of a penalty nobody bears yet.

    >>> left_of([Decimal(60), Decimal(15)])
    Decimal('25')
    """
    return WHOLE - sum(percents, ZERO)


def parts(booked: Decimal, percents: Sequence[Decimal], currency: Currency) -> list[Decimal]:
    """Return what each bears of what was booked; all hundred per cent together are all of it, to the cent.

    >>> from sanbao.money import CNY
    >>> parts(Decimal("100.00"), [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")], CNY)
    [Decimal('33.33'), Decimal('33.33'), Decimal('33.34')]
    """
    return split(booked, [*percents, left_of(percents)], currency)[:-1]
