"""The guarantee of a repair (RMA-13). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repair that was delivered: of what, and until when it is guaranteed."""

    line_id: int
    number: str
    delivered_on: date
    until: date
    fault_code: str | None = None
    part: str | None = None
    fault: str | None = None


def is_same(repaired: Repaired, fault_code: str | None, part: str | None) -> bool:
    """Tell whether a fault is the one that was repaired: by its code, else by its part, else nobody can deny it.

    >>> one = Repaired(1, "RM1", date(2024, 6, 1), date(2024, 7, 1), fault_code="E07")
    >>> is_same(one, "E07", None), is_same(one, "E12", None), is_same(one, None, None)
    (True, False, True)
    """
    if repaired.fault_code is not None and fault_code is not None:
        return repaired.fault_code == fault_code
    if repaired.part is not None and part is not None:
        return repaired.part == part
    return True


def standing(
    repairs: Sequence[Repaired], on: date, fault_code: str | None, part: str | None
) -> Repaired | None:
    """Return the last repair of the same fault whose guarantee stands on a day; its last day counts (CAL-01)."""
    found = [one for one in repairs if one.delivered_on <= on <= one.until and is_same(one, fault_code, part)]
    return max(found, key=lambda one: (one.delivered_on, one.line_id), default=None)
