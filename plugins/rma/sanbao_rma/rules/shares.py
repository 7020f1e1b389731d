"""What each piece of a parcel cost, and who bears it (RMA-12, LED-05…07). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sanbao.money import Currency, split

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears the cost of a piece; the rule is the reason, and makes no other bearer of him.

    ``unit`` is whose cost it is, where each unit has a provision of its own (LED-08).
    """

    kind: str
    party: str | None
    centre: str | None
    rule: str = field(compare=False)
    unit: int | None = None


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
    own = {bearer.unit: bearer for bearer in bearers.values() if bearer.unit is not None}
    for taker, amount in settled.items():
        # What a provision bore of a unit, and what it left to the department, was borne for that unit (LED-08).
        bearer = own.get(taker.unit, taker) if taker.unit is not None else taker
        found[bearer] = found.get(bearer, _NOTHING) - amount
    return {bearer: amount for bearer, amount in found.items() if amount}


def charged_to(
    sums: Mapping[tuple[int, int | None], Decimal],
    pieces: Iterable[tuple[int, int | None, int]],
    currency: Currency,
) -> dict[int, Decimal]:
    """Return what was charged for each piece: on its unit; else on those without one, else on all of the parcel.

    ``sums`` are by parcel and unit, ``pieces`` are parcel, unit and key; every cent that was charged lands on a piece.
    """
    every: dict[int, list[tuple[int | None, int]]] = {}
    for parcel, unit, key in pieces:
        every.setdefault(parcel, []).append((unit, key))
    found: dict[int, Decimal] = {}
    for (parcel, unit), amount in sums.items():
        rows = every.get(parcel, [])
        fitting = [key for own, key in rows if own == unit] or [key for _own, key in rows]
        for key, part in zip(fitting, split(amount, [Decimal(1)] * len(fitting), currency), strict=True):
            found[key] = found.get(key, _NOTHING) + part
    return found
