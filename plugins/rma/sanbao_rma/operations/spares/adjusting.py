"""What a count found to differ is put into the books; above a limit a second person agrees (SPR-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.closing import goods
from sanbao.closing.models import StockCount, StockCountLine
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Place, Product
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.kinds_spares import CHECKERS
from sanbao_rma.models.spares import SpareAdjustment, SpareAdjustmentLine
from sanbao_rma.operations.spares.stock import day_of, hold, last_price, refuse_missing, refuse_spoiling
from sanbao_rma.rules.stock import needs_approval
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Party
    from sanbao.work import Work

_BEARERS = {"installer", "supplier", "staff"}


@operation("spare.adjust", title=N_("Put a count right"), schema=schemas.AdjustInput, roles=CHECKERS)
def adjust(
    work: Work,
    *,
    count: StockCount,
    reason: str,
    prices: Sequence[dict[str, Any]],
    party: Party | None = None,
) -> SpareAdjustment:
    """Write what a count of spare parts found to differ; small differences are posted at once (SPR-07)."""
    _refuse_twice(work, count)
    if party is not None and not _BEARERS & set(party.roles):
        raise errors.CannotBear(party=party.code)
    place = work.session.get_one(Place, count.place_id)
    found = _differences(work, count)
    if not found:
        raise errors.NoDifference(count=count.document.number)
    paper = _write(work, count, place, reason, party)
    given = {one["product"].id: one["price"] for one in prices}
    hold(work, (product for product, _booked, _counted in found))
    paper.lines = [
        _line(work, position, product, booked, counted, given)
        for position, (product, booked, counted) in enumerate(found, 1)
    ]
    paper.amount = sum((line.amount for line in paper.lines), Decimal(0))
    work.session.flush()
    if not needs_approval([line.amount for line in paper.lines], work.setting("rma_adjustment_limit")):
        _post(work, paper)
        work.set_state(paper, "posted")
    return paper


def _refuse_twice(work: Work, count: StockCount) -> None:
    query = (
        select(Document.number)
        .join(SpareAdjustment, SpareAdjustment.document_id == Document.id)
        .where(SpareAdjustment.count_id == count.document_id)
        .where(Document.state.not_in((*UNDONE, "reversed")))
    )
    earlier = work.session.scalar(query)
    if earlier is not None:
        raise errors.AdjustedAlready(paper=earlier, count=count.document.number)


def _differences(work: Work, count: StockCount) -> list[tuple[Product, Decimal, Decimal]]:
    """Return the spare parts of which a count found more or fewer than the books say of that day by now."""
    account = work.ledger.chart.account("SPARES").id
    query = (
        select(Product, StockCountLine.counted)
        .join(StockCountLine, StockCountLine.product_id == Product.id)
        .where(StockCountLine.document_id == count.document_id, StockCountLine.account_id == account)
        .order_by(Product.code)
    )
    counted = {product.id: (product, pieces) for product, pieces in work.session.execute(query).unique()}
    keys = [(account, product, count.place_id) for product in counted]
    books = goods.booked(work, count.counted_on, keys) if keys else {}
    rows = [
        (product, books.get((account, key, count.place_id), Decimal(0)), pieces)
        for key, (product, pieces) in counted.items()
    ]
    return [row for row in rows if row[1] != row[2]]


def _write(work: Work, count: StockCount, place: Place, reason: str, party: Party | None) -> SpareAdjustment:
    paper = SpareAdjustment(
        document=new_document(
            work, "spare_adjustment", title=place.name, party_id=party.id if party is not None else None,
            dated_on=count.counted_on,
        ),
        company_id=work.company.id,
        count_id=count.document_id,
        place=place,
        party=party,
        counted_on=count.counted_on,
        reason=reason,
        amount=Decimal(0),
    )  # fmt: skip
    work.session.add(paper)
    link_documents(work, paper.document, count.document, "settles")
    return paper


def _line(
    work: Work,
    position: int,
    product: Product,
    booked: Decimal,
    counted: Decimal,
    prices: Mapping[int, Decimal],
) -> SpareAdjustmentLine:
    return SpareAdjustmentLine(
        company_id=work.company.id,
        position=position,
        product=product,
        booked=booked,
        counted=counted,
        amount=_worth(work, product, counted - booked, prices.get(product.id)),
    )


def _worth(work: Work, product: Product, quantity: Decimal, given: Decimal | None) -> Decimal:
    """Return what pieces are worth: their share of what is there, else the price that is given or was paid last."""
    pieces, value = work.ledger.stock("SPARES", product.id)
    if pieces > 0 and given is None:
        return work.erp.currency.round(value * quantity / pieces)
    price = given if given is not None else last_price(work, product)
    if price is None:
        raise errors.NoValue(product=product.code)
    return work.erp.currency.round(price * quantity)


@operation(
    "spare_adjustment.approve",
    title=N_("Approve the difference"),
    on=SpareAdjustment,
    moves={"proposed": "posted"},
    apart_from=("spare.adjust",),
    roles=("finance", "general_manager"),
)
def approve(work: Work, paper: SpareAdjustment) -> SpareAdjustment:
    """Agree, as a second person, to what a count found to differ; it is posted on the day of the count (SPR-07)."""
    paper.approved_by_id = work.user.id
    count = work.session.get_one(StockCount, paper.count_id)
    now = {product.id: counted - booked for product, booked, counted in _differences(work, count)}
    if now != {line.product_id: line.quantity for line in paper.lines}:
        raise errors.ChangedSince(place=paper.place.code, paper=paper.document.number)
    _post(work, paper)
    return paper


def _post(work: Work, paper: SpareAdjustment) -> None:
    """Post the difference on the day of the count, at what the pieces are worth by now."""
    hold(work, (line.product for line in paper.lines))
    gone = [line for line in paper.lines if line.quantity < 0]
    refuse_missing(work, paper.place, ((line.product, -line.quantity) for line in gone))
    for line in gone:
        line.amount = _worth(work, line.product, line.quantity, None)
    paper.amount = sum((line.amount for line in paper.lines), Decimal(0))
    postings.adjusted(work, paper)


@operation(
    "spare_adjustment.reverse",
    title=N_("Take the difference back"),
    on=SpareAdjustment,
    moves={"posted": "reversed"},
    schema=schemas.WhyOn,
    roles=("finance",),
)
def reverse(work: Work, paper: SpareAdjustment, *, reason: str, on: date | None = None) -> SpareAdjustment:
    """Take back a difference that was a slip of the count, in red (LED-01)."""
    hold(work, (line.product for line in paper.lines))
    for line in paper.lines:
        if line.quantity > 0:
            refuse_spoiling(work, paper.document, paper.place, line.product, line.quantity, line.amount)
    postings.take_back(work, paper.document, postings.ADJUSTED, day_of(work, "on", on), reason)
    work.note(paper.document, note=reason)
    return paper
