"""The printed slips of spare parts and loan units: taken in, moved, delivered, ordered back, lent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.money import currency
from sanbao.printing.forms import ZH, Form
from sanbao_rma.schemas.old_parts import PURPOSES

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_rma.models.loans import Loan
    from sanbao_rma.models.parts_orders import PartsOrder, ZeroPriceOrder
    from sanbao_rma.models.spares import SpareReceipt, SpareTransfer

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Spare part"),
    N_("Name"),
    N_("Measure"),
    N_("Quantity"),
    N_("Price"),
    N_("Amount"),
    N_("Total"),
    N_("Free of charge"),
    N_("Awaited"),
    N_("Came back"),
    N_("Handed out by"),
    N_("Received by"),
    N_("Handled by"),
    N_("Checked by"),
    N_("Customer"),
    N_("Lender"),
)
_PART = [("Spare part", "product", "text"), ("Name", "name", "text"), ("Measure", "measure", "text")]
_QUANTITY = ("Quantity", "quantity", "num")


def _slip(document: Document, facts: Sequence[tuple[str, Any]], **more: Any) -> dict[str, Any]:
    """Return what the template of a slip asks for; what a slip has nothing of stays empty."""
    shown = [(label, value) for label, value in facts if value not in (None, "")]
    empty: dict[str, Any] = {
        "lines": [],
        "columns": [],
        "total": None,
        "words": None,
        "currency": "CNY",
        "notes": [],
    }
    return {
        "document": {"number": document.number},
        "facts": shown,
        "heading": N_("Spare parts"),
        **empty,
        **more,
    }


def _part(line: Any) -> dict[str, Any]:
    return {
        "product": line.product.code,
        "name": line.product.name,
        "measure": line.product.measure or "",
        "quantity": f"{line.quantity.normalize():f}",
    }


def _money(work: Work, amount: Decimal) -> str:
    return f"{currency(work.company.currency).round(amount):,f}"


def receipt_context(work: Work, receipt: SpareReceipt) -> dict[str, Any]:
    """Gather what the receipt slip shows (备件入库单)."""
    facts = [
        (N_("Supplier"), receipt.supplier.name),
        (N_("Place"), f"{receipt.place.code} {receipt.place.name}"),
        (N_("Received on"), receipt.received_on),
        (N_("Delivery note no."), receipt.slip_no),
    ]
    lines = [
        {**_part(line), "price": f"{line.price:,f}", "amount": _money(work, line.amount)}
        for line in receipt.lines
    ]
    return _slip(
        receipt.document,
        facts,
        lines=lines,
        columns=[*_PART, _QUANTITY, ("Price", "price", "num"), ("Amount", "amount", "num")],
        total={"amount": _money(work, receipt.amount)},
        words=receipt.amount,
        currency=work.company.currency,
        signed_by=["Handled by", "Checked by"],
    )


def transfer_context(work: Work, transfer: SpareTransfer) -> dict[str, Any]:
    """Gather what the issue slip shows (备件领用/调拨单): who gives out what, and who takes it."""
    facts = [
        (N_("From"), f"{transfer.from_place.code} {transfer.from_place.name}"),
        (N_("To"), f"{transfer.to_place.code} {transfer.to_place.name}"),
        (N_("Asked for on"), transfer.requested_on),
        (N_("Moved on"), transfer.moved_on),
        (N_("Emergency replenishment"), Text(N_("yes")) if transfer.urgent else None),
        (N_("Note"), transfer.note),
    ]
    return _slip(
        transfer.document,
        facts,
        lines=[_part(line) for line in transfer.lines],
        columns=[*_PART, _QUANTITY],
        signed_by=["Handed out by", "Received by"],
    )


def parts_order_context(work: Work, order: PartsOrder) -> dict[str, Any]:
    """Gather what goes with the parts to the customer (配件发货单), with the call on which they rest (SPR-01)."""
    facts = [
        (N_("Customer"), order.party.name),
        (N_("Phone"), order.party.phone),
        (N_("Case"), order.case.number if order.case is not None else None),
        (N_("Reference"), order.reference),
        (N_("Ordered on"), order.ordered_on),
        (N_("Address"), order.party.address),
    ]
    lines = [{**_part(line), "price": _price(work, line)} for line in order.lines]
    return _slip(
        order.document,
        facts,
        lines=lines,
        columns=[*_PART, _QUANTITY, ("Price", "price", "num")],
        notes=[N_("Prices do not include tax.")] if any(not line.free for line in order.lines) else [],
        signed_by=["Handed out by", "Customer"],
    )


def _price(work: Work, line: Any) -> Any:
    if line.free:
        return Text(N_("Free of charge"))
    return _money(work, line.price) if line.price is not None else ""


def zero_price_context(work: Work, order: ZeroPriceOrder) -> dict[str, Any]:
    """Gather what a zero-price order shows (零价订单): the work order (PRJ#) and the call (CSI) it rests on (PUR-13)."""
    facts = [
        (N_("Purpose"), Text(PURPOSES[order.purpose])),
        (N_("Work order (PRJ#)"), order.case.number),
        (N_("Reference (CSI)"), order.reference),
        (N_("Customer"), order.party.name if order.party is not None else None),
        (N_("Supplier"), order.supplier.name if order.supplier is not None else None),
        (N_("Ordered on"), order.ordered_on),
    ]
    lines = [
        {
            **_part(line),
            "price": _money(work, Decimal(0)),
            "received": f"{line.received.normalize():f}",
            "awaited": f"{line.awaited.normalize():f}",
        }
        for line in order.lines
    ]
    counted = [("Came back", "received", "num"), ("Awaited", "awaited", "num")]
    return _slip(
        order.document,
        facts,
        heading=N_("Old parts"),
        lines=lines,
        columns=[*_PART, _QUANTITY, ("Price", "price", "num"), *counted],
        signed_by=["Handled by", "Customer"],
    )


def loan_context(work: Work, loan: Loan) -> dict[str, Any]:
    """Gather what a loan slip shows (备用机借用单): what is lent, in which condition, until when (LON-01, LON-03)."""
    facts = [
        (N_("Customer"), loan.party.name),
        (N_("Phone"), loan.party.phone),
        (N_("Case"), loan.case.number if loan.case is not None else None),
        (N_("Unit"), f"{loan.unit.product.code} {loan.unit.product.name} / {loan.unit.serial}"),
        (N_("Lent on"), loan.lent_on),
        (N_("Due on"), loan.due_on),
        (N_("Condition when lent"), loan.condition_out),
        (N_("Returned on"), loan.returned_on),
        (N_("Condition when returned"), loan.condition_back),
        (N_("Damage"), loan.damage),
    ]
    notes = [
        N_("The loan unit stays our property; it is given back when the customer's own unit is repaired."),
        N_(
            "What is broken or lost while it is lent is charged to the customer. A loan unit starts no warranty."
        ),
    ]
    return _slip(loan.document, facts, notes=notes, signed_by=["Lender", "Customer"])


def _form(name: str, title: str, context: Any) -> Form:
    return Form(
        name=name,
        title=title,
        template="rma/slip.html",
        package="sanbao_rma",
        kind=name,
        languages=ZH,
        context=context,
    )


FORMS = [
    _form("spare_receipt", N_("Spare parts receipt"), receipt_context),
    _form("spare_transfer", N_("Spare parts issue slip"), transfer_context),
    _form("parts_order", N_("Parts delivery slip"), parts_order_context),
    _form("zero_price_order", N_("Zero-price order"), zero_price_context),
    _form("rma_loan", N_("Loan slip"), loan_context),
]
