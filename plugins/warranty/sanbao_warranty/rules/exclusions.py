"""Whether a fault falls under a guarantee at all, and whether its cause is excluded (W-05, W-11, W-16)."""

from __future__ import annotations

from sanbao.coverage.facts import cause_text
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, ProductCause
from sanbao_warranty.rules.facts import Fault


def speaks_of(guarantee: Guarantee, part: str | None) -> bool:
    """Tell whether a guarantee is about this part at all."""
    if guarantee.parts is not None and part not in guarantee.parts:
        return False
    return part not in guarantee.except_parts


def is_in_scope(guarantee: Guarantee, fault: Fault) -> bool:
    """Tell whether a guarantee speaks about this fault: listed, by an allowed cause, by the product (W-05, W-16)."""
    if guarantee.causes is not None and fault.cause not in guarantee.causes:
        return False
    if guarantee.product_cause is ProductCause.NEEDED and fault.product_caused is not True:
        return False
    if guarantee.fault_classes is None or fault.fault_class in guarantee.fault_classes:
        return True
    return guarantee.product_cause is ProductCause.COUNTS_AS_LISTED and fault.product_caused is True


def is_excluded(policy: Policy, fault: Fault, burden_is_ours: bool = True) -> bool:
    """Tell whether the cause is excluded and we can prove it, where the burden of proof is ours (W-11, N-28)."""
    must_prove = policy.exclusion_needs_evidence and burden_is_ours
    return names_exclusion(policy, fault) and (fault.evidence or not must_prove)


def names_exclusion(policy: Policy, fault: Fault) -> bool:
    """Tell whether an excluded cause is alleged, proven or not."""
    return fault.cause is not None and fault.cause in policy.exclusions


def exclusion_step(policy: Policy, fault: Fault, burden_is_ours: bool = True) -> Step:
    """Return what the exclusions say about this fault (W-11)."""
    inputs = {"cause": fault.cause, "evidence": fault.evidence, "exclusions": list(policy.exclusions)}
    if not names_exclusion(policy, fault):
        return Step("W-11", Text(N_("no excluded cause is stated")), inputs, holds=False)
    if is_excluded(policy, fault, burden_is_ours):
        said = Text(N_("{cause} is excluded"), {"cause": cause_text(str(fault.cause))})
        return Step("W-11", said, inputs, holds=True)
    said = Text(
        N_("{cause} is excluded, but no photo or report proves it"), {"cause": cause_text(str(fault.cause))}
    )
    return Step("W-11", said, inputs, holds=False)


def scope_step(guarantee: Guarantee, fault: Fault) -> Step:
    """Return whether the guarantee speaks about this fault (W-05, W-16, RET-03)."""
    rule = "W-16" if guarantee.causes is not None else "W-05"
    inputs = {
        "fault_class": fault.fault_class,
        "listed": list(guarantee.fault_classes or ()),
        "cause": fault.cause,
        "causes": list(guarantee.causes or ()),
        "product_caused": fault.product_caused,
    }
    holds = is_in_scope(guarantee, fault)
    said = N_("the guarantee covers this fault") if holds else N_("the guarantee does not cover this fault")
    return Step(rule, Text(said), inputs, holds=holds)
