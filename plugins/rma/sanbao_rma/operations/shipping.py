"""Pieces go back: the outbound form, the way, the customer's hand (RMA-06, RMA-07, RMA-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao import sets
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.database.pages import pages
from sanbao.documents.operations import link_all, new_documents
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import Party
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Outbound, Rma, RmaLine
from sanbao_rma.operations import custody, days, pieces, promised, promises, removed, waits
from sanbao_rma.operations.parcels import Parcels, Some, flat, result_of
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.rules.terms import Terms
from sanbao_rma.schemas.leaving import Deliver, IssueOutbound

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.issue",
    title=N_("Issue the outbound form"),
    on=Rma,
    many=True,
    moves={"counted": "counted", "in_work": "in_work"},
    schema=IssueOutbound,
    roles=CLERKS,
)
def issue(
    work: Work,
    rmas: Sequence[Rma],
    *,
    lines: Sequence[str],
    shipping_mode: str,
    party: Party | None = None,
    quantity: int | None = None,
    shipped_at: datetime | None = None,
    tracking: str | None = None,
) -> Any:
    """Send pieces back, of each parcel to one customer: repaired ones that passed the test, refused ones as they are (RMA-06, RMA-07)."""
    if shipped_at is not None and shipped_at > work.now:
        raise Invalid([Problem("shipped_at", N_("This has not come yet."))])
    found = Parcels.read(work, rmas)
    leaving = [(rma, _leaving(found, rma, keys, party, quantity)) for rma, keys in found.asked(lines)]
    moment = shipped_at or work.now
    shipped = {"shipped_at": moment, "shipping_mode": shipping_mode, "tracking": tracking}
    day = moment.astimezone(work.zone).date()
    days.in_order(work, "shipped_at", day, flat(leaving))
    made = _outbounds(work, leaving, party, shipped)
    pieces.take(work, flat(leaving), "issue")
    waits.end(work, flat(leaving))
    forms = [(line, form) for (_rma, chosen), form in zip(leaving, made, strict=True) for line in chosen]
    sets.write_each(work, [(line, {"outbound_id": form.document.id}) for line, form in forms])
    custody.shift_all(work, leaving, "CUSTOMER_GOODS", None, day)
    removed.go_along(work, leaving, "CUSTOMER_GOODS", day)
    promised.kept(work, [rma for rma, _chosen in leaving])
    return result_of(made)


def _outbounds(
    work: Work, leaving: Sequence[Some], party: Party | None, shipped: dict[str, Any]
) -> list[Outbound]:
    """Return a new outbound form for what leaves of each parcel, in the name of its owner."""
    customers = [
        party or work.session.get_one(Party, pieces.owner_id(rma, lines[0])) for rma, lines in leaving
    ]
    for (rma, lines), customer in zip(leaving, customers, strict=True):
        pieces.refuse_other_customer(rma, lines, customer)
    heads = new_documents(
        work, "rma_outbound", [{"title": one.name, "party_id": one.id} for one in customers]
    )
    made = [
        Outbound(
            document=head,
            company_id=work.company.id,
            rma_id=rma.document_id,
            party=customer,
            quantity=len(lines),
            **shipped,
        )
        for (rma, lines), customer, head in zip(leaving, customers, heads, strict=True)
    ]
    work.session.add_all(made)
    papers = zip(leaving, heads, strict=True)
    link_all(work, [(rma.document, head) for (rma, _lines), head in papers], "originates")
    return made


def _leaving(
    found: Parcels, rma: Rma, keys: Sequence[str], party: Party | None, quantity: int | None
) -> list[RmaLine]:
    """Return the pieces of a parcel that leave; never more than came in and are still here (RMA-07)."""
    every = found.lines[rma.document_id]
    here = [line for line in every if line.state in (*IN_HAND, "unclaimed") and line.state != "outbound"]
    wanted = quantity if quantity is not None else len(keys)
    if wanted > len(here):
        received = sum(line.received_on is not None for line in every)
        raise errors.MoreOutThanIn(rma=name_of(rma), wanted=wanted, left=len(here), received=received)
    chosen = found.of(rma).ready_lines(keys, "issue")
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
    many=True,
    moves={"counted": "counted", "in_work": "in_work"},
    schema=Deliver,
    roles=CLERKS,
)
def deliver(
    work: Work,
    rmas: Sequence[Rma],
    *,
    lines: Sequence[str],
    outbound: Outbound | None = None,
    delivered_on: date | None = None,
    received_by: str | None = None,
) -> Any:
    """Take down that the customer has its pieces again; the guarantee of each repair begins (RMA-01, RMA-13)."""
    on = not_in_future(work, "delivered_on", delivered_on)
    arriving = Parcels.read(work, rmas).ready(lines, "deliver")
    if outbound is not None:
        arriving = [(rma, _on_form(rma, found, outbound)) for rma, found in arriving]
    chosen = flat(arriving)
    on = not_before("delivered_on", on, _shipped_on(work, chosen))
    custody.shift_all(work, arriving, "AT_CUSTOMER", None, on)
    removed.go_along(work, arriving, "AT_CUSTOMER", on)
    pieces.take(work, chosen, "deliver")
    terms = promises.terms_of(work, chosen)
    sets.write_each(work, [(line, _in_hand(line, terms[line.id], on)) for line in chosen])
    _arrived(work, chosen, on, received_by)
    return result_of(rmas)


def _in_hand(line: RmaLine, terms: Terms, on: date) -> dict[str, date | None]:
    """Return what is written on a piece that its customer has again; only what was repaired is guaranteed (RMA-13)."""
    guarantee = terms.longest("guarantee") if line.qc_passed_on is not None else None
    until = guarantee.end(on) if guarantee is not None else None
    return {"delivered_on": on, "ended_on": on, "guaranteed_until": until}


def _shipped_on(work: Work, chosen: Sequence[RmaLine]) -> date | None:
    """Return the day on which the last of some pieces left: nobody has what is not on its way (RMA-01)."""
    moments: list[datetime] = []
    for keys in pages(sorted({line.outbound_id for line in chosen if line.outbound_id is not None})):
        last = select(func.max(Outbound.shipped_at)).where(Outbound.document_id.in_(keys))
        moments += [moment for moment in work.session.scalars(last) if moment is not None]
    return max(moments).astimezone(work.zone).date() if moments else None


def _on_form(rma: Rma, lines: Sequence[RmaLine], outbound: Outbound) -> list[RmaLine]:
    """Return the pieces that left on this outbound form."""
    found = [line for line in lines if line.outbound_id == outbound.document_id]
    if not found:
        raise errors.NothingToDo(rma=name_of(rma), needed=name_of(outbound))
    return found


def _arrived(work: Work, chosen: Sequence[RmaLine], on: date, received_by: str | None) -> None:
    """Let the outbound forms follow whose pieces have all arrived."""
    work.session.flush()
    whole: list[Outbound] = []
    for keys in pages(sorted({line.outbound_id for line in chosen if line.outbound_id is not None})):
        out = select(RmaLine.outbound_id).where(RmaLine.outbound_id.in_(keys), RmaLine.state == "outbound")
        still_out = set(work.session.scalars(out))
        forms = work.session.scalars(select(Outbound).where(Outbound.document_id.in_(keys)))
        whole += [one for one in forms if one.state == "shipped" and one.document_id not in still_out]
    work.set_states(whole, "delivered")
    for outbound in whole:
        outbound.delivered_on, outbound.received_by = on, received_by
        work.note(outbound.document, note=received_by, moved=("shipped", "delivered"))
