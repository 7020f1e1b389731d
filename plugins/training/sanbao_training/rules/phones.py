"""When a telephone may sign somebody in. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

OPEN, EARLY, LATE, SHUT = "open", "early", "late", "shut"


def sign_in_status(state: str, days: Iterable[date], on: date) -> str:
    """Tell whether the sheet of a session takes names on a day: on its own days, until the session was held (F-33).

    >>> sign_in_status("planned", [date(2024, 6, 12)], date(2024, 6, 11))
    'early'
    """
    if state != "planned":
        return SHUT
    held = sorted(days)
    if not held or on > held[-1]:
        return LATE
    return OPEN if on in held else EARLY
