"""The warranty decision: covered or not, by which promise, until when, at what charge, and why (W-18, W-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta, tzinfo

from sanbao.coverage.judging import SHANGHAI, decision_day, judge
from sanbao.decision import Decision
from sanbao_warranty.policy.terms import Policy
from sanbao_warranty.rules.answers import answers_of_all
from sanbao_warranty.rules.facts import Fault, Roll, UnitFacts

#: One case of a bulk decision: the promises bound to a unit, the unit, its fault.
Case = tuple[Sequence[Policy], UnitFacts, Fault]


def decide(
    policies: Sequence[Policy],
    unit: UnitFacts,
    fault: Fault,
    *,
    zone: tzinfo = SHANGHAI,
    roll: Roll | None = None,
    trace: bool = True,
) -> Decision:
    """Return what the bound promises say about a fault, and which of them counts (CAL-11, W-18).

    ``policies`` are the versions bound to the unit (CAL-09); in which order does not matter. ``roll`` moves a last
    day off rest days (CAL-02). Without ``trace`` the steps and the remarks on what would change it are left out.
    """
    day = decision_day(fault, zone)
    found = answers_of_all(policies, unit, fault, day, roll, trace)
    return judge(fault, day, found, trace=trace)


def decide_many(
    cases: Iterable[Case], *, zone: tzinfo = SHANGHAI, roll: Roll | None = None, trace: bool = False
) -> Iterator[Decision]:
    """Decide many cases, one by one and without holding them; without a trace unless asked."""
    for policies, unit, fault in cases:
        yield decide(policies, unit, fault, zone=zone, roll=roll, trace=trace)


def remedy_due(policy: Policy, fault: Fault, zone: tzinfo = SHANGHAI) -> datetime | None:
    """Return when the remedy must be done: 24:00 of so many days after the report, None if nothing is said (W-09)."""
    if policy.remedy_within_days is None:
        return None
    reported_on = fault.received_at.astimezone(zone).date()
    return datetime.combine(reported_on + timedelta(days=policy.remedy_within_days + 1), time(), zone)
