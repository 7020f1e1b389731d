"""The tax of an invoice: rounded once per rate over the whole invoice, not line by line (LED-24, CAL-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.money import Currency, split
from sanbao_billing.rules.items import ZERO


@dataclass(frozen=True, slots=True)
class Amounts:
    """Net, tax and gross of a line at a rate of so many per cent, and the revenue that it belongs to."""

    percent: Decimal
    net: Decimal
    tax: Decimal
    role: str = "SERVICE_REV"

    @property
    def gross(self) -> Decimal:
        """What is to be paid."""
        return self.net + self.tax


def on_invoice(lines: Sequence[Amounts], inclusive: bool, currency: Currency) -> list[Amounts]:
    """Return the lines as the invoice states them: each rate's tax is rounded once, and shared out to its lines.

    Prices with tax keep their gross, prices without keep their net.
    """
    stated: dict[int, Amounts] = {}
    for percent in dict.fromkeys(line.percent for line in lines):
        places = [index for index, line in enumerate(lines) if line.percent == percent]
        chosen = [lines[index] for index in places]
        for index, line, tax in zip(
            places, chosen, _taxes(chosen, percent, inclusive, currency), strict=True
        ):
            net = line.gross - tax if inclusive else line.net
            stated[index] = Amounts(percent, net, tax, line.role)
    return [stated[index] for index in range(len(lines))]


def _taxes(lines: Sequence[Amounts], percent: Decimal, inclusive: bool, currency: Currency) -> list[Decimal]:
    bases = [line.gross if inclusive else line.net for line in lines]
    whole = sum(bases, ZERO)
    divisor = 100 + percent if inclusive else Decimal(100)
    tax = currency.round(whole * percent / divisor)
    return share_out(tax, [line.tax for line in lines], bases, currency)


def share_out(
    whole: Decimal, before: Sequence[Decimal], bases: Sequence[Decimal], currency: Currency
) -> list[Decimal]:
    """Return amounts that sum to the whole: those before, and the difference shared out by the bases.

    >>> from sanbao.money import CNY
    >>> share_out(Decimal("0.31"), [Decimal("0.10"), Decimal("0.20")], [Decimal(1), Decimal(2)], CNY)
    [Decimal('0.10'), Decimal('0.21')]
    """
    difference = whole - sum(before, ZERO)
    if not difference:
        return list(before)
    weights = [abs(base) for base in bases]
    more = split(difference, weights if any(weights) else [1] * len(before), currency)
    return [amount + extra for amount, extra in zip(before, more, strict=True)]


def part_of(line: Amounts, net: Decimal, rest: Amounts, currency: Currency) -> Amounts:
    """Return a part of a line for a red letter; the last part takes exactly what is left of the tax."""
    if net == rest.net:
        return rest
    tax = currency.round(line.tax * net / line.net) if line.net else ZERO
    return Amounts(line.percent, net, min(tax, rest.tax) if rest.tax >= 0 else max(tax, rest.tax), line.role)
