"""Old parts come back on orders at price 0, lie in custody, or are given up (SPR-02, PUR-13, LED-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import link_documents, meet_deadline, new_document, set_deadline
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Unit
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_old_parts as postings
from sanbao_rma.kinds_spares import STOREKEEPERS
from sanbao_rma.models.parts_orders import ZeroPriceLine, ZeroPriceOrder
from sanbao_rma.operations.spares.adopting import adopt, lying_here
from sanbao_rma.operations.spares.stock import day_of, refuse_no_supplier
from sanbao_rma.schemas import old_parts as schemas

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.registry.models import Party, Place
    from sanbao.work import Work

AWAITED, CLAIM = "old_parts", "claim_on_supplier"


@operation(
    "old_part.order",
    title=N_("Order old parts back"),
    schema=schemas.ZeroPriceInput,
    roles=(*STOREKEEPERS, "finance"),
)
def order_back(
    work: Work,
    *,
    case: Document,
    lines: Sequence[dict[str, Any]],
    purpose: str,
    reference: str | None = None,
    party: Party | None = None,
    supplier: Party | None = None,
    within: str | None = None,
) -> ZeroPriceOrder:
    """Order replaced parts back from the customer, or free ones from their maker, at price 0 for a case (PUR-13)."""
    order = open_order(
        work,
        case=case,
        lines=lines,
        purpose=purpose,
        reference=reference,
        party=party,
        supplier=supplier,
        within=within,
    )
    if purpose == "recover_old_part":
        adopt(work, order, lying_here(work, order))
    return order


def open_order(
    work: Work,
    *,
    case: Document,
    lines: Sequence[dict[str, Any]],
    purpose: str,
    reference: str | None = None,
    party: Party | None = None,
    supplier: Party | None = None,
    within: str | None = None,
) -> ZeroPriceOrder:
    """Return a new order at price 0 for a case, with the day until which the parts shall be here (PUR-13)."""
    if supplier is not None:
        refuse_no_supplier(supplier)
    head = new_document(
        work,
        "zero_price_order",
        title=case.number,
        party_id=_customer(work, case, party),
        unit_id=case.unit_id,
    )
    order = ZeroPriceOrder(
        document=head,
        company_id=work.company.id,
        case=case,
        reference=reference or case.number or case.title,
        purpose=purpose,
        party_id=head.party_id,
        supplier=supplier,
        ordered_on=work.today,
        lines=[
            ZeroPriceLine(company_id=work.company.id, position=position, **line)
            for position, line in enumerate(lines, 1)
        ],
    )
    work.session.add(order)
    work.session.flush()
    link_documents(work, case, head, "originates")
    set_deadline(work, head, kind=AWAITED, within=within or work.setting("rma_old_parts_within"))
    return order


def _customer(work: Work, case: Document, given: Party | None) -> int | None:
    """Return from whom old parts come: who is named, else the case's customer, else the customer of its unit."""
    if given is not None or case.party_id is not None or case.unit_id is None:
        return given.id if given is not None else case.party_id
    return work.session.get_one(Unit, case.unit_id).customer_id


@operation(
    "old_part.receive",
    title=N_("Receive old parts"),
    on=ZeroPriceOrder,
    schema=schemas.CameInput,
    roles=STOREKEEPERS,
)
def receive(
    work: Work,
    order: ZeroPriceOrder,
    *,
    place: Place,
    lines: Sequence[dict[str, Any]],
    on: date | None = None,
) -> ZeroPriceOrder:
    """Take what came into custody: pieces without money, until the claim is decided (LED-10)."""
    refuse_closed(work, order)
    wanted = chosen(order, lines, "awaited")
    for line, quantity in wanted:
        if line.held and line.place is not None and line.place.id != place.id:
            raise errors.ElsewhereAlready(product=line.product.code, place=line.place.code)
        line.received += quantity
        line.place = place
    source = (
        ("AT_SUPPLIER", None, order.supplier_id)
        if order.purpose == "free_supply"
        else ("AT_CUSTOMER", None, order.party_id)
    )
    post(
        work,
        order,
        wanted,
        source,
        ("CUSTOMER_GOODS", place.id, order.party_id),
        day_of(work, "on", on),
        "in",
    )
    return order


