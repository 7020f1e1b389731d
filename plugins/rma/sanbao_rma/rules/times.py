"""How long a piece was worked on, by the scans at the bench (RMA-12). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def minutes_worked(scans: Iterable[tuple[str, datetime]], now: datetime) -> int:
    """Return the whole minutes between each scan that began work and the next that ended it, or now.

    >>> from datetime import UTC
    >>> nine = datetime(2024, 6, 3, 9, tzinfo=UTC)
    >>> minutes_worked([("start", nine), ("finish", nine.replace(minute=40))], nine.replace(hour=12))
    40
    >>> minutes_worked([("start", nine)], nine.replace(hour=10))
    60
    """
    seconds, began = 0.0, None
    for step, at in scans:
        if step == "start":
            began = began or at
        elif step == "finish" and began is not None:
            seconds, began = seconds + (at - began).total_seconds(), None
    if began is not None:
        seconds += (now - began).total_seconds()
    return int(seconds // 60)
