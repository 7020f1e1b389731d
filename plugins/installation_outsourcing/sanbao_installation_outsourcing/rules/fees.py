"""What so many units of a lot cost: one fee, or tiers that price their own part or the whole (INS-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.money import Currency

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FeeTier:
    """From which unit on another fee holds."""

    start: int
    fee: Decimal


@dataclass(frozen=True, slots=True)
class LotTerms:
    """What a version of the contract says about a lot (标段)."""

    code: str
    quantity: int
    unit_fee: Decimal
    name: str = ""
    tiers: tuple[FeeTier, ...] = ()
    whole_tier: bool = False

    @property
    def rates(self) -> tuple[FeeTier, ...]:
        """The fee from the first unit on, then the tiers."""
        return (FeeTier(1, self.unit_fee), *self.tiers)

    def fee(self, count: int, currency: Currency) -> Decimal:
        """Return what the first ``count`` units cost together."""
        if self.whole_tier:
            reached = [rate for rate in self.rates if rate.start <= count]
            return currency.round(count * reached[-1].fee) if reached else ZERO
        return currency.round(sum((part * rate.fee for part, rate in _parts(self.rates, count)), ZERO))

    def total_fee(self, currency: Currency) -> Decimal:
        """Return the fee of the whole lot as it was contracted."""
        return self.fee(self.quantity, currency)


def _parts(rates: Sequence[FeeTier], count: int) -> list[tuple[int, FeeTier]]:
    """Return how many of the units each tier prices."""
    found = []
    for position, rate in enumerate(rates):
        end = rates[position + 1].start - 1 if position + 1 < len(rates) else count
        found.append((max(0, min(count, end) - rate.start + 1), rate))
    return found
