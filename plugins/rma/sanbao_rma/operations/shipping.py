"""Pieces go back: the outbound form, the way, the customer's hand (RMA-06, RMA-07, RMA-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sanbao.calendar.periods import Period
from sanbao.charging.quotes import not_in_future
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import Party
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Outbound, Rma, RmaLine
from sanbao_rma.operations import custody, entitled, pieces
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.schemas.leaving import Deliver, IssueOutbound

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.issue",
    title=N_("Issue the outbound form"),
    on=Rma,
    moves={"counted": "counted", "in_work": "in_work"},
    schema=IssueOutbound,
    roles=CLERKS,
)
def issue(
    work: Work,
    rma: Rma,
    *,
    lines: Sequence[str],
    shipping_mode: str,
    party: Party | None = None,
    quantity: int | None = None,
    shipped_at: datetime | None = None,
    tracking: str | None = None,
) -> Outbound:
    """Send pieces back to one customer: repaired ones that passed the test, refused ones as they are (RMA-06, RMA-07)."""
    if shipped_at is not None and shipped_at > work.now:
        raise Invalid([Problem("shipped_at", N_("This has not come yet."))])
    chosen = _leaving(work, rma, lines, party, quantity)
    customer = party or work.session.get_one(Party, pieces.owner_id(rma, chosen[0]))
    pieces.refuse_other_customer(rma, chosen, customer)
    moment = shipped_at or work.now
    head = new_document(work, "rma_outbound", title=customer.name, party_id=customer.id)
    outbound = Outbound(
        document=head,
        company_id=work.company.id,
        rma_id=rma.document_id,
        party=customer,
        shipped_at=moment,
        quantity=len(chosen),
        shipping_mode=shipping_mode,
        tracking=tracking,
    )
    work.session.add(outbound)
    link_documents(work, rma.document, head, "originates")
    pieces.take(work, chosen, "issue")
    for line in chosen:
        line.outbound_id = head.id
    custody.shift(work, rma, chosen, "CUSTOMER_GOODS", None, moment.astimezone(work.zone).date())
    entitled.promise_kept(work, rma)
    return outbound


def _leaving(
    work: Work, rma: Rma, keys: Sequence[str], party: Party | None, quantity: int | None
) -> list[RmaLine]:
    """Return the pieces that leave; never more than came in and are still here (RMA-07)."""
    every = pieces.lines_of(work, rma)
    here = [line for line in every if line.state in (*IN_HAND, "unclaimed") and line.state != "outbound"]
    wanted = quantity if quantity is not None else len(keys)
    if wanted > len(here):
        received = sum(line.received_on is not None for line in every)
        raise errors.MoreOutThanIn(rma=name_of(rma), wanted=wanted, left=len(here), received=received)
    chosen = pieces.ready(work, rma, keys, "issue")
    if not keys:
        chosen = [
            line for line in chosen if line.state != "unclaimed" and _is_for(rma, line, party)
        ] or chosen
    if quantity is not None and quantity != len(chosen):
        message = N_("{count} pieces are ready, {quantity} shall go; please name the pieces.")
        raise Invalid([Problem("quantity", message, {"count": len(chosen), "quantity": quantity})])
    return chosen


def _is_for(rma: Rma, line: RmaLine, party: Party | None) -> bool:
    return party is None or pieces.owner_id(rma, line) == party.id


@operation(
    "rma.deliver",
    title=N_("Customer has received it"),
    on=Rma,
    moves={"counted": "counted", "in_work": "in_work"},
    schema=Deliver,
    roles=CLERKS,
)
def deliver(
    work: Work,
    rma: Rma,
    *,
    lines: Sequence[str],
    outbound: Outbound | None = None,
    delivered_on: date | None = None,
    received_by: str | None = None,
) -> Rma:
    """Take down that the customer has its pieces again; the guarantee of each repair begins (RMA-01, RMA-13)."""
    on = not_in_future(work, "delivered_on", delivered_on)
    chosen = pieces.ready(work, rma, lines, "deliver")
    if outbound is not None:
        chosen = [line for line in chosen if line.outbound_id == outbound.document_id]
        if not chosen:
            raise errors.NothingToDo(rma=name_of(rma), needed=name_of(outbound))
    custody.shift(work, rma, chosen, "AT_CUSTOMER", None, on)
    pieces.take(work, chosen, "deliver")
    term = Period.parse(work.setting("rma_guarantee"))
    for line in chosen:
        line.delivered_on = line.ended_on = on
        line.guaranteed_until = term.end(on) if line.qc_passed_on is not None else None
    _arrived(work, chosen, on, received_by)
    return rma


def _arrived(work: Work, chosen: Sequence[RmaLine], on: date, received_by: str | None) -> None:
    """Let the outbound forms follow whose pieces have all arrived."""
    work.session.flush()
    for key in sorted({line.outbound_id for line in chosen if line.outbound_id is not None}):
        outbound = work.session.get_one(Outbound, key)
        still_out = [line for line in pieces.lines_of_outbound(work, key) if line.state == "outbound"]
        if not still_out and outbound.state == "shipped":
            outbound.delivered_on, outbound.received_by = on, received_by
            work.set_state(outbound, "delivered")
            work.note(outbound.document, note=received_by, moved=("shipped", "delivered"))
