"""What every operation with spare parts needs: the day, the lock, the guard against what stock cannot bear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.costing.errors import NotEnoughStock
from sanbao.documents.operations import set_deadline
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_rma import errors_spares as errors

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.registry.models import Party, Place, Product
    from sanbao.work import Work

#: The lock under which everybody takes from stock; the core's costing takes the same.
STOCK = "stock"


def day_of(work: Work, name: str, given: date | None) -> date:
    """Return the day of a movement, today where none is given; what is to come has not happened."""
    if given is not None and given > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem(name, message, {"day": given, "today": work.today})])
    return given or work.today


def hold(work: Work, products: Iterable[Product]) -> None:
    """Let nobody else move these parts until the end of this Work."""
    work.hold(STOCK, {product.id for product in products})


def refuse_spoiling(
    work: Work, paper: Document, place: Place, product: Product, quantity: Decimal, amount: Decimal
) -> None:
    """Refuse to take pieces out at an old value where they are gone, or where the rest would be worth less than nothing."""
    there, _value = work.ledger.stock("SPARES", product.id, place.id)
    if there < quantity:
        raise errors.GoneAlready(
            place=place.code, there=there, product=product.code, receipt=paper.number, wanted=quantity
        )
    pieces, value = work.ledger.stock("SPARES", product.id)
    left, worth = pieces - quantity, value - amount
    if worth < 0 or (not left and worth):
        raise errors.AverageMoved(product=product.code, paper=paper.number, quantity=left, value=worth)


def refuse_missing(work: Work, place: Place, wanted: Iterable[tuple[Product, Decimal]]) -> None:
    """Refuse to move more than lies at a place; each part is named once."""
    for product, quantity in wanted:
        there, _value = work.ledger.stock("SPARES", product.id, place.id)
        if there < quantity:
            raise NotEnoughStock(place=place.code, there=there, product=product.code, wanted=quantity)


def refuse_no_supplier(party: Party) -> None:
    """Refuse to buy from somebody who is no supplier."""
    if "supplier" not in party.roles:
        raise errors.NoSupplier(party=party.code)


def set_urgent_deadline(work: Work, document: Document, kind: str, within: str | None) -> None:
    """Say until when an emergency replenishment must be there (紧急补货, SPR-08)."""
    set_deadline(work, document, kind=kind, within=within or work.setting("rma_urgent_within"))


def last_price(work: Work, product: Product) -> Decimal | None:
    """Return what a piece cost when it was bought last."""
    from sanbao_rma.models.spares import SpareReceipt, SpareReceiptLine

    query = (
        select(SpareReceiptLine.price)
        .join(SpareReceipt, SpareReceipt.document_id == SpareReceiptLine.document_id)
        .where(SpareReceiptLine.company_id == work.company.id, SpareReceiptLine.product_id == product.id)
        .order_by(SpareReceipt.received_on.desc(), SpareReceiptLine.id.desc())
    )
    return work.session.scalar(query.limit(1))
