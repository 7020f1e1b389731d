"""When promises run, as they are drawn along the years: plain values that a plugin fills in for a unit's service file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sanbao.decision import Text


class Turn(StrEnum):
    """What bends a term: it began anew, was lengthened, or was cut short; or a repair that stood in it."""

    RESTARTED = "restarted"
    LENGTHENED = "lengthened"
    SHORTENED = "shortened"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that bent a term: what, from when to when, by which rule, in words."""

    turn: Turn
    since: date
    until: date
    text: Text
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """When one guarantee of a promise runs for the unit (``part`` None) or for one part of it (W-02, W-03, W-07).

    Without ``start`` it has not begun; without ``until`` its end is not stated. ``first_until`` is its end before
    anything bent it.
    """

    promise: str
    guarantee: Text
    part: str | None
    start: date | None
    until: date | None
    first_until: date | None = None
    version: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()

    def state(self, on: date) -> str:
        """Return how it stands on a day: ``waits``, ``unstated``, ``ahead``, ``runs`` or ``ended``."""
        if self.start is None:
            return "waits"
        if self.until is None:
            return "unstated"
        if on < self.start:
            return "ahead"
        return "runs" if on <= self.until else "ended"