@operation(
    "old_part.give_up",
    title=N_("Cannot be recovered"),
    on=ZeroPriceOrder,
    schema=schemas.GiveUpInput,
    roles=STOREKEEPERS,
)
def give_up(
    work: Work,
    order: ZeroPriceOrder,
    *,
    position: int,
    quantity: Decimal,
    reason: str,
    quality: bool,
    supplier: Party | None = None,
) -> ZeroPriceOrder:
    """Give up what cannot come back; where its quality is to blame, sales is told to claim it from the supplier (SPR-02)."""
    refuse_closed(work, order)
    ((line, pieces),) = chosen(order, [{"position": position, "quantity": quantity}], "awaited")
    line.given_up += pieces
    line.given_up_reason = reason
    work.note(order.document, note=reason)
    if quality:
        _tell_sales(work, order, line, pieces, supplier or order.supplier)
    return order


def _tell_sales(
    work: Work, order: ZeroPriceOrder, line: ZeroPriceLine, quantity: Decimal, supplier: Party | None
) -> None:
    """Copy the call to sales: a remark on the case, and a deadline until which the claim is made (SPR-02)."""
    if supplier is None:
        raise errors.NoSupplierNamed(product=line.product.code)
    refuse_no_supplier(supplier)
    order.supplier = supplier
    line.to_sales += quantity
    work.note(
        order.case,
        note=f"{order.reference}: {line.product.code} × {quantity.normalize():f} → {supplier.name}",
    )
    set_deadline(work, order.document, kind=CLAIM, within=work.setting("rma_claim_within"))


def refuse_closed(work: Work, order: ZeroPriceOrder) -> None:
    """Refuse to change what has ended."""
    if order.state != "open":
        raise errors.OrderEnded(order=order.document.number, state=work.state_label(order, order.state))


def chosen(
    order: ZeroPriceOrder, lines: Sequence[dict[str, Any]], what: str
) -> list[tuple[ZeroPriceLine, Decimal]]:
    """Return which lines are meant and how many pieces of each, at most what is ``awaited`` or ``held``."""
    by_position = {line.position: line for line in order.lines}
    whole = [
        {"position": line.position, "quantity": getattr(line, what)}
        for line in order.lines
        if getattr(line, what)
    ]
    found = []
    for given in lines or whole:
        line = by_position.get(given["position"])
        if line is None:
            raise errors.NoSuchLine(order=order.document.number, line=given["position"])
        left = getattr(line, what)
        if given["quantity"] > left:
            raise errors.MoreThanOrdered(
                order=order.document.number, line=line.position, left=left, wanted=given["quantity"]
            )
        found.append((line, given["quantity"]))
    if not found:
        raise errors.NothingThere(order=order.document.number)
    return found


def post(
    work: Work,
    order: ZeroPriceOrder,
    wanted: Sequence[tuple[ZeroPriceLine, Decimal]],
    leaves: tuple[str, int | None, int | None],
    reaches: tuple[str, int | None, int | None],
    on: date,
    event: str,
) -> None:
    """Move pieces from where they lie to where they get, as one entry of the order (LED-10)."""
    order.moves_count += 1
    shifts = [(line.product_id, quantity) for line, quantity in wanted]
    postings.old_parts(work, order, shifts, leaves, reaches, on, f"{event}:{order.moves_count}")


@operation(
    "old_part.close",
    title=N_("Close the order"),
    on=ZeroPriceOrder,
    moves={"open": "closed"},
    roles=STOREKEEPERS,
)
def close(work: Work, order: ZeroPriceOrder) -> ZeroPriceOrder:
    """Close the order when every piece is accounted for: sent on, scrapped, handed over, or given up (LED-10)."""
    left = [line for line in order.lines if line.awaited or line.held]
    if left:
        pieces = ", ".join(
            f"{(line.awaited + line.held).normalize():f} × {line.product.code}" for line in left
        )
        raise errors.StillAwaited(order=order.document.number, pieces=pieces)
    for kind in (AWAITED, CLAIM):
        meet_deadline(work, order.document, kind=kind)
    return order
