"""A refund is paid: by payments that settle open items where those are kept, by a plain operation elsewhere (LED-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.quotes import not_before, not_in_future
from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao_rma import errors, postings
from sanbao_rma.models import Slip
from sanbao_rma.rules.returning import refund
from sanbao_rma.schemas.leaving import PayRefund, TakePaymentBack

if TYPE_CHECKING:
    from sanbao.ledger.periods import Month
    from sanbao.work import Work

#: Whoever keeps open items pays by this operation; what a slip owes is one of its items.
PAYS_ITEMS = "payment.pay"
BOOKED = {"booked": "booked"}


@operation(
    "rma_slip.pay",
    title=N_("Refund was paid"),
    on=Slip,
    moves=BOOKED,
    schema=PayRefund,
    roles=("finance",),
)
def pay(work: Work, slip: Slip, *, on: date | None = None) -> Slip:
    """Record that the customer has its money back (LED-19); with open items a payment settles the slip's item."""
    if keeps_items(work):
        raise errors.PaidByOpenItems(slip=name_of(slip))
    if slip.paid_on is not None or not owed(slip):
        raise errors.NothingToRefund(slip=name_of(slip))
    slip.paid_on = not_before("on", not_in_future(work, "on", on), slip.booked_on)
    slip.payments_count += 1
    postings.refund_paid(work, slip, slip.paid_on)
    return slip


def keeps_items(work: Work) -> bool:
    """Tell whether payments settle open items in this company."""
    return PAYS_ITEMS in work.registry.operations


def owed(slip: Slip) -> Decimal:
    """Return what goes back to the customer under a slip; an exchange gives no money (RET-10)."""
    return refund(slip.price, slip.fee) if slip.solution == "refund" else Decimal(0)


@operation(
    "rma_slip.take_payment_back",
    title=N_("Refund was not paid"),
    on=Slip,
    moves=BOOKED,
    schema=TakePaymentBack,
    roles=("finance",),
)
def take_payment_back(work: Work, slip: Slip, *, reason: str, on: date | None = None) -> Slip:
    """Take a wrongly recorded payment back by its red mirror; the customer is owed again (LED-01)."""
    if slip.paid_on is None:
        raise errors.NotPaid(slip=name_of(slip))
    day = not_before("on", not_in_future(work, "on", on), slip.paid_on)
    paid = select(PostedEntry.id).where(
        PostedEntry.document_id == slip.document_id, PostedEntry.event == f"paid:{slip.payments_count}"
    )
    entry = work.session.scalars(paid).one()
    work.ledger.reverse(entry, day, reason, operation=work.operation_name, user_id=work.user.id)
    slip.paid_on = None
    work.note(slip.document, note=reason)
    return slip


def look(work: Work, months: Sequence[Month]) -> list[ClosingCheck]:
    """Return for each month which refunds customers still wait for; with open items those tell it themselves."""
    if keeps_items(work):
        return []
    slips = list(_booked(work))
    return [_waiting(month, slips) for month in months]


def _booked(work: Work) -> Sequence[tuple[str | None, Slip]]:
    query = (
        select(Document.number, Slip)
        .join_from(Slip, Document, Document.id == Slip.document_id)
        .where(Slip.company_id == work.company.id, Slip.solution == "refund", Slip.price > Slip.fee)
        .where(Slip.booked_on.is_not(None), Document.state.not_in(UNDONE))
        .order_by(Document.id)
    )
    return [(number, slip) for number, slip in work.session.execute(query).unique()]


def _waiting(month: Month, slips: Sequence[tuple[str | None, Slip]]) -> ClosingCheck:
    found = tuple(
        {"document": number, "on": slip.booked_on, "amount": owed(slip)}
        for number, slip in slips
        if slip.booked_on is not None
        and slip.booked_on <= month.last_day
        and (slip.paid_on is None or slip.paid_on > month.last_day)
    )
    title = Text(N_("Refunds that customers still wait for: {count}"), {"count": len(found)})
    return ClosingCheck(
        "rma.refunds_owed",
        month.code,
        title,
        not found,
        is_blocking=False,
        details=found,
        rule="LED-19",
    )
