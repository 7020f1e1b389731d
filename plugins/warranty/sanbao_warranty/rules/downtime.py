"""By how many days time in the shop prolongs a term (W-17, N-03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sanbao.coverage.visits import PARTS
from sanbao_warranty.policy.lengths import Downtime
from sanbao_warranty.rules.facts import Repair, UnitFacts

#: A stretch from the day of handing in to the day of handing back; the first of them is not counted (CAL-01).
Span = tuple[date, date]


def prolonging_days(unit: UnitFacts, mode: Downtime, since: date, end: date, on: date | None = None) -> int:
    """Return the days by which repairs begun in the term prolong it; two at once count once (N-03).

    A repair that itself lies in the prolonged days counts too. One that goes on counts up to ``on``, or not at all.
    """
    total = 0
    for first, last in merged(spans(unit, mode, since, on)):
        if first > end + timedelta(days=total):
            break
        total += (last - first).days
    return total


def downtime_days(unit: UnitFacts, since: date, until: date) -> int:
    """Return the calendar days in the shop from one day to another, each once (N-08)."""
    clipped = (
        (max(first, since), min(last, until))
        for first, last in spans(unit, Downtime.CALENDAR_DAYS, since, until)
        if first < until
    )
    return sum((last - first).days for first, last in merged(clipped))


def spans(unit: UnitFacts, mode: Downtime, since: date, on: date | None) -> Iterator[Span]:
    """Yield the stretches that count, of repairs that were done under a warranty."""
    if mode is Downtime.NONE:
        return
    for repair in unit.repairs:
        if not repair.covered or repair.started_on is None or repair.started_on < since:
            continue
        last = repair.ended_on or on
        if mode is Downtime.WAIT_FOR_PARTS_ONLY:
            yield from _waits(repair, last)
        elif last is not None and last >= repair.started_on:
            yield repair.started_on, last


def _waits(repair: Repair, last: date | None) -> Iterator[Span]:
    for wait in repair.waits:
        until = wait.ended_at.date() if wait.ended_at is not None else last
        if wait.reason == PARTS and until is not None and until >= wait.started_at.date():
            yield wait.started_at.date(), until


def merged(found: Iterable[Span]) -> list[Span]:
    """Return the stretches in order, with those that touch or overlap put together."""
    joined: list[Span] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
