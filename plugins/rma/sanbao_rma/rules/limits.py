"""Which limits of repairs were passed, and when the next one may be (N-04, N-05, N-25). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sanbao.coverage.repairs import Repair
from sanbao.coverage.visits import Visit, is_same_fault, visits
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_rma.rules.promises import Limit, Promise

_SAID = {
    "repairs": N_("repairs that did not help: {count} ({cases}); by {promise} {least} give a right"),
    "this_repair": N_("this repair has taken {count} days; by {promise} {least} days give a right"),
    "all_repairs": N_("all repairs took {count} days ({cases}); by {promise} {least} days give a right"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A unit that is in the shop, or shall come (在修情况): its repairs, the fault in question, and the stay in question.

    ``case`` names the stay that is going on; None where the unit is with its customer.
    """

    repairs: tuple[Repair, ...]
    part: str | None = None
    fault_code: str | None = None
    case: str | None = None

    def visits(self, on: date) -> tuple[Visit, ...]:
        """Return every stay that began until a day."""
        return visits(self.repairs, date.min, on)


@dataclass(frozen=True, slots=True)
class Right:
    """What a passed limit gives (退换权利), and why."""

    gives: tuple[str, ...]
    rule: str
    step: Step


def rights(promise: Promise, case: Case, on: date) -> list[Right]:
    """Return what the limits of a promise give on a day, each with its reason (CAL-12)."""
    found = (look(promise, limit, case, on) for limit in promise.limits)
    return [one for one in found if one.step.holds]


def look(promise: Promise, limit: Limit, case: Case, on: date) -> Right:
    """Return a limit as it stands on a day: passed or not, with its arithmetic."""
    counted = list(_counted(limit, case, on))
    count = len(counted) if limit.counts == "repairs" else sum(_days(visit, on) for visit in counted)
    cases = [visit.case for visit in counted]
    told = {"count": count, "least": limit.least, "promise": promise.code, "cases": cases or "–"}
    inputs = {"cases": cases, "reason": limit.reason, "bearer": limit.bearer}
    step = Step(
        limit.rule,
        Text(_SAID[limit.counts], told),
        inputs,
        f"{_sum(limit, counted, on)} {'>=' if count >= limit.least else '<'} {limit.least}",
        holds=count >= limit.least,
    )
    return Right(limit.gives, limit.rule, step)


def _counted(limit: Limit, case: Case, on: date) -> Iterator[Visit]:
    """Yield the stays that a limit counts: finished ones that did not help, the one that goes on, or every one."""
    seen = case.visits(on)
    for visit in seen:
        if limit.reason is not None and limit.reason not in visit.reasons:
            continue
        if limit.counts == "this_repair":
            fits = visit.case == case.case or (case.case is None and visit.is_open(on))
        elif limit.counts == "repairs":
            fits = visit.case != case.case and not visit.is_open(on) and _failed(limit, visit, case)
        else:
            fits = True
        if fits:
            yield visit


def _failed(limit: Limit, visit: Visit, case: Case) -> bool:
    """Tell whether a finished repair counts: of the fault that the limit asks about, and nobody says it helped (N-04)."""
    return any(_is_same(limit, one, case) and _helped_not(one, case) for one in visit.repairs)


def _is_same(limit: Limit, repair: Repair, case: Case) -> bool:
    if limit.same == "part":
        return repair.part is not None and repair.part == case.part
    return limit.same == "any" or is_same_fault(repair, case.part, case.fault_code)


def _helped_not(repair: Repair, case: Case) -> bool:
    return repair.cured is not True or is_same_fault(repair, case.part, case.fault_code)


def _days(visit: Visit, on: date) -> int:
    """Return the days of a stay up to a day; the day of handing in is not counted (CAL-01)."""
    return max((min(visit.last_day or on, on) - visit.first_day).days, 0)


def _sum(limit: Limit, counted: Sequence[Visit], on: date) -> str:
    if limit.counts == "repairs":
        return str(len(counted))
    return " + ".join(str(_days(visit, on)) for visit in counted) or "0"


def last_day(promise: Promise, case: Case, on: date) -> date | None:
    """Return the next last day of a stay that goes on before a limit of days is passed; None where none is ahead."""
    days = (last_day_of(limit, case, on) for limit in promise.limits if limit.counts != "repairs")
    return min((day for day in days if day is not None and day >= on), default=None)


def last_day_of(limit: Limit, case: Case, on: date) -> date | None:
    """Return the last day of a stay that goes on before one limit of days is passed."""
    counted = list(_counted(limit, case, on))
    going_on = [visit for visit in counted if visit.is_open(on) and visit.last_day is None]
    if not going_on:
        return None
    before = sum(_days(visit, on) for visit in counted if visit not in going_on)
    return going_on[0].first_day + timedelta(days=limit.least - 1 - before)
