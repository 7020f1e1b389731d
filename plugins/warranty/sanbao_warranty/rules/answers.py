"""What every promise answers for one fault: all matching sources, winners and losers (W-18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sanbao.decision import Answer, Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Policy, PostWarranty
from sanbao_warranty.rules.case import Case
from sanbao_warranty.rules.charges import PAID_IN_FULL, after_warranty
from sanbao_warranty.rules.facts import Fault, Override, Roll, UnitFacts

#: Before every promise: somebody has ruled who answers for the case (W-15).
OVERRIDE = "override"
_US = "self"


def answers(
    policy: Policy,
    unit: UnitFacts,
    fault: Fault,
    day: date,
    post: PostWarranty | None = None,
    roll: Roll | None = None,
    trace: bool = True,
) -> tuple[Answer, ...]:
    """Return what the policy says about the fault on the day that decides, one answer for each source (W-18).

    ``post`` are the prices where it is not free; without it the policy's own.
    """
    case = Case(policy, unit, fault, day, post or policy.post_warranty or PAID_IN_FULL, roll, trace)
    return tuple(case.answers())


def answers_of_all(
    policies: Sequence[Policy],
    unit: UnitFacts,
    fault: Fault,
    day: date,
    roll: Roll | None = None,
    trace: bool = True,
) -> list[Answer]:
    """Return what every bound promise answers, and first of all what was ruled over the case (W-15, W-18)."""
    post = after_warranty(policies)
    found = [one for policy in policies for one in answers(policy, unit, fault, day, post, roll, trace)]
    ruled = fault.override
    return found if ruled is None or ruled.responsible != _US else [_overridden(fault, ruled, trace), *found]


def _overridden(fault: Fault, ruled: Override, trace: bool) -> Answer:
    """A fault that counts as admitted is free whatever its cause (W-15, AMB-21)."""
    said = Text(N_("the fault counts as admitted by us: {because}"), {"because": ruled.because or ruled.rule})
    return Answer(
        covered=True,
        promise=ruled.rule,
        source=OVERRIDE,
        part=fault.part,
        kind=OVERRIDE,
        remedies=("repair", "replace_part"),
        rank=0,
        cites=(ruled.rule,),
        steps=(Step("W-15", said, {"responsible": ruled.responsible, "rule": ruled.rule}, holds=True),)
        if trace
        else (),
        flags=("deemed_admission",),
        sentence=Text(
            N_("Free of charge: the fault counts as admitted by us ({rule})."), {"rule": ruled.rule}
        ),
    )
