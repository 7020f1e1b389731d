"""A repair as every plugin tells it: handed in, handed back, what it waited for (N-03…N-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sanbao.i18n import N_

#: To whom or what the time of a repair was lost (N-05).
REASONS: Mapping[str, str] = {"repairer": N_("the repairer"), "parts": N_("missing parts")}
#: What a repair may wait for (N-03, N-19).
WAITS: Mapping[str, str] = {
    "parts": N_("parts"),
    "transport": N_("transport"),
    "rescue": N_("the way to the workshop"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch of a repair in which nobody could work (等待): for ``parts``, ``transport``, ``rescue`` … (N-03, N-19).

    The moments are in the company's zone; one that goes on has no end.
    """

    started_at: datetime
    ended_at: datetime | None = None
    reason: str = "parts"


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair (返修): handed in, handed back, what was wrong, whether it helped (N-03…N-05, N-07, RMA-13).

    ``returned_on`` is the day on which the customer had it back, None while it is in the shop; ``started_at`` and
    ``ended_at`` are the moments, in the company's zone, where they are known. Records with the same ``case`` are one
    repair of several parts and count once. ``cured`` is None where nobody has said; ``reason`` is who or what the
    time was lost to: ``repairer``, ``parts``, or None where the waits tell it. ``replaced`` tells that this part was exchanged, ``covered``
    that the repair was done under a warranty: one that the customer paid for prolongs nothing and counts for nothing.
    """

    returned_on: date | None
    part: str | None = None
    fault_code: str | None = None
    fault_class: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cured: bool | None = None
    reason: str | None = None
    is_serious: bool = False
    replaced: bool = False
    covered: bool = True
    waits: tuple[Wait, ...] = ()
    case: str = ""

    @property
    def started_on(self) -> date | None:
        """The day on which it was handed in."""
        return self.started_at.date() if self.started_at is not None else None

    @property
    def ended_on(self) -> date | None:
        """The day on which it was handed back."""
        return self.ended_at.date() if self.ended_at is not None else self.returned_on
