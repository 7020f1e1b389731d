"""What shall always lie at a place, what is short, and what is bought so that it does (SPR-04, SPR-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.operations import meet_deadline, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma.kinds_spares import BUYERS, STOREKEEPERS
from sanbao_rma.models.minimums import SpareMinimum, SpareOrder, SpareOrderLine
from sanbao_rma.operations.spares.moving import DEADLINE
from sanbao_rma.operations.spares.shortages import shortages_at
from sanbao_rma.operations.spares.stock import day_of, refuse_no_supplier, set_urgent_deadline
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Party, Place, Product
    from sanbao.work import Work


@operation("spare.set_minimum", title=N_("Set a minimum"), schema=schemas.MinimumInput, roles=BUYERS)
def set_minimum(
    work: Work,
    *,
    product: Product,
    place: Place,
    minimum: Decimal,
    target: Decimal | None = None,
    supplier: Party | None = None,
) -> SpareMinimum | None:
    """Say how many pieces of a part shall lie at a place, and up to how many it is filled (SPR-04)."""
    query = select(SpareMinimum).where(
        SpareMinimum.product_id == product.id, SpareMinimum.place_id == place.id
    )
    row = work.session.scalars(query).one_or_none()
    if not minimum:
        if row is not None:
            work.session.delete(row)
        return None
    if supplier is not None:
        refuse_no_supplier(supplier)
    if row is None:
        row = SpareMinimum(company_id=work.company.id, product=product, place=place)
        work.session.add(row)
    row.minimum, row.target, row.supplier = minimum, target if target is not None else minimum, supplier
    work.session.flush()
    return row


@operation("spare.propose", title=N_("Propose what to buy"), schema=schemas.ProposeInput, roles=STOREKEEPERS)
def propose(work: Work, *, place: Place, urgent: bool, within: str | None = None) -> list[SpareOrder]:
    """Propose what is to be bought for a place: one requisition per supplier, for what is below its minimum (SPR-04)."""
    short = [row for row in shortages_at(work, place) if row.shortage.is_short]
    if not short:
        raise errors.NothingShort()
    suppliers = dict.fromkeys(row.minimum.supplier for row in short)
    return [
        _order(
            work, place, supplier, [row for row in short if row.minimum.supplier is supplier], urgent, within
        )
        for supplier in suppliers
    ]


def _order(
    work: Work, place: Place, supplier: Party | None, rows: Sequence[Any], urgent: bool, within: str | None
) -> SpareOrder:
    title = supplier.name if supplier is not None else place.name
    paper = SpareOrder(
        document=new_document(
            work, "spare_order", title=title, party_id=supplier.id if supplier is not None else None
        ),
        company_id=work.company.id,
        place=place,
        supplier=supplier,
        urgent=urgent,
        lines=[
            SpareOrderLine(
                company_id=work.company.id,
                position=position,
                product=row.minimum.product,
                quantity=row.shortage.proposed,
                received=Decimal(0),
            )
            for position, row in enumerate(rows, 1)
        ],
    )
    work.session.add(paper)
    work.session.flush()
    if urgent or within is not None:
        set_urgent_deadline(work, paper.document, DEADLINE, within)
    return paper


@operation(
    "spare_order.order",
    title=N_("Order the parts"),
    on=SpareOrder,
    moves={"proposed": "ordered"},
    schema=schemas.OrderInput,
    roles=BUYERS,
)
def order(
    work: Work,
    paper: SpareOrder,
    *,
    lines: Sequence[dict[str, Any]],
    supplier: Party | None = None,
    order_no: str | None = None,
    ordered_on: date | None = None,
) -> SpareOrder:
    """Order what was proposed, or as many as are named here; what is left out is not bought."""
    if supplier is not None:
        refuse_no_supplier(supplier)
        paper.supplier, paper.document.party_id = supplier, supplier.id
    if lines:
        paper.lines = []
        work.session.flush()
        paper.lines = [
            SpareOrderLine(company_id=work.company.id, position=position, received=Decimal(0), **line)
            for position, line in enumerate(lines, 1)
        ]
    paper.ordered_on, paper.order_no = day_of(work, "ordered_on", ordered_on), order_no
    return paper


@operation(
    "spare_order.cancel",
    title=N_("Cancel the requisition"),
    on=SpareOrder,
    moves={"proposed": "cancelled", "ordered": "cancelled"},
    schema=schemas.WhyOn,
    roles=BUYERS,
)
def cancel(work: Work, paper: SpareOrder, *, reason: str, on: date | None = None) -> SpareOrder:
    """Let go of what has not come; what came stays in stock."""
    meet_deadline(work, paper.document, kind=DEADLINE)
    work.note(paper.document, note=reason)
    return paper
