"""What goes back to the customer: the price, less a fee for the use where there is one (N-08, N-22, N-26, RET-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao.money import Currency, share
from sanbao_warranty.policy.rights import Depreciation, FeeKind, RefundPrice
from sanbao_warranty.rules.downtime import downtime_days
from sanbao_warranty.rules.facts import UnitFacts
from sanbao_warranty.rules.requests import Request

_NOTHING = Decimal(0)
_COUNTER = "km"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum with the reason for it; None where something that it needs is not known, as the flag says."""

    sum: Decimal | None
    step: Step | None = None
    flag: str | None = None


def price_of(unit: UnitFacts, request: Request, which: RefundPrice) -> Amount:
    """Return the price from which a refund is counted (N-12, N-26)."""
    paid, today = unit.price, request.current_price
    if which is not RefundPrice.PAID and today is None:
        return Amount(paid if which is RefundPrice.HIGHER else None, flag="current_price_missing")
    if paid is None and which is not RefundPrice.CURRENT:
        return Amount(None, flag="price_missing")
    if which is RefundPrice.PAID or today is None:
        return Amount(paid)
    found = today if which is RefundPrice.CURRENT or paid is None else max(paid, today)
    said = Text(N_("the price that goes back is {price}"), {"price": found})
    return Amount(found, Step("N-26", said, {"price_paid": paid, "price_today": today}, holds=True))


def fee_of(
    depreciation: Depreciation,
    unit: UnitFacts,
    request: Request,
    start: date,
    price: Decimal | None,
    currency: Currency,
) -> Amount:
    """Return what the use costs, never more than the price (N-08, N-22)."""
    if depreciation.kind is FeeKind.NONE:
        return Amount(currency.round(_NOTHING))
    # A class of product with a rate of its own, stated or not, never takes another's.
    rate = depreciation.product_rates.get(unit.category or "", depreciation.rate)
    if rate is None:
        return Amount(None, flag="rate_not_stated")
    if price is None:
        return Amount(None, flag="price_missing")
    if depreciation.kind is FeeKind.DAILY_RATE:
        return _by_day(depreciation, unit, request, start, price, rate, currency)
    return _by_distance(depreciation, unit, request, price, rate, currency)


def _by_day(
    depreciation: Depreciation,
    unit: UnitFacts,
    request: Request,
    start: date,
    price: Decimal,
    rate: Decimal,
    currency: Currency,
) -> Amount:
    owned = max(0, (request.requested_on - start).days)
    in_shop = downtime_days(unit, start, request.requested_on) if depreciation.less_downtime else 0
    days = max(0, owned - in_shop)
    fee = min(price, share(price, rate * days, currency))
    said = Text(N_("the use of {days} days costs {fee}"), {"days": days, "fee": fee})
    inputs = {"price_paid": price, "rate": rate, "days": days, "days_in_shop": in_shop}
    return Amount(
        fee, Step("N-08", said, inputs, f"{price} × {rate} × ({owned} − {in_shop}) = {fee}", holds=True)
    )


def _by_distance(
    depreciation: Depreciation,
    unit: UnitFacts,
    request: Request,
    price: Decimal,
    rate: Decimal,
    currency: Currency,
) -> Amount:
    readings = [one for one in unit.usage if one.unit == _COUNTER and one.on <= request.requested_on]
    if not readings:
        return Amount(None, flag="usage_missing")
    distance = max(readings, key=lambda one: (one.on, one.amount)).amount
    fee = min(price, share(price, rate * distance / depreciation.per_km, currency))
    said = Text(N_("the use of {distance} km costs {fee}"), {"distance": distance, "fee": fee})
    inputs = {"price_paid": price, "rate": rate, "distance": distance}
    return Amount(
        fee,
        Step(
            "N-22", said, inputs, f"{price} × {distance} / {depreciation.per_km} × {rate} = {fee}", holds=True
        ),
    )
