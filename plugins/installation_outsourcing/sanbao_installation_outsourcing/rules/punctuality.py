"""Whether units were installed on the day that was agreed: what counts, and the share that kept it. Pure (DLV-13)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: What became of a day that was agreed, in the order in which people read it.
OUTCOMES = ("on_time", "late", "open", "excused")


def on_time_rate(on_time: int, late: int, still_open: int) -> Decimal | None:
    """Return the share of agreed days that were kept, nothing where none has come (准时率, DLV-13).

    Days on which the client brought no vehicle are left out before: nobody could have kept them.

    >>> on_time_rate(3, 1, 0)
    Decimal('0.7500')
    """
    due = on_time + late + still_open
    if not due:
        return None
    return (Decimal(on_time) / due).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def rated(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return counts by outcome with their sum and the share that kept the day."""
    found = {name: counts.get(name, 0) for name in OUTCOMES}
    rate = on_time_rate(found["on_time"], found["late"], found["open"])
    return {"agreed": sum(found.values()), **found, "on_time_rate": rate}
