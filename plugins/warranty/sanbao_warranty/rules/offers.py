"""One remedy with its price: what the customer gets back, what she pays for the use, who answers upstream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.money import Currency
from sanbao_warranty.policy.rights import RefundPrice, Rights, Trigger
from sanbao_warranty.policy.terms import Policy
from sanbao_warranty.rules.facts import UnitFacts
from sanbao_warranty.rules.refunds import Amount, fee_of, price_of
from sanbao_warranty.rules.requests import Option, Request

EXCHANGE = "exchange"
#: Money goes back for this, and for remedies whose code begins with it, such as return_accessory.
RETURN = "return"
_NO_SAME_MODEL = "no_same_model"


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a remedy rests: the right, its rule, its last day, its fee, who bears it."""

    right: str
    rule: str | None = None
    until: date | None = None
    start: date | None = None
    trigger: Trigger | None = None
    recover_from: str | None = None
    needs: str | None = None
    freight: str | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An option with the steps and flags that belong to its amounts."""

    option: Option
    steps: tuple[Step, ...] = ()
    flags: tuple[str, ...] = ()


def offer(
    policy: Policy,
    unit: UnitFacts,
    request: Request,
    remedy: str,
    ground: Ground,
    currency: Currency,
    refund_price: RefundPrice,
) -> Offer:
    """Return a remedy with its amounts (N-08, N-22, RET-10); nothing goes back where nothing is returned."""
    rights, trigger = policy.rights, ground.trigger
    wanted = (trigger.refund_price if trigger else None) or refund_price
    takes_fee = _takes_fee(rights, trigger, remedy, request)
    refunds = remedy.startswith(RETURN)
    price = price_of(unit, request, wanted) if refunds or takes_fee else Amount(None)
    fee = Amount(currency.round(Decimal(0))) if refunds else Amount(None)
    if takes_fee and ground.start is not None:
        fee = fee_of(rights.depreciation, unit, request, ground.start, price.sum, currency)
    option = Option(
        remedy=remedy,
        promise=policy.code,
        version=policy.version,
        rank=policy.rank,
        right=ground.right,
        rule=ground.rule,
        until=ground.until,
        price=price.sum,
        fee=fee.sum,
        refund=price.sum - fee.sum if refunds and price.sum is not None and fee.sum is not None else None,
        freight=ground.freight or rights.freight,
        bearer=trigger.bearer if trigger else "self",
        recover_from=(trigger.recover_from if trigger else None)
        or ground.recover_from
        or rights.recover_from,
        needs=ground.needs,
        because=ground.because,
    )
    steps = tuple(one.step for one in (price, fee) if one.step is not None)
    return Offer(option, steps, tuple(one.flag for one in (price, fee) if one.flag is not None))


def _takes_fee(rights: Rights, trigger: Trigger | None, remedy: str, request: Request) -> bool:
    """Tell whether the use is paid for: only in counted rights, and not where the policy waives it (N-08, N-22)."""
    if trigger is None or not trigger.fee or remedy not in rights.depreciation.on:
        return False
    return not (request.same_model_available is False and _NO_SAME_MODEL in rights.depreciation.waived_if)


def instead(rights: Rights, remedies: tuple[str, ...], request: Request, counted: bool) -> tuple[str, ...]:
    """Return the remedies with what takes the place of an exchange (N-08, N-23).

    Without the same model there is nothing to exchange for; with it a counted right may let the customer return.
    """
    if EXCHANGE not in remedies:
        return remedies
    if request.same_model_available is False and rights.no_same_model:
        remedies = tuple(one for one in remedies if one != EXCHANGE) + rights.no_same_model
    elif counted and rights.return_instead:
        remedies = (*remedies, RETURN)
    return tuple(dict.fromkeys(remedies))
