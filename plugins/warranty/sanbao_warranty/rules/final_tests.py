"""The performance test in the last month of a term: when it is due, what a failed or a missing one means (W-10)."""

from __future__ import annotations

from datetime import date

from sanbao.calendar import window_before
from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Policy
from sanbao_warranty.rules.facts import FinalTest, UnitFacts

RULE = "W-10"


def end_after_tests(policy: Policy, unit: UnitFacts, until: date, steps: list[Step] | None = None) -> date:
    """Return the end after every failed test: a year more each time, counted from the original end (CAL-05)."""
    terms = policy.final_test
    if terms is None or not unit.final_tests:
        return until
    original, times = until, 0
    while any(not test.passed for test in _tests_before(policy, unit, until)):
        times += 1
        before, until = until, _so_many(terms.extension, times).end(original)
        if steps is not None:
            steps.append(_step(terms.extension, original, times, before, until))
    return until


def test_window(policy: Policy, until: date) -> tuple[date, date] | None:
    """Return the first and last day on which the test before an end is due, None where none is promised."""
    return window_before(until, policy.final_test.window) if policy.final_test is not None else None


def is_test_missing(policy: Policy, unit: UnitFacts, until: date) -> bool:
    """Tell whether the test before an end was promised and nobody made it in its window (AMB-15)."""
    return policy.final_test is not None and not _tests_before(policy, unit, until)


def _tests_before(policy: Policy, unit: UnitFacts, until: date) -> list[FinalTest]:
    window = test_window(policy, until)
    if window is None:
        return []
    first, last = window
    return [
        test for test in unit.final_tests if test.policy == policy.code and first <= test.tested_on <= last
    ]


def _so_many(period: Period, times: int) -> Period:
    return Period(months=period.total_months * times, days=period.total_days * times)


def _step(extension: Period, original: date, times: int, before: date, after: date) -> Step:
    said = Text(
        N_("the final test before {end} failed: the term is prolonged to {until}"),
        {"end": before, "until": after},
    )
    inputs = {"end_before": before, "term": str(extension), "until": after}
    return Step(RULE, said, inputs, f"{original} + {times} × {extension} = {after}", holds=True)
