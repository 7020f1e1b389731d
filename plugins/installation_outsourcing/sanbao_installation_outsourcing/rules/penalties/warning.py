"""What a person should be warned of: sums that a court may cut, breaches without money, and rights of a serious one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.facts import Amounts, Happening
from sanbao_installation_outsourcing.rules.penalties.results import Assessment, Item
from sanbao_installation_outsourcing.rules.penalties.terms import Basis, Clause, Consequence
from sanbao_installation_outsourcing.rules.penalties.titles import title

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_PENALTIES = frozenset({Consequence.DEDUCT, Consequence.INVOICE})
#: What is told of penalties above the threshold; the threshold itself is the company's (LEG, Civil Code Art. 585).
_EXCESSIVE = N_(
    "{total} is {percent} % of the fee, more than {threshold} %: a court may find it excessive "
    "(Civil Code Art. 585, contract interpretation Art. 65)"
)


def warnings_of(
    items: Sequence[Item], by_key: Mapping[str, Happening], amounts: Amounts, threshold: Decimal
) -> tuple[Text, ...]:
    """Warn where penalties pass a share of the fee, or of the loss that was proven beside them; name breaches without money."""
    penalties = [item for item in items if _is_penalty(item.clause)]
    found = _above_fee(penalties, amounts, threshold)
    return (*found, *_above_loss(penalties, by_key, threshold), *_without_money(items))


def _above_fee(penalties: Sequence[Item], amounts: Amounts, threshold: Decimal) -> list[Text]:
    total = sum((item.applied for item in penalties), ZERO)
    base = amounts.total_fee or amounts.contract_price
    if not base or total * _HUNDRED <= threshold * base:
        return []
    percent = (total * _HUNDRED / base).quantize(Decimal("0.1"))
    return [Text(_EXCESSIVE, {"total": total, "percent": percent, "threshold": threshold})]


def _is_penalty(clause: Clause) -> bool:
    """Tell whether an amount is a penalty, neither a proven loss nor work that is simply not paid."""
    return clause.basis is not Basis.ACTUAL_LOSS and clause.consequence in _PENALTIES


def _above_loss(penalties: Sequence[Item], by_key: Mapping[str, Happening], threshold: Decimal) -> list[Text]:
    """Warn per event whose penalties pass its proven loss by more than the threshold."""
    taken: dict[str, Decimal] = {}
    for item in penalties:
        taken[item.happening] = taken.get(item.happening, ZERO) + item.applied
    message = N_("{event}: {amount} is more than {threshold} % above the proven loss of {loss}")
    found = []
    for key, amount in sorted(taken.items()):
        loss = by_key[key].loss
        if loss is not None and amount * _HUNDRED > loss * (_HUNDRED + threshold):
            found.append(
                Text(message, {"event": key, "amount": amount, "threshold": threshold, "loss": loss})
            )
    return found


def _without_money(items: Sequence[Item]) -> list[Text]:
    """Name each breach that is only warned of (INS-06)."""
    message = N_("{clause}: {event} is recorded; no money is attached")
    return [
        Text(message, {"clause": title(item.clause), "event": item.happening})
        for item in items
        if item.clause.consequence is Consequence.WARN and item.status == "no_money" and item.count
    ]


def concerning(assessment: Assessment, key: str) -> tuple[Text, ...]:
    """Return what to be warned of because of one happening: what names it, and the sum of penalties where it adds to them."""
    adds = any(item.applied and _is_penalty(item.clause) for item in assessment.of(key))
    told = (*assessment.warnings, *assessment.rights)
    return tuple(text for text in told if text.params.get("event", key if adds else None) == key)


def with_threshold(items: Sequence[Item], amounts: Amounts, threshold: Decimal) -> tuple[Item, ...]:
    """Let the trace of each penalty say where the sum of them passes the company's threshold (LEG, INS-09)."""
    penalties = [item for item in items if _is_penalty(item.clause)]
    said = _above_fee(penalties, amounts, threshold)
    if not said:
        return tuple(items)
    base = amounts.total_fee or amounts.contract_price
    arithmetic = (
        f"{said[0].params['total']} / {base} = {said[0].params['percent']} % > {threshold.normalize():f} %"
    )
    step = Step("INS-09", said[0], {}, arithmetic, holds=False)
    return tuple(
        replace(item, steps=(*item.steps, step)) if _is_penalty(item.clause) and item.applied else item
        for item in items
    )


def rights_of(
    clauses: Sequence[Clause], ordered: Sequence[Happening], items: Sequence[Item]
) -> tuple[Text, ...]:
    """Name the rights to terminate that what happened gives (PEN-01, LEG-04)."""
    counted = {
        (item.happening, item.clause.code) for item in items if item.status in ("assessed", "no_money")
    }
    message = N_("{clause}: {event} gives the right to terminate the contract")
    return tuple(
        Text(message, {"clause": title(clause), "event": one.key})
        for clause in clauses
        for one in ordered
        if one.trigger == clause.trigger
        and (one.key, clause.code) in counted
        and (
            clause.consequence is Consequence.TERMINATE
            or (one.serious and clause.when_serious is Consequence.TERMINATE)
        )
    )
