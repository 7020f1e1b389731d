"""Spare parts come from a supplier, and what was taken in wrongly is taken back (PUR-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import link_documents, new_document, open_papers_on
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.kinds_spares import BUYERS, CHECKERS
from sanbao_rma.models.minimums import SpareOrder
from sanbao_rma.models.spares import SpareReceipt, SpareReceiptLine
from sanbao_rma.operations.spares.stock import day_of, hold, refuse_no_supplier, refuse_spoiling
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Party, Place
    from sanbao.work import Work


@operation("spare.receive", title=N_("Take spare parts in"), schema=schemas.ReceiptInput, roles=BUYERS)
def receive(
    work: Work,
    *,
    supplier: Party,
    place: Place,
    lines: Sequence[dict[str, Any]],
    credited_to: str,
    received_on: date | None = None,
    slip_no: str | None = None,
    order: SpareOrder | None = None,
) -> SpareReceipt:
    """Take spare parts in from a supplier at what they cost; the average price moves with them (LED-02, WE-40)."""
    on = day_of(work, "received_on", received_on)
    refuse_no_supplier(supplier)
    hold(work, (line["product"] for line in lines))
    receipt = SpareReceipt(
        document=new_document(work, "spare_receipt", title=supplier.name, party_id=supplier.id, dated_on=on),
        company_id=work.company.id,
        supplier=supplier,
        place=place,
        received_on=on,
        slip_no=slip_no,
        credited_to=credited_to,
        order_id=order.document_id if order is not None else None,
    )
    receipt.lines = [_line(work, position, line) for position, line in enumerate(lines, 1)]
    receipt.amount = sum((line.amount for line in receipt.lines), Decimal(0))
    work.session.add(receipt)
    work.session.flush()
    if order is not None:
        _fill(work, order, receipt)
    postings.received(work, receipt)
    return receipt


def _line(work: Work, position: int, line: dict[str, Any]) -> SpareReceiptLine:
    amount = work.erp.currency.round(line["quantity"] * line["price"])
    if not work.erp.currency.is_exact(amount):
        message = N_("This comes to more than can be kept.")
        raise Invalid([Problem(f"lines.{position - 1}.price", message)])
    return SpareReceiptLine(
        company_id=work.company.id,
        position=position,
        product=line["product"],
        quantity=line["quantity"],
        price=line["price"],
        amount=amount,
    )


def _fill(work: Work, order: SpareOrder, receipt: SpareReceipt) -> None:
    """Count what came on an order; it ends when all of it is there."""
    work.locked(order)
    if order.state != "ordered":
        raise errors.NotOrderedYet(order=order.document.number, state=work.state_label(order, order.state))
    by_product = {line.product_id: line for line in order.lines}
    for line in receipt.lines:
        ordered = by_product.get(line.product_id)
        if ordered is None or ordered.received + line.quantity > ordered.quantity:
            raise errors.NotOnOrder(order=order.document.number, product=line.product.code)
        ordered.received += line.quantity
    link_documents(work, receipt.document, order.document, "settles")
    if all(line.received == line.quantity for line in order.lines):
        work.set_state(order, "received")


@operation(
    "spare_receipt.reverse",
    title=N_("Take the receipt back"),
    on=SpareReceipt,
    moves={"received": "reversed"},
    schema=schemas.WhyOn,
    roles=CHECKERS,
)
def reverse(work: Work, receipt: SpareReceipt, *, reason: str, on: date | None = None) -> SpareReceipt:
    """Take back a receipt that was wrong, in red; its pieces must still lie there (LED-01)."""
    resting = open_papers_on(work, receipt.document)
    if resting:
        raise errors.ClearedAlready(papers=", ".join(resting), receipt=receipt.document.number)
    hold(work, (line.product for line in receipt.lines))
    for line in receipt.lines:
        refuse_spoiling(work, receipt.document, receipt.place, line.product, line.quantity, line.amount)
    postings.take_back(work, receipt.document, postings.RECEIVED, day_of(work, "on", on), reason)
    if receipt.order_id is not None:
        _empty(work, receipt)
    work.note(receipt.document, note=reason)
    return receipt


def _empty(work: Work, receipt: SpareReceipt) -> None:
    """Let what had come on an order be awaited again."""
    order = work.locked(work.session.get_one(SpareOrder, receipt.order_id))
    by_product = {line.product_id: line for line in order.lines}
    for line in receipt.lines:
        by_product[line.product_id].received -= line.quantity
    if order.state == "received":
        work.set_state(order, "ordered")
        order.document.closed_at = None
