"""The warranty decision: covered or not, by which promise, until when, at what charge, and why (W-18, W-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sanbao.decision import Decision, Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Policy
from sanbao_warranty.rules.answers import answers
from sanbao_warranty.rules.charges import after_warranty
from sanbao_warranty.rules.facts import Fault, Roll, UnitFacts
from sanbao_warranty.rules.selection import SERVICE_CONTRACT, choice_step, first_of, in_order
from sanbao_warranty.rules.sentences import Outcome, outcome_of, sentence

#: Where a company says nothing else (CAL-07).
SHANGHAI = ZoneInfo("Asia/Shanghai")

#: One case of a bulk decision: the promises bound to a unit, the unit, its fault.
Case = tuple[Sequence[Policy], UnitFacts, Fault]

#: The classes of service in words (PRD-03).
CATEGORIES: Mapping[str, str] = {
    "contract": N_("service under a contract"),
    "in_warranty": N_("service within the warranty"),
    "after_warranty": N_("service after the warranty"),
}


def decision_day(fault: Fault, zone: tzinfo = SHANGHAI) -> date:
    """Return the day that decides: of the failure where that is evidenced, else of the report (W-19, CAL-07)."""
    moment = fault.occurred_at if fault.occurred_at is not None and fault.occurred_evidenced else fault.received_at
    return moment.astimezone(zone).date()


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
    post = after_warranty(policies)
    found = [one for policy in policies for one in answers(policy, unit, fault, day, post, roll, trace)]
    heard = in_order(found)
    chosen = first_of(heard)
    steps = (_day_step(fault, day), choice_step(heard, chosen)) if trace else ()
    policy = next((p for p in policies if chosen and (p.code, p.version) == (chosen.profile, chosen.version)), None)
    decision = Decision(fault.part, day, chosen, heard, sentence(chosen, policy, fault), steps)
    return _with_category(decision) if trace else decision


def decide_many(
    cases: Iterable[Case], *, zone: tzinfo = SHANGHAI, roll: Roll | None = None, trace: bool = False
) -> Iterator[Decision]:
    """Decide many cases, one by one and without holding them; without a trace unless asked."""
    for policies, unit, fault in cases:
        yield decide(policies, unit, fault, zone=zone, roll=roll, trace=trace)


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


def remedy_due(policy: Policy, fault: Fault, zone: tzinfo = SHANGHAI) -> datetime | None:
    """Return when the remedy must be done: 24:00 of so many days after the report, None if nothing is said (W-09)."""
    if policy.remedy_within_days is None:
        return None
    reported_on = fault.received_at.astimezone(zone).date()
    return datetime.combine(reported_on + timedelta(days=policy.remedy_within_days + 1), time(), zone)


def _day_step(fault: Fault, day: date) -> Step:
    inputs = {
        "occurred_at": fault.occurred_at,
        "occurred_evidenced": fault.occurred_evidenced,
        "received_at": fault.received_at,
    }
    if fault.occurred_at is not None and fault.occurred_evidenced:
        return Step("W-19", Text(N_("judged on the day of the failure, {day}: it is evidenced"), {"day": day}), inputs)
    said = Text(N_("judged on the day of the report, {day}: no evidence of an earlier failure"), {"day": day})
    return Step("W-19", said, inputs)


def _with_category(decision: Decision) -> Decision:
    category = service_category(decision)
    step = Step("PRD-03", Text(CATEGORIES[category]), {"category": category})
    return Decision(
        decision.part,
        decision.decided_on,
        decision.chosen,
        decision.answers,
        decision.sentence,
        (*decision.steps, step),
    )
