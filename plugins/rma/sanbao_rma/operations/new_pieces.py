"""The new pieces that go out for old ones: only what nobody has had, and really lies there (RET-06, N-06)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from sanbao.costing.taking import NO_PLACE
from sanbao.ledger.models import Stock
from sanbao.registry import operations as registry
from sanbao.registry.models import Place, Product, Unit
from sanbao_rma import errors
from sanbao_rma.models import RmaLine
from sanbao_rma.models.loans import Loan

if TYPE_CHECKING:
    from sanbao.work import Work

#: Where the books keep what no unit stands for.
NO_UNIT = 0


def take_new(
    work: Work, old: Unit, serial: str, product: Product, place: Place, on: date
) -> tuple[Unit, bool]:
    """Return the new piece that takes a place in the customer's file, and whether the books know it by its number."""
    query = select(Unit).where(
        Unit.company_id == work.company.id, Unit.serial == serial, Unit.product_id == product.id
    )
    known = work.session.scalar(query)
    if known is not None:
        work.locked(known)
        _refuse_used(work, known)
    work.hold("stock", [product.id])
    by_serial = known is not None and _lies_by_serial(work, known)
    key = known.id if known is not None and by_serial else NO_UNIT
    there, _value = work.ledger.stock("GOODS", product.id, place.id, key)
    if there < 1:
        raise errors.NotInStock(place=place.code, product=product.code)
    if known is not None:
        return registry.replace_from_stock(work, old, known, on), by_serial
    new: Unit = registry.replace(work, old, serial=serial, replaced_on=on, product=product)
    return new, False


def _refuse_used(work: Work, unit: Unit) -> None:
    """Refuse what somebody has had before: sold, lent, exchanged or sent in to us; it must be new, not repaired."""
    ours = select(
        or_(
            exists().where(or_(RmaLine.unit_id == unit.id, RmaLine.new_unit_id == unit.id)),
            exists().where(Loan.unit_id == unit.id),
        )
    )
    if not registry.is_untouched(work, unit) or work.session.scalar(ours):
        raise errors.NotQualified(serial=unit.serial)


def _lies_by_serial(work: Work, unit: Unit) -> bool:
    """Tell whether the books know a unit by its serial number, wherever it lies; others are counted only."""
    query = select(Stock.unit_id).where(
        Stock.company_id == work.company.id,
        Stock.product_id == unit.product_id,
        Stock.unit_id == unit.id,
        Stock.quantity > 0,
    )
    return work.session.scalar(query.limit(1)) is not None


def sent_as(work: Work, unit: Unit) -> int | None:
    """Return the key by which the books know a new piece that is on its way; none where it was only counted out."""
    there, _value = work.ledger.stock("GOODS", unit.product_id, NO_PLACE, unit.id)
    return unit.id if there >= 1 else None


def cost_of(work: Work, unit: Unit) -> Decimal:
    """Return what a new piece stands at: its own value where the books know it, else the moving average of its stock."""
    key = sent_as(work, unit)
    quantity, value = work.ledger.stock("GOODS", unit.product_id, unit=NO_UNIT if key is None else key)
    return work.erp.currency.round(value / quantity) if quantity else Decimal(0)
