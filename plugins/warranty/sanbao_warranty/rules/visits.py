"""Repairs as they count: one visit to the shop each, whatever the number of parts, with its days (N-04, N-20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sanbao.calendar import WorkCalendar
from sanbao_warranty.policy.rights import Measure
from sanbao_warranty.rules.downtime import PARTS, merged
from sanbao_warranty.rules.facts import Repair, UnitFacts, Wait

#: Whose time it is where nobody waited for parts (N-05).
REPAIRER = "repairer"
_ONE_DAY = timedelta(days=1)


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


def visits(unit: UnitFacts, since: date, on: date) -> tuple[Visit, ...]:
    """Return the visits under a warranty that began between two days, in order."""
    cases: dict[str | int, list[Repair]] = {}
    for position, repair in enumerate(unit.repairs):
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


def days_in_shop(
    visit: Visit, measure: Measure, on: date, calendar: WorkCalendar, not_counted: Iterable[str] = ()
) -> int:
    """Return the days of a visit up to a day, less the waits that do not count (N-19, N-20).

    The day of handing in is not counted (CAL-01); in 24-hour days a day that goes on counts as begun.
    """
    if visit.started_at is None:
        return 0
    left_out = set(not_counted)
    skipped = [wait for wait in visit.waits if wait.reason in left_out]
    if measure is Measure.STARTED_DAYS:
        return _started_days(visit.started_at, visit.ended_at, on, skipped)
    last = min(visit.last_day or on, on)
    spans = merged(
        (wait.started_at.date(), min(wait.ended_at.date() if wait.ended_at else last, last))
        for wait in skipped
    )
    return _count(measure, calendar, visit.started_at.date(), last) - sum(
        _count(measure, calendar, first, end) for first, end in spans if end > first
    )


def _count(measure: Measure, calendar: WorkCalendar, first: date, last: date) -> int:
    if measure is Measure.WORKING_DAYS:
        return calendar.working_days_between(first, last)
    return (last - first).days


def _started_days(start: datetime, end: datetime | None, on: date, skipped: list[Wait]) -> int:
    tomorrow = datetime.combine(on + _ONE_DAY, time(), start.tzinfo)
    until = min(end, tomorrow) if end is not None else tomorrow
    stretches: list[tuple[datetime, datetime]] = []
    for first, last in sorted(
        (max(one.started_at, start), min(one.ended_at or until, until)) for one in skipped
    ):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], last)
        elif last > first:
            stretches.append((first, last))
    left = until - start - sum((last - first for first, last in stretches), timedelta())
    return max(0, -(-left // _ONE_DAY))
