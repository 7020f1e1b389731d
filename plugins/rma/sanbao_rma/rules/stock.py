"""Decisions about spare parts: what they are worth where, what is missing, what is to be bought. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TypeVar

from sanbao.money import Currency, split

_Key = TypeVar("_Key")
_NOTHING = Decimal(0)


def value_by_place(pieces: Mapping[_Key, Decimal], value: Decimal, currency: Currency) -> dict[_Key, Decimal]:
    """Return what the pieces of one product are worth at each place: one average, and together the whole (WE-40).

    >>> from sanbao.money import CNY
    >>> value_by_place({"DEPOT": Decimal(2), "VAN": Decimal(1)}, Decimal("100.00"), CNY)
    {'DEPOT': Decimal('66.67'), 'VAN': Decimal('33.33')}
    """
    places = list(pieces)
    weights = [pieces[place] for place in places]
    if min(weights, default=_NOTHING) < 0 or not sum(weights, _NOTHING):
        return {place: value if position == 0 else _NOTHING for position, place in enumerate(places)}
    return dict(zip(places, split(value, weights, currency), strict=True))


@dataclass(frozen=True, slots=True)
class Shortage:
    """How a part stands at a place against its minimum (短缺), and how many pieces are proposed (SPR-04)."""

    there: Decimal
    coming: Decimal
    minimum: Decimal
    target: Decimal

    @property
    def is_short(self) -> bool:
        """Whether less lies there and is on its way than must lie there."""
        return self.there + self.coming < self.minimum

    @property
    def missing(self) -> Decimal:
        """How many pieces the minimum lacks, whatever is on its way."""
        return max(self.minimum - self.there, _NOTHING)

    @property
    def proposed(self) -> Decimal:
        """How many whole pieces fill the place up to its target.

        >>> Shortage(Decimal(1), Decimal(0), Decimal(2), Decimal(5)).proposed
        Decimal('4')
        """
        if not self.is_short:
            return _NOTHING
        return (self.target - self.there - self.coming).to_integral_value(ROUND_CEILING)


def needs_approval(amounts: Sequence[Decimal], limit: Decimal) -> bool:
    """Tell whether a second person must agree: gains and losses do not make up for each other.

    >>> needs_approval([Decimal("-600.00"), Decimal("600.00")], Decimal("1000.00"))
    True
    """
    return sum((abs(amount) for amount in amounts), _NOTHING) > limit


def given_back(taken: Sequence[tuple[int, Decimal]], wanted: Decimal) -> list[tuple[int, Decimal]] | None:
    """Return from which cost lines pieces come back, the last taken first; nothing where fewer were taken.

    >>> given_back([(1, Decimal(3)), (2, Decimal(2))], Decimal(4))
    [(2, Decimal('2')), (1, Decimal('2'))]
    """
    found: list[tuple[int, Decimal]] = []
    for line, pieces in reversed(taken):
        if wanted <= 0:
            break
        found.append((line, min(pieces, wanted)))
        wanted -= found[-1][1]
    return found if wanted <= 0 else None
