"""Pieces that are taken back: the slip, its signature, the new piece, the books (RET-01…07, RET-10, LED-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.charging.quotes import not_before, not_in_future
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import CostCentre, Unit
from sanbao_rma import errors, postings
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine, Slip
from sanbao_rma.operations import custody, days, entitled, new_pieces, pieces, promised
from sanbao_rma.schemas.leaving import BookSlip, IssueSlip, SignSlip, SpecialCase

if TYPE_CHECKING:
    from sanbao.access.models import User
    from sanbao.coverage.returns import ReturnOffer
    from sanbao.work import Work

APPROVERS = ("service_head", "sales_manager", "general_manager")
OPEN = {"counted": "counted", "in_work": "in_work"}


@operation(
    "rma.approve_special_case",
    title=N_("Approve a special case"),
    on=Rma,
    moves={"open": "open", **OPEN},
    schema=SpecialCase,
    roles=APPROVERS,
    apart_from=("rma.announce",),
)
def approve_special_case(work: Work, rma: Rma, *, lines: Sequence[str], reason: str) -> Rma:
    """Approve, as a second person, that pieces are taken back beyond the terms (RET-03: 特殊情况特殊处理)."""
    chosen = pieces.pick(work, rma, lines) if lines else pieces.lines_of(work, rma)
    for line in chosen:
        line.special_case = reason
    work.note(rma.document, note=f"{pieces.named(chosen)}: {reason}")
    return rma


@operation(
    "rma.issue_slip",
    title=N_("Issue a return and exchange slip"),
    on=Rma,
    moves=OPEN,
    schema=IssueSlip,
    roles=CLERKS,
)
def issue_slip(
    work: Work,
    rma: Rma,
    *,
    line: str,
    solution: str,
    reason: str,
    recoverable: Decimal,
    cost_centre: CostCentre,
    purchased_on: date | None = None,
    requested_on: date | None = None,
    issued_on: date | None = None,
    shipped_on: date | None = None,
    salesman: User | None = None,
    price: Decimal | None = None,
    fee: Decimal | None = None,
    tax: Decimal | None = None,
    cost: Decimal | None = None,
    same_model_available: bool | None = None,
) -> Slip:
    """Issue the slip by which a piece is taken back for money or for a new one, to be signed and booked (RET-04)."""
    piece = pieces.pick_one(work, rma, line)
    pieces.refuse_wrong_order([piece], solution)
    _refuse_second(work, piece)
    piece.requested_on = requested_on or piece.requested_on
    piece.purchased_on = purchased_on or piece.purchased_on or _sold_on(piece.unit)
    asked_on = piece.requested_on or rma.announced_on
    days.refuse_bad_wishes(work, [{"purchased_on": piece.purchased_on, "requested_on": asked_on}], path="")
    offers = entitled.offers_for(work, piece, asked_on, same_model_available)
    entitled.refuse_without_right(work, rma, piece, solution, offers)
    paid, kept, rule = _amounts(piece, solution, price, fee, offers)
    _refuse_gaps(piece, solution, cost)
    head = new_document(
        work,
        "rma_slip",
        title=pieces.called(piece),
        party_id=pieces.owner_id(rma, piece),
        unit_id=piece.unit_id,
    )
    slip = Slip(
        document=head,
        company_id=work.company.id,
        rma_id=rma.document_id,
        line_id=piece.id,
        party_id=pieces.owner_id(rma, piece),
        solution=solution,
        reason=reason,
        purchased_on=piece.purchased_on,
        requested_on=asked_on,
        shipped_on=shipped_on or rma.received_on,
        salesman=salesman,
        issued_on=not_before("issued_on", not_in_future(work, "issued_on", issued_on), piece.received_on),
        price=paid,
        fee=kept,
        fee_rule=rule,
        tax=tax or Decimal(0),
        cost=cost,
        recoverable=recoverable,
        centre=cost_centre,
    )
    work.session.add(slip)
    work.session.flush()
    link_documents(work, rma.document, head, "originates")
    piece.slip_id = head.id
    return slip


def _refuse_second(work: Work, piece: RmaLine) -> None:
    if piece.slip_id is not None:
        slip = work.session.get_one(Slip, piece.slip_id)
        raise errors.SlipStands(piece=pieces.called(piece), slip=name_of(slip))


def _sold_on(unit: Unit | None) -> date | None:
    return (
        (unit.invoiced_on or unit.sold_on or unit.delivered_on or unit.accepted_on)
        if unit is not None
        else None
    )


def _amounts(
    piece: RmaLine, solution: str, price: Decimal | None, fee: Decimal | None, offers: Sequence[ReturnOffer]
) -> tuple[Decimal, Decimal, str | None]:
    """Return the price that goes back, the fee that is kept, and its rule; an exchange costs nothing (RET-10, N-08)."""
    if solution == "exchange":
        return Decimal(0), Decimal(0), None
    paid = price if price is not None else piece.unit.price_paid if piece.unit is not None else None
    if paid is None:
        message = N_("Nobody knows what was paid for {piece}; please give the price.")
        raise Invalid([Problem("price", message, {"piece": pieces.called(piece)})])
    kept, rule = (fee, "RET-10") if fee is not None else entitled.fee_of(offers, paid)
    if kept > paid:
        raise Invalid([Problem("fee", N_("The fee is more than the price."))])
    return paid, kept, rule


def _refuse_gaps(piece: RmaLine, solution: str, cost: Decimal | None) -> None:
    """Ask for what the slip must say (RET-01), and for what the returned piece once cost us (LED-19)."""
    problems = []
    if piece.purchased_on is None:
        problems.append(Problem("purchased_on", N_("Please say when it was bought (RET-01).")))
    if solution == "refund" and cost is None:
        problems.append(Problem("cost", N_("Please say what the piece cost us when it was sold.")))
    if problems:
        raise Invalid(problems)


@operation(
    "rma_slip.sign",
    title=N_("Sign the slip"),
    on=Slip,
    moves={"issued": "signed"},
    schema=SignSlip,
    roles=("sales_manager", "general_manager"),
    apart_from=("rma.issue_slip",),
)
def sign(work: Work, slip: Slip, *, signed_on: date | None = None) -> Slip:
    """Sign, as the sales manager, that a piece is taken back; only then it is booked (RET-04)."""
    slip.signed_on = not_before("signed_on", not_in_future(work, "signed_on", signed_on), slip.issued_on)
    slip.signed_by_id = work.user.id
    return slip


@operation(
    "rma_slip.book",
    title=N_("Book the slip"),
    on=Slip,
    moves={"signed": "booked"},
    schema=BookSlip,
    roles=("finance",),
)
def book(work: Work, slip: Slip, *, on: date | None = None) -> Slip:
    """Book a signed slip: the old piece becomes ours; the customer is owed its money, or has the new piece (LED-19)."""
    line = work.session.get_one(RmaLine, slip.line_id)
    rma = pieces.rma_of(work, line)
    work.locked(rma)
    day = not_before("on", not_in_future(work, "on", on), slip.signed_on)
    if slip.solution == "exchange":
        _book_exchange(work, slip, line, day)
    else:
        postings.refunded(work, slip, line, slip.cost or Decimal(0), day)
    slip.booked_on = line.ended_on = day
    custody.write(work, [line], "RETURNED", line.place)
    pieces.take(work, [line], slip.solution)
    promised.kept(work, [rma])
    return slip


def _book_exchange(work: Work, slip: Slip, line: RmaLine, day: date) -> None:
    if line.new_unit is None or line.new_shipped_on is None:
        raise errors.NotShipped(piece=pieces.called(line))
    not_before("on", day, line.new_shipped_on)
    sent = (line.new_unit.product_id, new_pieces.sent_as(work, line.new_unit))
    slip.cost = new_pieces.cost_of(work, line.new_unit)
    postings.exchanged(work, slip, line, sent, slip.cost, day)
