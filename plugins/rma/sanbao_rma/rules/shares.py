"""What each piece of a parcel cost, and who bears it (RMA-12, LED-05…07). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sanbao.money import Currency, split

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears the cost of a piece; the rule is the reason, and makes no other bearer of him."""

    kind: str
    party: str | None
    centre: str | None
    rule: str = field(compare=False)


def spread(
    direct: Mapping[int, Decimal], common: Decimal, pieces: Sequence[int], currency: Currency
) -> dict[int, Decimal]:
    """Return each piece's cost: its own, and an equal part of what was spent on the parcel as a whole (CAL-06)."""
    found = {piece: direct.get(piece, _NOTHING) for piece in pieces}
    for piece, amount in direct.items():
        found.setdefault(piece, amount)
    if common and pieces:
        parts = split(common, [Decimal(1)] * len(pieces), currency)
        for piece, part in zip(pieces, parts, strict=True):
            found[piece] += part
    return found


def by_bearer(
    costs: Mapping[int, Decimal], bearers: Mapping[int, Bearer], settled: Mapping[Bearer, Decimal]
) -> dict[Bearer, Decimal]:
    """Return what each bearer still has to take: the cost of its pieces less what it has taken already (LED-05)."""
    found: dict[Bearer, Decimal] = {}
    for piece, amount in costs.items():
        bearer = bearers[piece]
        found[bearer] = found.get(bearer, _NOTHING) + amount
    for bearer, amount in settled.items():
        found[bearer] = found.get(bearer, _NOTHING) - amount
    return {bearer: amount for bearer, amount in found.items() if amount}
