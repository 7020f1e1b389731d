"""What moves the end of a term after it was counted: downtime, final tests, grants, rest days, usage (W-10, W-17)."""

from __future__ import annotations

from datetime import date, timedelta

from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.lengths import Downtime
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules import final_tests
from sanbao_warranty.rules.downtime import prolonging_days
from sanbao_warranty.rules.facts import Extension, Roll, UnitFacts, Usage

_ONE_DAY = timedelta(days=1)


def lengthened(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    since: date,
    until: date,
    steps: list[Step] | None = None,
    on: date | None = None,
) -> date:
    """Return the end after downtime, failed final tests and grants, in that order; not yet off rest days."""
    if unit.repairs:
        until = _after_downtime(policy, guarantee, unit, since, until, steps, on)
    if unit.final_tests:
        until = final_tests.end_after_tests(policy, unit, until, steps)
    if unit.extensions:
        until = _after_grants(policy, guarantee, unit, until, steps)
    return until


def _after_downtime(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    since: date,
    until: date,
    steps: list[Step] | None,
    on: date | None,
) -> date:
    mode = guarantee.downtime_extends or policy.downtime_extends
    days = prolonging_days(unit, mode, since, until, on) if mode is not Downtime.NONE else 0
    if not days:
        return until
    after = until + timedelta(days=days)
    if steps is not None:
        said = Text(N_("{days} days in the shop prolong the term to {until}"), {"days": days, "until": after})
        steps.append(
            Step(
                "W-17", said, {"end_before": until, "days": days}, f"{until} + {days} d = {after}", holds=True
            )
        )
    return after


def _after_grants(
    policy: Policy, guarantee: Guarantee, unit: UnitFacts, until: date, steps: list[Step] | None
) -> date:
    granted = [one for one in unit.extensions if _counts(one, policy, guarantee, unit)]
    if not granted:
        return until
    terms = [one.term for one in granted if one.term is not None]
    more = Period(
        months=sum(term.total_months for term in terms), days=sum(term.total_days for term in terms)
    )
    after = max([more.end(until), *(one.until for one in granted if one.until is not None)])
    if after <= until:
        return until
    if steps is not None:
        said = Text(N_("a longer term was granted, to {until}"), {"until": after})
        inputs = {"end_before": until, "reasons": [one.because for one in granted if one.because]}
        steps.append(Step(granted[0].rule, said, inputs, f"max({until}, …) = {after}", holds=True))
    return after


def _counts(extension: Extension, policy: Policy, guarantee: Guarantee, unit: UnitFacts) -> bool:
    if extension.policy != policy.code or extension.kind not in (None, guarantee.kind):
        return False
    # The test itself has prolonged the term already.
    is_of_test = extension.rule == final_tests.RULE and policy.final_test is not None
    return not (is_of_test and any(test.policy == policy.code for test in unit.final_tests))


def off_rest_days(policy: Policy, until: date, roll: Roll | None, steps: list[Step] | None = None) -> date:
    """Return a last day moved off rest days where the policy asks for it (CAL-02)."""
    if roll is None or not policy.roll_last_day:
        return until
    after = roll(until)
    if steps is not None and after != until:
        said = Text(N_("{day} is a rest day, so the last day is {until}"), {"day": until, "until": after})
        steps.append(Step("CAL-02", said, {"end_before": until}, f"{until} → {after}", holds=True))
    return after


def within_usage(guarantee: Guarantee, unit: UnitFacts, until: date, steps: list[Step] | None = None) -> date:
    """Return the end, or the last day before the counter passed the limit where that came first (N-17)."""
    if not guarantee.usage_limit or not unit.usage:
        return until
    passed = min(
        (one for one in unit.usage if _is_beyond(guarantee, one)), key=lambda one: one.on, default=None
    )
    if passed is None or passed.on > until:
        return until
    after = passed.on - _ONE_DAY
    if steps is not None:
        limit = guarantee.usage_limit[passed.unit]
        reading = f"{passed.amount} {passed.unit}"
        said = Text(
            N_("the counter stood at {reading} on {day}: the limit was passed"),
            {"reading": reading, "day": passed.on},
        )
        steps.append(
            Step("N-17", said, {"limit": limit, "until": after}, f"{passed.amount} > {limit}", holds=True)
        )
    return after


def _is_beyond(guarantee: Guarantee, reading: Usage) -> bool:
    limit = guarantee.usage_limit.get(reading.unit)
    return limit is not None and reading.amount > limit
