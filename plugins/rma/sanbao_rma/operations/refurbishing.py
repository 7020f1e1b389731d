"""Old pieces that became ours are tested, and made into something else (RMA-06, SPR-06, LED-10, LED-19)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanbao.charging.quotes import not_before, not_in_future
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Place, Product
from sanbao_rma import errors, postings
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaCheck, RmaLine
from sanbao_rma.operations import custody, pieces
from sanbao_rma.schemas.leaving import CheckReturned, Refurbish

if TYPE_CHECKING:
    from sanbao.work import Work

OURS = {"in_work": "in_work", "counted": "counted", "closed": "closed"}


@operation(
    "rma.check_returned",
    title=N_("Test a piece that is ours"),
    on=Rma,
    moves=OURS,
    schema=CheckReturned,
    roles=("qc", "service_manager"),
)
def check_returned(
    work: Work, rma: Rma, *, line: str, passed: bool, note: str | None = None, checked_on: date | None = None
) -> Rma:
    """Test an exchanged or returned piece that was put in order: only what passed is used again (RMA-06, SPR-06)."""
    piece = _ours(work, rma, line)
    on = not_before("checked_on", not_in_future(work, "checked_on", checked_on), piece.ended_on)
    piece.fit_on = on if passed else None
    work.session.add(
        RmaCheck(
            company_id=work.company.id,
            line_id=piece.id,
            at=work.now,
            user_id=work.user.id,
            passed=passed,
            note=note,
        )
    )
    if note is not None:
        work.note(rma.document, note=f"{pieces.called(piece)}: {note}")
    return rma


def _ours(work: Work, rma: Rma, key: str) -> RmaLine:
    piece = pieces.pick_one(work, rma, key)
    if piece.account != "RETURNED":
        raise errors.NotOurs(piece=pieces.called(piece))
    return piece


@operation(
    "rma.refurbish",
    title=N_("Refurbish into a product"),
    on=Rma,
    moves=OURS,
    schema=Refurbish,
    roles=ENGINEERS,
    apart_from=("rma.check_returned",),
)
def refurbish(
    work: Work,
    rma: Rma,
    *,
    line: str,
    product: Product,
    place: Place,
    is_spare: bool,
    on: date | None = None,
) -> Rma:
    """Make an old piece that is ours, and passed its test, into another product or a spare part, at what it stands at (LED-10, LED-19)."""
    piece = _ours(work, rma, line)
    if piece.fit_on is None:
        raise errors.NotTested(piece=pieces.called(piece))
    day = not_before("on", not_in_future(work, "on", on), piece.fit_on)
    old = piece.unit.product_id if piece.unit is not None else piece.product_id or 0
    there, whole = work.ledger.stock("RETURNED", old, piece.place_id or 0, piece.unit_id or 0)
    value = work.erp.currency.round(whole / there)
    role = "SPARES" if is_spare else "GOODS"
    postings.refurbished(work, rma.document, piece, product.id, role, place.id, value, day)
    custody.write(work, [piece], "CONSUMED", None)
    work.note(rma.document, note=f"{pieces.called(piece)} → {product.code}")
    return rma
