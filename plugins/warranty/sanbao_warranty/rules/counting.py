"""How often and how long: what gives a right by counting (N-04, N-05, N-19, N-25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sanbao.calendar import WorkCalendar
from sanbao.coverage.visits import Visit, is_same_fault
from sanbao_warranty.policy.rights import Counted, Trigger
from sanbao_warranty.rules.facts import Fault, Repair, UnitFacts
from sanbao_warranty.rules.requests import Request
from sanbao_warranty.rules.visits import days_in_shop


def count(
    trigger: Trigger, unit: UnitFacts, request: Request, seen: Sequence[Visit], calendar: WorkCalendar
) -> int:
    """Return how many of what a right counts there are on the day of the request."""
    on = request.requested_on
    if trigger.serious and trigger.counts is not Counted.REPAIRS and not request.is_serious:
        return 0
    if trigger.counts is Counted.REPAIRS:
        return sum(
            1 for visit in seen if not visit.is_open(on) and _is_counted(trigger, request, visit, seen)
        )
    if trigger.counts is Counted.REPLACEMENTS:
        return _replacements(trigger, unit, request)
    if trigger.counts is Counted.EXCHANGES:
        return _exchanges(unit)
    if trigger.counts is Counted.NO_SERVICE:
        return 0 if request.service_available else 1
    days = (
        days_in_shop(visit, trigger.measured_in, on, calendar, trigger.not_counted)
        for visit in _timed(trigger, seen, on)
    )
    return sum(days) if trigger.counts is Counted.REPAIR_DAYS else max(days, default=0)


def _timed(trigger: Trigger, seen: Sequence[Visit], on: date) -> Iterator[Visit]:
    """Yield the visits whose days count; for a single repair only one that goes on, for that reason (N-05)."""
    for visit in seen:
        if trigger.counts is Counted.SINGLE_REPAIR and not visit.is_open(on):
            continue
        if trigger.reason is None or trigger.reason in visit.reasons:
            yield visit


def _is_counted(trigger: Trigger, request: Request, visit: Visit, seen: Sequence[Visit]) -> bool:
    """Tell whether a finished repair counts: it did not help, or its fault came back (N-04)."""
    fits = [one for one in visit.repairs if _fits(trigger, request, one)]
    return any(one.cured is not True or _comes_back(one, visit, request.fault, seen) for one in fits)


def _fits(trigger: Trigger, request: Request, repair: Repair) -> bool:
    fault = request.fault
    if trigger.parts is not None and repair.part not in trigger.parts:
        return False
    if repair.part is not None and repair.part in trigger.except_parts:
        return False
    if trigger.same_part and (repair.part is None or repair.part != fault.part):
        return False
    # The same serious fault again, or a new serious one (N-19).
    if trigger.serious and not (
        repair.is_serious and (request.is_serious or is_same_fault(repair, fault.part, fault.fault_code))
    ):
        return False
    return is_same_fault(repair, fault.part, fault.fault_code) if trigger.same_fault else True


def _comes_back(repair: Repair, visit: Visit, fault: Fault, seen: Sequence[Visit]) -> bool:
    if is_same_fault(repair, fault.part, fault.fault_code):
        return True
    later = (one for other in seen if other.first_day > visit.first_day for one in other.repairs)
    return any(one.fault_code == repair.fault_code and one.part == repair.part for one in later)


def _replacements(trigger: Trigger, unit: UnitFacts, request: Request) -> int:
    """Count the free replacements of the parts in question, each once, while one of them fails again (N-12, N-19)."""
    failing = request.fault.part
    if trigger.parts is not None and failing is not None and failing not in trigger.parts:
        return 0
    if trigger.only_key_parts and failing not in unit.key_parts:
        return 0
    done = [(one.part, one.on) for one in unit.replacements if one.free and one.on <= request.requested_on]
    done += [
        (one.part, one.ended_on)
        for one in unit.repairs
        if one.replaced and one.part and one.ended_on is not None and one.ended_on <= request.requested_on
        # The part may stand in the unit's file on any day of the repair.
        if not any(part == one.part and (one.started_on or on) <= on <= one.ended_on for part, on in done)
    ]
    return sum(1 for part, _on in set(done) if _is_in_question(trigger, part, failing))


def _is_in_question(trigger: Trigger, part: str, failing: str | None) -> bool:
    if part in trigger.except_parts or (trigger.parts is not None and part not in trigger.parts):
        return False
    return part == failing if trigger.same_part else True


def _exchanges(unit: UnitFacts) -> int:
    times, exchange = 0, unit.exchanged
    while exchange is not None:
        times, exchange = times + 1, exchange.old.exchanged
    return times
