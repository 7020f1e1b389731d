"""Parts that a case took and did not use go back to where they lie (SPR-07)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from sanbao.costing.models import CostLine
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.models import RmaCost
from sanbao_rma.operations.spares.stock import hold
from sanbao_rma.rules.stock import given_back
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Place, Product
    from sanbao.work import Work


@operation(
    "spare.return_unused",
    title=N_("Give unused parts back"),
    on="document",
    schema=schemas.ReturnInput,
    roles=("service_manager", "finance"),
)
def return_unused(
    work: Work, case: Document, *, lines: Sequence[dict[str, Any]], reason: str, place: Place | None = None
) -> Document:
    """Give parts back that a case took and did not use, at what they were taken at (LED-01, LED-04)."""
    hold(work, (line["product"] for line in lines))
    for line in lines:
        _give_back(work, case, line["product"], line["quantity"], reason, place)
    return case


def _give_back(
    work: Work, case: Document, product: Product, quantity: Decimal, reason: str, place: Place | None
) -> None:
    taken = _taken(work, case, product)
    pieces = [(line.id, line.quantity or Decimal(0)) for line in taken]
    chosen = given_back(pieces, quantity)
    if chosen is None:
        there = sum((count for _line, count in pieces), Decimal(0))
        raise errors.NotOnCase(case=case.number, there=there, product=product.code, wanted=quantity)
    places = {line.id: line.place_id for line in taken}
    for line_id, count in chosen:
        work.do("costing.take_back", {"lines": [line_id], "quantity": count, "reason": reason}, subject=case)
        _stay_on_piece(work, case, line_id)
        if place is not None and place.id != places[line_id]:
            between = (places[line_id], place.id)
            postings.moved_on_case(work, case, product.id, count, between, f"returned:{line_id}")


def _stay_on_piece(work: Work, case: Document, line_id: int) -> None:
    """Let what was not given back stay on the piece of the parcel for which it was taken (RMA-12)."""
    of_piece = work.session.get(RmaCost, line_id)
    query = select(func.max(CostLine.id)).where(CostLine.document_id == case.id, CostLine.id > line_id)
    rest = work.session.scalar(query.where(CostLine.reverses_id.is_(None), CostLine.quantity > 0))
    mirror = work.session.scalar(select(CostLine.id).where(CostLine.reverses_id == line_id))
    if of_piece is not None and rest is not None and mirror is not None and rest > mirror:
        kept = RmaCost(cost_line_id=rest, company_id=work.company.id, line_id=of_piece.line_id)
        work.session.add(kept)


def _taken(work: Work, case: Document, product: Product) -> list[CostLine]:
    """Return what a case took of a part and did not give back, in the order in which it was taken."""
    mirror = aliased(CostLine)
    query = (
        select(CostLine)
        .outerjoin(mirror, mirror.reverses_id == CostLine.id)
        .where(CostLine.document_id == case.id, CostLine.product_id == product.id)
        .where(CostLine.reverses_id.is_(None), mirror.id.is_(None), CostLine.quantity > 0)
        .order_by(CostLine.id)
    )
    work.session.flush()
    return list(work.session.scalars(query))
