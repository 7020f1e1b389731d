"""What a count costs under a clause: percentage or amount, tiers, basis, rounding (PEN-08)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao.money import Currency
from sanbao_installation_outsourcing.rules.penalties.facts import Amounts, Happening
from sanbao_installation_outsourcing.rules.penalties.terms import Basis, Clause, Rounding, RoundTo, Tier
from sanbao_installation_outsourcing.rules.penalties.titles import case_name, title

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_ROUNDINGS = {RoundTo.HALF_UP: ROUND_HALF_UP, RoundTo.UP: ROUND_CEILING, RoundTo.DOWN: ROUND_FLOOR}
BASES = {
    Basis.CONTRACT_PRICE: N_("contract price"),
    Basis.TOTAL_FEE: N_("total fee"),
    Basis.LOT_FEE: N_("fee of the lot"),
    Basis.UNIT_FEE: N_("fee of one unit"),
    Basis.AFFECTED_FEE: N_("fee of the units concerned"),
    Basis.FIXED: N_("fixed amount"),
    Basis.ACTUAL_LOSS: N_("proven loss"),
}


def base_of(basis: Basis, one: Happening | None, amounts: Amounts) -> Decimal:
    """Return the amount of which a percentage is taken; a happening without a lot stands for the whole contract."""
    lot = amounts.lots.get(one.lot) if one is not None and one.lot is not None else None
    only = next(iter(amounts.lots.values())) if lot is None and len(amounts.lots) == 1 else lot
    unit_fee = only.unit_fee if only is not None else ZERO
    match basis:
        case Basis.CONTRACT_PRICE:
            return amounts.contract_price
        case Basis.LOT_FEE:
            return only.total_fee if only is not None else amounts.total_fee
        case Basis.UNIT_FEE:
            return unit_fee
        case Basis.AFFECTED_FEE:
            return unit_fee * (one.units if one is not None else 0)
        case Basis.ACTUAL_LOSS:
            return (one.loss if one is not None else None) or ZERO
        case _:
            return amounts.total_fee


def price(
    clause: Clause, one: Happening, count: Decimal, amounts: Amounts, before: Decimal = ZERO
) -> tuple[Decimal, Step]:
    """Return what a count costs, rounded once, and the arithmetic; ``before`` is what earlier happenings counted."""
    if clause.tariff:
        return _by_tariff(clause, one, count, amounts)
    base = base_of(clause.basis, one, amounts)
    rates = clause.tiers or (Tier(ZERO, *_rate(clause)),)
    exact, terms = _tiered(rates, clause.whole_tier, base, count, before)
    if clause.each_unit:
        exact *= one.units
        terms.append(f"× {one.units}")
    amount = rounded(exact, clause.rounding, amounts.currency)
    said = Text(N_("{clause}: of the {basis}"), {"clause": title(clause), "basis": Text(BASES[clause.basis])})
    return amount, Step(clause.rule, said, {"basis": base, "count": count}, f"{' '.join(terms)} = {amount}")


def _by_tariff(clause: Clause, one: Happening, count: Decimal, amounts: Amounts) -> tuple[Decimal, Step]:
    """Return what the named cases cost."""
    named = [tag for tag in one.tags if tag in clause.tariff]
    exact = count * sum((clause.tariff[tag] for tag in named), ZERO)
    amount = rounded(exact, clause.rounding, amounts.currency)
    said = Text(
        N_("{clause}: by the tariff for {cases}"),
        {"clause": title(clause), "cases": [case_name(tag) for tag in named]},
    )
    terms = " + ".join(str(clause.tariff[tag]) for tag in named) or "0"
    return amount, Step(clause.rule, said, {"count": count}, f"{count} × ({terms}) = {amount}")


def rounded(amount: Decimal, rounding: Rounding, currency: Currency) -> Decimal:
    """Return the amount as the clause rounds it, and never finer than the currency (CAL-06)."""
    step = max(rounding.step or currency.step, currency.step)
    steps = (amount / step).to_integral_value(_ROUNDINGS[rounding.to])
    return currency.round(steps * step)


def _rate(clause: Clause) -> tuple[Decimal | None, Decimal | None]:
    """Return percentage and amount; a proven loss is owed whole unless the clause says otherwise."""
    if clause.percent is None and clause.amount is None and clause.basis is Basis.ACTUAL_LOSS:
        return _HUNDRED, None
    return clause.percent, clause.amount


def _tiered(
    tiers: Sequence[Tier], whole: bool, base: Decimal, count: Decimal, before: Decimal
) -> tuple[Decimal, list[str]]:
    """Return the exact amount and its terms: each tier prices its own part, or the tier reached prices the whole."""
    if whole:
        exact = _all_at(tiers, base, before + count) - _all_at(tiers, base, before)
        return exact, [_term(_reached(tiers, before + count), base, count)]
    exact = ZERO
    terms: list[str] = []
    for position, tier in enumerate(tiers):
        upper = _start(tiers[position + 1]) if position + 1 < len(tiers) else None
        part = _between(before, before + count, _start(tier), upper)
        if part:
            exact += part * _worth(tier, base)
            terms += [*(["+"] if terms else []), _term(tier, base, part)]
    return exact, terms or ["0"]


def _start(tier: Tier) -> Decimal:
    """Return the count that lies wholly before a tier: one that begins with the sixth has five before it."""
    return max(ZERO, tier.start - 1)


def _between(low: Decimal, high: Decimal, start: Decimal, end: Decimal | None) -> Decimal:
    return max(ZERO, (high if end is None else min(high, end)) - max(low, start))


def _reached(tiers: Sequence[Tier], count: Decimal) -> Tier:
    return next((tier for tier in reversed(tiers) if count > _start(tier)), tiers[0])


def _all_at(tiers: Sequence[Tier], base: Decimal, count: Decimal) -> Decimal:
    return count * _worth(_reached(tiers, count), base) if count else ZERO


def _worth(tier: Tier, base: Decimal) -> Decimal:
    """Return what one of the counted costs in a tier."""
    return tier.amount if tier.amount is not None else base * (tier.percent or ZERO) / _HUNDRED


def _term(tier: Tier, base: Decimal, count: Decimal) -> str:
    shown = f"{count.normalize():f}"
    if tier.amount is not None:
        return f"{shown} × {tier.amount}"
    return f"{shown} × {(tier.percent or ZERO).normalize():f} % × {base}"
