"""Repairs that a vendor does: sent with a price on the right account, received, taken back (RMA-11, PUR-03…10, LED-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from sanbao.calendar import end_of_day
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.costing.models import CostLine
from sanbao.costing.operations import collecting
from sanbao.documents.operations import link_documents, meet_deadline, new_document, set_deadline
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger import Code
from sanbao.ledger.models import PostedEntry
from sanbao.money import split
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Party, Place
from sanbao_rma import errors, postings
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import FactoryOrder, Rma, RmaCost, RmaLine
from sanbao_rma.operations import costs, custody, days, pieces, quoting
from sanbao_rma.operations.deadlines import BACK
from sanbao_rma.schemas.leaving import BackFromFactory, ReverseReceipt, SendToFactory

if TYPE_CHECKING:
    from sanbao.work import Work

BUYERS = ("service_manager", "purchasing")


@operation(
    "rma.send_to_factory",
    title=N_("Send to the factory"),
    on=Rma,
    moves={"in_work": "in_work"},
    schema=SendToFactory,
    roles=BUYERS,
)
def send_to_factory(
    work: Work,
    rma: Rma,
    *,
    lines: Sequence[str],
    supplier: Party,
    price: Decimal,
    assignment: str,
    account: str | None = None,
    cost_centre: CostCentre | None = None,
    sent_on: date | None = None,
    due_on: date | None = None,
) -> FactoryOrder:
    """Order a repair from a vendor and send the pieces there; the order says on what its price falls (RMA-11, PUR-03)."""
    _refuse_bad_order(work, supplier, account)
    chosen = pieces.ready(work, rma, lines, "send_to_factory")
    quoting.refuse_unagreed(chosen)
    on = days.in_order(work, "sent_on", sent_on, chosen)
    not_before("due_on", due_on or on, on)
    head = new_document(work, "rma_factory", title=supplier.name, party_id=supplier.id)
    order = FactoryOrder(
        document=head,
        company_id=work.company.id,
        rma_id=rma.document_id,
        supplier=supplier,
        price=price,
        assignment=assignment,
        expense_account=account,
        centre=cost_centre,
        place_id=chosen[0].place_id,
        sent_on=on,
        due_on=due_on,
        receipts_count=0,
    )
    work.session.add(order)
    work.session.flush()
    link_documents(work, rma.document, head, "originates")
    if due_on is not None:
        set_deadline(work, head, kind=BACK, due_at=end_of_day(due_on, work.zone))
    pieces.take(work, chosen, "send_to_factory")
    for line in chosen:
        line.factory_id = head.id
    custody.shift(work, rma, chosen, "AT_SUPPLIER", None, on, supplier)
    return order


def _refuse_bad_order(work: Work, supplier: Party, account: str | None) -> None:
    """Refuse an order to somebody who is no supplier, or on an account that is not an expense (PUR-03, PUR-04)."""
    problems = []
    if "supplier" not in supplier.roles:
        problems.append(Problem("supplier", N_("{party} is no supplier."), {"party": supplier.code}))
    if account is not None:
        known = work.ledger.chart.account(Code(account))
        if known.kind != "expense":
            message = N_("{account} is no account of expenses; bought work never becomes stock.")
            problems.append(Problem("account", message, {"account": account}))
    if problems:
        raise Invalid(problems)


@operation(
    "rma_factory.receive",
    title=N_("Back from the factory"),
    on=FactoryOrder,
    moves={"sent": "back"},
    schema=BackFromFactory,
    roles=(*BUYERS, *ENGINEERS),
)
def receive_back(
    work: Work,
    order: FactoryOrder,
    *,
    back_on: date | None = None,
    price: Decimal | None = None,
    place: Place | None = None,
    remedy: str | None = None,
) -> FactoryOrder:
    """Receive what the vendor repaired: the goods are the proof, the price is owed from now on (PUR-09, LED-09)."""
    on = not_before("back_on", not_in_future(work, "back_on", back_on), order.sent_on)
    rma = work.locked(work.session.get_one(Rma, order.rma_id))
    lines = _lines(work, order)
    target = place or (work.session.get(Place, order.place_id) if order.place_id is not None else None)
    order.price = price if price is not None else order.price
    order.back_on, order.receipts_count = on, order.receipts_count + 1
    custody.shift(work, rma, lines, "CUSTOMER_GOODS", custody.receiving_place(work, target), on)
    pieces.take(work, lines, "back_from_factory")
    for line in lines:
        line.started_at, line.remedy = line.started_at or work.now, remedy or line.remedy
    quoting.hold_back(work, lines)
    _accrue(work, rma, order, lines, on)
    meet_deadline(work, order.document, kind=BACK)
    return order


def _lines(work: Work, order: FactoryOrder) -> list[RmaLine]:
    work.session.flush()
    query = select(RmaLine).where(RmaLine.factory_id == order.document_id).order_by(RmaLine.position)
    return list(work.session.scalars(query))


def _accrue(work: Work, rma: Rma, order: FactoryOrder, lines: Sequence[RmaLine], on: date) -> None:
    """Owe the vendor what the repair costs, by equal parts of the pieces, until the bill comes (LED-09)."""
    if not order.price:
        return
    if order.assignment == "cost_centre":
        postings.factory_accrued(work, order, order.price, on)
        return
    parts = split(order.price, [Decimal(1)] * len(lines), work.erp.currency)
    said = {"type": "outside", "party": order.supplier, "description": order.document.number or ""}
    last = costs.last_cost(work, rma)
    with work.acting_as("core"):  # the costing room posts in its own name; who may buy need not keep cost
        collecting.collect(
            work,
            rma.document,
            lines=[{**said, "amount": part} for part in parts],
            incurred_on=on,
            description="",
        )
    costs.assign(work, rma, last, lines)


@operation(
    "rma_factory.reverse",
    title=N_("Take the receipt back"),
    on=FactoryOrder,
    moves={"back": "sent"},
    schema=ReverseReceipt,
    roles=BUYERS,
)
def reverse(work: Work, order: FactoryOrder, *, reason: str, on: date | None = None) -> FactoryOrder:
    """Take a wrong receipt back: same accounts, opposite sign, the order is open again (PUR-10)."""
    day = not_before("on", not_in_future(work, "on", on), order.back_on)
    rma = work.locked(work.session.get_one(Rma, order.rma_id))
    lines = _lines(work, order)
    further = [line for line in lines if line.state != "repairing"]
    if further:
        raise errors.WorkedOn(pieces=pieces.named(further))
    _take_back(work, rma, order, reason, day)
    custody.shift(work, rma, lines, "AT_SUPPLIER", None, day, order.supplier)
    for line in lines:
        work.set_state(line, "at_factory")
    order.back_on = None
    order.document.closed_at = None
    work.note(order.document, note=reason)
    return order


def _take_back(work: Work, rma: Rma, order: FactoryOrder, reason: str, day: date) -> None:
    if order.assignment == "cost_centre":
        query = select(PostedEntry.id).where(
            PostedEntry.document_id == order.document_id,
            PostedEntry.event == f"receipt:{order.receipts_count}",
        )
        entry = work.session.scalar(query)
        if entry is not None:
            work.ledger.reverse(entry, day, reason, operation=work.operation_name, user_id=work.user.id)
        return
    found = list(work.session.scalars(_cost_lines(rma, order)))
    if found:
        with work.acting_as("core"):
            collecting.take_back(work, rma.document, lines=found, reason=reason, on=day)


def _cost_lines(rma: Rma, order: FactoryOrder) -> Select[int]:
    """Return the search for what the last receipt cost on the parcel and was not taken back yet."""
    taken = select(CostLine.reverses_id).where(CostLine.reverses_id.is_not(None))
    return (
        select(CostLine.id)
        .join(RmaCost, RmaCost.cost_line_id == CostLine.id)
        .where(
            CostLine.document_id == rma.document_id,
            CostLine.description == order.document.number,
            CostLine.cost_type == "outside",
            CostLine.id.not_in(taken),
            CostLine.reverses_id.is_(None),
        )
        .order_by(CostLine.id)
    )
