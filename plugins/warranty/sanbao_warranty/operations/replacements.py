"""Units that are owed: they failed their acceptance, and none has taken their place yet (W-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.operation import question
from sanbao.registry.models import Milestone, Party, Product, Unit
from sanbao.registry.operations import FAILED
from sanbao_warranty import schemas
from sanbao_warranty.kinds import ASKERS

if TYPE_CHECKING:
    from sanbao.work import Work


@question("warranty.replacements_owed", schema=schemas.OwedQuestion, roles=ASKERS)
def replacements_owed(work: Work, *, customer: Party | None = None) -> list[dict[str, Any]]:
    """List the units that failed their acceptance and are neither accepted nor replaced, the oldest first (W-20)."""
    query = (
        select(Unit.serial, Product.code, Party.name, Milestone.reached_on)
        .join_from(Milestone, Unit, Unit.id == Milestone.unit_id)
        .join(Product, Product.id == Unit.product_id)
        .outerjoin(Party, Party.id == Unit.customer_id)
        .where(
            Milestone.company_id == work.company.id,
            Milestone.kind == FAILED,
            Milestone.withdrawn_at.is_(None),
            Unit.accepted_on.is_(None),
            Unit.state == "in_use",
        )
        .order_by(Milestone.reached_on, Unit.serial)
    )
    if customer is not None:
        query = query.where(Unit.customer_id == customer.id)
    return [
        {"unit": serial, "product": product, "customer": name, "failed_on": on}
        for serial, product, name, on in work.session.execute(query)
    ]
