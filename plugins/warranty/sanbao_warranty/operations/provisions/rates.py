"""How much is set aside for what is sold: rates by product or category, from month to month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.models import CostCentre, Product
from sanbao_warranty.models import ProvisionRate
from sanbao_warranty.operations.provisions.holding import READERS
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class Rates:
    """The rates of one month."""

    by_product: dict[int, ProvisionRate]
    by_category: dict[str, ProvisionRate]

    def of(self, product_id: int, category: str | None) -> ProvisionRate | None:
        """Return the rate that counts for a product: its own, else its category's."""
        own = self.by_product.get(product_id)
        return own if own is not None or category is None else self.by_category.get(category)


@operation(
    "provision.set_rate",
    title=N_("Set a provision rate"),
    schema=schemas.RateInput,
    roles=("finance", "general_manager"),
)
def set_rate(
    work: Work,
    *,
    valid_from: date,
    valid_until: date | None = None,
    product: Product | None = None,
    category: str | None = None,
    percent: Decimal | None = None,
    per_unit: Decimal | None = None,
    months: int | None = None,
    cost_centre: CostCentre | None = None,
    reason: str,
) -> ProvisionRate:
    """Say what is set aside from a month on; batches that stand keep the rate of their own time (LED-08)."""
    rate = ProvisionRate(
        company_id=work.company.id,
        product_id=product.id if product is not None else None,
        category=category,
        percent=percent,
        per_unit=per_unit,
        months=months,
        cost_centre_id=cost_centre.id if cost_centre is not None else None,
        valid_from=valid_from,
        valid_until=schemas.last_of(valid_until) if valid_until is not None else None,
        reason=reason,
        set_at=work.now,
    )
    work.session.add(rate)
    work.session.flush()
    return rate


def rates_in(work: Work, month: date) -> Rates:
    """Return the rates of a month; of several the one that was written last counts."""
    query = (
        select(ProvisionRate)
        .where(
            ProvisionRate.company_id == work.company.id,
            ProvisionRate.valid_from <= month,
            or_(ProvisionRate.valid_until.is_(None), ProvisionRate.valid_until >= month),
        )
        .order_by(ProvisionRate.id)
    )
    rates = list(work.session.scalars(query))
    return Rates(
        {rate.product_id: rate for rate in rates if rate.product_id is not None},
        {rate.category: rate for rate in rates if rate.category is not None},
    )


@question("provision.rates", roles=READERS)
def list_rates(work: Work) -> list[dict[str, Any]]:
    """Return every rate with its months and its reason, in the order in which they were written."""
    query = (
        select(ProvisionRate, Product.code, CostCentre.code)
        .outerjoin(Product, Product.id == ProvisionRate.product_id)
        .outerjoin(CostCentre, CostCentre.id == ProvisionRate.cost_centre_id)
        .where(ProvisionRate.company_id == work.company.id)
        .order_by(ProvisionRate.id)
    )
    shown = ("category", "percent", "per_unit", "months", "valid_from", "valid_until", "reason", "set_at")
    return [
        {"product": product, "cost_centre": centre, **{name: getattr(rate, name) for name in shown}}
        for rate, product, centre in work.session.execute(query)
    ]
