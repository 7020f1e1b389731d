"""Who or what is taken twice at one time. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Booking:
    """A stretch of time in which a session takes a trainer and a room (占用)."""

    session: str
    starts_at: datetime
    ends_at: datetime
    trainer: str
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A trainer or a room that two sessions want at one time (冲突)."""

    what: str
    name: str
    session: str
    other: str
    starts_at: datetime
    ends_at: datetime


def conflicts(bookings: Iterable[Booking]) -> list[Conflict]:
    """Return every overlap of two sessions in one trainer or one room; one that begins as the other ends is none."""
    by_thing: dict[tuple[str, str], list[Booking]] = {}
    for booking in bookings:
        by_thing.setdefault(("trainer", booking.trainer), []).append(booking)
        if booking.room is not None:
            by_thing.setdefault(("room", booking.room), []).append(booking)
    return [found for (what, name), taken in sorted(by_thing.items()) for found in _among(what, name, taken)]


def _among(what: str, name: str, taken: list[Booking]) -> Iterator[Conflict]:
    ordered = sorted(taken, key=lambda booking: (booking.starts_at, booking.session))
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            if first.session != second.session:
                ends = min(first.ends_at, second.ends_at)
                yield Conflict(what, name, first.session, second.session, second.starts_at, ends)
