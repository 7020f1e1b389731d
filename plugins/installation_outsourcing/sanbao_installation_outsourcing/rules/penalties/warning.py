"""What a person should be warned of: sums that a court may cut, and rights that a serious breach gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.facts import Amounts, Happening
from sanbao_installation_outsourcing.rules.penalties.results import Item
from sanbao_installation_outsourcing.rules.penalties.terms import Basis, Clause, Consequence

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_PENALTIES = frozenset({Consequence.DEDUCT, Consequence.INVOICE})


def warnings_of(
    items: Sequence[Item], by_key: Mapping[str, Happening], amounts: Amounts, threshold: Decimal
) -> tuple[Text, ...]:
    """Warn where penalties pass a share of the fee, or of the loss that was proven beside them."""
    penalties = [item for item in items if _is_penalty(item.clause)]
    total = sum((item.applied for item in penalties), ZERO)
    base = amounts.total_fee or amounts.contract_price
    found = []
    if base and total * _HUNDRED > threshold * base:
        percent = (total * _HUNDRED / base).quantize(Decimal("0.1"))
        message = N_(
            "{total} is {percent} % of the fee, more than {threshold} %: a court may find it excessive "
            "(Civil Code Art. 585, contract interpretation Art. 65)"
        )
        found.append(Text(message, {"total": total, "percent": percent, "threshold": threshold}))
    found += _above_loss(penalties, by_key, threshold)
    return tuple(found)


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


def rights_of(
    clauses: Sequence[Clause], ordered: Sequence[Happening], items: Sequence[Item]
) -> tuple[Text, ...]:
    """Name the rights to terminate that what happened gives (PEN-01, LEG-04)."""
    counted = {
        (item.happening, item.clause.code) for item in items if item.status in ("assessed", "no_money")
    }
    message = N_("{clause}: {event} gives the right to terminate the contract")
    return tuple(
        Text(message, {"clause": clause.code, "event": one.key})
        for clause in clauses
        for one in ordered
        if one.trigger == clause.trigger
        and (one.key, clause.code) in counted
        and (
            clause.consequence is Consequence.TERMINATE
            or (one.serious and clause.when_serious is Consequence.TERMINATE)
        )
    )
