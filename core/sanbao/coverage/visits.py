"""Repairs as they count: one visit to the shop each, whatever the number of parts (N-04, N-05). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sanbao.coverage.repairs import Repair, Wait

#: The wait that counts as somebody else's doing (N-05).
PARTS = "parts"
#: Whose time it is where nobody waited for parts (N-05).
REPAIRER = "repairer"


@dataclass(frozen=True, slots=True)
class Visit:
    """The repairs of one case put together; a visit without moments still counts, but takes no days."""

    case: str
    repairs: tuple[Repair, ...]
    started_at: datetime | None
    ended_at: datetime | None
    first_day: date
    last_day: date | None

    @property
    def reasons(self) -> frozenset[str]:
        """What the time was lost to: as stated, else the missing parts that somebody waited for, else the repairer."""
        stated = frozenset(repair.reason for repair in self.repairs if repair.reason is not None)
        waited = any(wait.reason == PARTS for wait in self.waits)
        return stated or frozenset({PARTS if waited else REPAIRER})

    @property
    def waits(self) -> frozenset[Wait]:
        """The stretches in which nobody could work, each once."""
        return frozenset(wait for repair in self.repairs for wait in repair.waits)

    def is_open(self, on: date) -> bool:
        """Tell whether the unit was still in the shop on a day."""
        return self.last_day is None or self.last_day >= on


def visits(done: Iterable[Repair], since: date, on: date) -> tuple[Visit, ...]:
    """Return the visits under a warranty that began between two days, in order."""
    cases: dict[str | int, list[Repair]] = {}
    for position, repair in enumerate(done):
        if repair.covered:
            cases.setdefault(repair.case or position, []).append(repair)
    found = (visit for repairs in cases.values() if (visit := _visit(repairs)) is not None)
    return tuple(sorted((one for one in found if since <= one.first_day <= on), key=_in_order))


def _in_order(visit: Visit) -> tuple[date, date, str]:
    return visit.first_day, visit.last_day or date.max, visit.case


def _visit(repairs: list[Repair]) -> Visit | None:
    days = [day for repair in repairs for day in (repair.started_on, repair.ended_on) if day is not None]
    if not days:
        return None
    starts = [repair.started_at for repair in repairs if repair.started_at is not None]
    ends = [repair.ended_at for repair in repairs if repair.ended_at is not None]
    is_back = all(repair.ended_on is not None for repair in repairs)
    return Visit(
        case=repairs[0].case,
        repairs=tuple(repairs),
        started_at=min(starts, default=None),
        ended_at=max(ends) if is_back and ends else None,
        first_day=min(days),
        last_day=max(days) if is_back else None,
    )


def is_same_fault(repair: Repair, part: str | None, fault_code: str | None) -> bool:
    """Tell whether a repair was of this fault: by its code where both have one, else by its part (N-04)."""
    if repair.fault_code is not None and fault_code is not None:
        return repair.fault_code == fault_code
    return repair.part is not None and repair.part == part


def one_stay(known: Sequence[Repair], told: Sequence[Repair]) -> list[Repair]:
    """Return what one plugin told of a unit as part of the stays that others told: one stay is never counted twice.

    A claim and the parcel in which its unit came are one visit to the shop: they overlap in time.
    """
    same: Mapping[str, str] = {
        repair.case: other.case for repair in told for other in known if _overlap(repair, other)
    }
    return [replace(repair, case=same.get(repair.case, repair.case)) for repair in told]


def _overlap(one: Repair, other: Repair) -> bool:
    if one.started_on is None or other.started_on is None:
        return False
    if one.started_on == other.started_on:  # of one day, too: nobody hands a unit in twice at once
        return True
    return one.started_on < (other.ended_on or date.max) and other.started_on < (one.ended_on or date.max)
