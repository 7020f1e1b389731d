"""From answers to a decision: the day that decides, the promise that counts, the class of service (W-19, CAL-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from sanbao.coverage.facts import Fault
from sanbao.coverage.selection import SERVICE_CONTRACT, Outcome, choice_step, first_of, in_order, outcome_of
from sanbao.coverage.words import CATEGORIES
from sanbao.decision import Answer, Decision, Step, Text
from sanbao.i18n import N_

#: Where a company says nothing else (CAL-07).
SHANGHAI = ZoneInfo("Asia/Shanghai")

_NOTHING_BOUND = N_("Not covered: no warranty promise is bound to this unit.")
_NOT_CHECKED = N_("Coverage was not checked: no plugin that knows promises is enabled.")


def decision_day(fault: Fault, zone: tzinfo = SHANGHAI) -> date:
    """Return the day that decides: of the failure where that is evidenced, else of the report (W-19, CAL-07)."""
    moment = (
        fault.occurred_at if fault.occurred_at is not None and fault.occurred_evidenced else fault.received_at
    )
    return moment.astimezone(zone).date()


def judge(
    fault: Fault, day: date, answers: Sequence[Answer], *, asked: bool = True, trace: bool = True
) -> Decision:
    """Return the decision that follows from what every promise answers; the losing answers are kept (CAL-11).

    ``asked`` is false where nobody could answer. Without ``trace`` the steps are left out.
    """
    heard = in_order(answers)
    chosen = first_of(heard)
    said = chosen.sentence if chosen is not None else None
    if said is None:
        said = Text(_NOTHING_BOUND if asked else _NOT_CHECKED)
    decision = Decision(fault.part, day, chosen, heard, said, checked=asked)
    if not trace:
        return decision
    category = service_category(decision)
    steps = (
        day_step(fault, day),
        choice_step(heard, chosen),
        Step("PRD-03", Text(CATEGORIES[category]), {"category": category}),
    )
    return replace(decision, steps=steps)


def service_category(decision: Decision) -> str:
    """Return how the service is classed by term: contract, in_warranty or after_warranty (PRD-03).

    A damage that is excluded within the term is still in warranty; the cost falls on whom caused it.
    """
    chosen = decision.chosen
    if chosen is None:
        return "after_warranty"
    if chosen.covered and chosen.source == SERVICE_CONTRACT:
        return "contract"
    return "in_warranty" if outcome_of(chosen) in (Outcome.COVERED, Outcome.EXCLUDED) else "after_warranty"


def day_step(fault: Fault, day: date) -> Step:
    """Return why this day decides (W-19)."""
    inputs = {
        "occurred_at": fault.occurred_at,
        "occurred_evidenced": fault.occurred_evidenced,
        "received_at": fault.received_at,
    }
    if fault.occurred_at is not None and fault.occurred_evidenced:
        return Step(
            "W-19", Text(N_("judged on the day of the failure, {day}: it is evidenced"), {"day": day}), inputs
        )
    said = Text(N_("judged on the day of the report, {day}: no evidence of an earlier failure"), {"day": day})
    return Step("W-19", said, inputs)
