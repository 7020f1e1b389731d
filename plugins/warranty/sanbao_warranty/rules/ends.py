"""Until when a guarantee runs before any part is replaced (W-02, W-03, W-04)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.facts import Roll, UnitFacts
from sanbao_warranty.rules.words import term_text

Agreed = TypeVar("Agreed", Period, date)


@lru_cache(maxsize=65_536)
def last_day(period: Period, start: date, convention: str) -> date:
    """Return the last covered day of a term (CAL-01), remembered because units sold together share it."""
    return period.end(start, convention)


def rolled_end(policy: Policy, period: Period, start: date, roll: Roll | None) -> date:
    """Return the last covered day, moved off rest days where the policy says so (CAL-01, CAL-02)."""
    until = last_day(period, start, policy.period_convention)
    return roll(until) if roll is not None and policy.roll_last_day else until


def own_term(policy: Policy, guarantee: Guarantee, unit: UnitFacts, part: str | None) -> tuple[Period | None, str]:
    """Return the term that holds for a part and the rule it comes from; None where it is not stated (W-03, W-04).

    The policy's word on a named part comes first, then the part's own term, the key parts', the whole machine's.
    """
    if part is not None and not guarantee.any_part:
        if part in guarantee.part_terms:
            return guarantee.part_terms[part], "W-03"
        if part in unit.part_terms:
            return unit.part_terms[part], "W-03"
        if part in unit.key_parts and guarantee.key_term is not None:
            return guarantee.key_term, "W-03"
    term = guarantee.term or _agreed(unit.agreed_terms, policy, guarantee)
    return term, "W-04" if guarantee.any_part else "W-03"


def base_end(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str | None,
    start: date,
    roll: Roll | None = None,
    steps: list[Step] | None = None,
) -> tuple[date | None, bool]:
    """Return the end before any restart, and whether its term is stated (W-02…W-04)."""
    until = _agreed(unit.agreed_ends, policy, guarantee)
    if until is None:
        term, rule = own_term(policy, guarantee, unit, part)
        until = rolled_end(policy, term, start, roll) if term is not None else None
        if steps is not None:
            steps.extend(_term_steps(policy, rule, part, term, start, until))
    stated = until is not None
    if guarantee.floor is not None:
        until = _floored(policy, guarantee, unit, start, until, roll, steps)
    return until, stated


def _agreed(table: Mapping[str, Agreed], policy: Policy, guarantee: Guarantee) -> Agreed | None:
    if not table:
        return None
    one = table.get(f"{policy.code}/{guarantee.kind}")
    return one if one is not None else table.get(policy.code)


def _floored(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    start: date,
    until: date | None,
    roll: Roll | None,
    steps: list[Step] | None,
) -> date:
    assert guarantee.floor is not None  # noqa: S101 - asked by the caller
    least = rolled_end(policy, guarantee.floor.period, start, roll)
    theirs = unit.manufacturer_end if guarantee.floor.manufacturer else None
    latest = max(day for day in (until, least, theirs) if day is not None)
    if steps is not None:
        inputs = {"contract": until, "floor": least, "manufacturer": theirs}
        known = ", ".join(str(day) for day in inputs.values() if day is not None)
        said = Text(N_("the latest of contract, floor and manufacturer counts: {until}"), {"until": latest})
        steps.append(Step("W-02", said, inputs, f"max({known}) = {latest}"))
    return latest


def _term_steps(
    policy: Policy, rule: str, part: str | None, term: Period | None, start: date, until: date | None
) -> Iterator[Step]:
    if term is None:
        yield Step(rule, Text(N_("the term is not stated")), {"part": part}, holds=False)
        return
    said = Text(N_("the term for {part} is {term}"), {"part": part or Text(N_("the unit")), "term": term_text(term)})
    yield Step(rule, said, {"part": part, "term": str(term)})
    inputs = {"start": start, "term": str(term), "convention": policy.period_convention}
    said = Text(N_("the last covered day is {until}"), {"until": until})
    yield Step("CAL-02" if policy.roll_last_day else "CAL-01", said, inputs, f"{start} + {term} = {until}")
