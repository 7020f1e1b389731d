"""What the customer pays: nothing while covered, the post-warranty shares otherwise (W-08, W-12, WE-05 c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.decision import Decision
from sanbao.money import CNY, Currency, share
from sanbao_warranty.policy.terms import Policy, PostWarranty
from sanbao_warranty.rules.facts import Cost, UnitFacts

#: Where no promise says anything about the time after the warranty, the customer pays (PRD-03 c).
PAID_IN_FULL = PostWarranty()
_FREE = Decimal(0)


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """What the customer pays of one cost."""

    cost: Cost
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """What the customer pays, line by line (收费)."""

    lines: tuple[ChargeLine, ...]
    total: Decimal
    currency: Currency


def charge(decision: Decision, costs: Iterable[Cost], currency: Currency = CNY) -> Charge:
    """Return what the customer pays of these costs under a decision; each line is rounded once (CAL-06)."""
    lines = tuple(_line(decision, cost, currency) for cost in costs)
    return Charge(lines, sum((line.amount for line in lines), currency.round(_FREE)), currency)


def _line(decision: Decision, cost: Cost, currency: Currency) -> ChargeLine:
    rate = _rate(decision, cost)
    return ChargeLine(cost, rate, share(cost.amount, rate, currency))


def _rate(decision: Decision, cost: Cost) -> Decimal:
    chosen = decision.chosen
    if chosen is None:
        return PAID_IN_FULL.rates["other"]
    limit = chosen.free_parts_up_to
    # A small part is one whose unit cost is at most the limit, however many are used (W-12).
    if cost.kind == "material" and limit is not None and cost.amount <= limit * cost.quantity:
        return _FREE
    return chosen.charge_rates.get(cost.kind, chosen.charge_rates.get("other", _FREE))


def is_paid(decision: Decision) -> bool:
    """Tell whether the customer pays for anything under a decision; a wholly free repair needs no quote (RMA-03)."""
    if decision.covered:
        return False
    chosen = decision.chosen
    return chosen is None or any(rate > 0 for rate in chosen.charge_rates.values())


def after_warranty(policies: Sequence[Policy]) -> PostWarranty:
    """Return the prices after the warranty: of the hardest binding promise, then the kindest (W-12, CAL-11)."""
    stated = [policy for policy in policies if policy.post_warranty is not None]
    return min(stated, key=_order).post_warranty or PAID_IN_FULL if stated else PAID_IN_FULL


def _order(policy: Policy) -> tuple[object, ...]:
    return policy.rank, (policy.post_warranty or PAID_IN_FULL).burden, policy.code, policy.version


def rates_after(
    post: PostWarranty, unit: UnitFacts, part: str | None, excluded: bool
) -> Mapping[str, Decimal]:
    """Return the shares that the customer pays after the warranty or for an excluded damage (W-12, AMB-10)."""
    if not post.charge_minor and not excluded and part not in unit.key_parts:
        return {}
    return post.rates
