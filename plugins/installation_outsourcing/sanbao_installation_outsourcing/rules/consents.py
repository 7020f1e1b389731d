"""Whether a written consent covers a day. Pure: no database, no clock (INS-14)."""

from __future__ import annotations

from datetime import date


def holds(given_on: date, ends_on: date | None, withdrawn_on: date | None, on: date) -> bool:
    """Tell whether a consent holds on a day: from its own day to its last, but no longer once it was withdrawn.

    >>> holds(date(2024, 6, 3), date(2024, 6, 30), None, date(2024, 6, 30))
    True
    >>> holds(date(2024, 6, 3), None, date(2024, 6, 10), date(2024, 6, 10))
    False
    """
    if on < given_on or (ends_on is not None and on > ends_on):
        return False
    return withdrawn_on is None or on < withdrawn_on
