"""Money in and out: recorded, matched now or later, taken apart, cancelled (收款、付款、核销)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.ledger.models import Account
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_billing import matching, postings
from sanbao_billing.errors import DifferenceTooLarge, NothingMatched, NothingToMatch
from sanbao_billing.items import Wanted, hold, open_items, open_on
from sanbao_billing.models import Match, Payment
from sanbao_billing.operations.days import not_before, not_in_future
from sanbao_billing.roles import DEBIT_ROLES, accounts_of
from sanbao_billing.rules.items import Item
from sanbao_billing.rules.proposals import REASONS, propose
from sanbao_billing.schemas.common import Undo
from sanbao_billing.schemas.payments import MatchInput, PaymentInput, ProposalQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

CASHIERS = ("finance",)
#: What a payment is for when nobody says so.
AGAINST = {"in": "AR", "out": "AP"}


@operation("payment.receive", title=N_("Record a receipt"), schema=PaymentInput, roles=CASHIERS)
def receive(work: Work, **given: Any) -> Payment:
    """Record money that came in, and match it with what it pays (收款单): named items, the proposal, or later."""
    return _record(work, "in", **given)


@operation("payment.pay", title=N_("Record a payment"), schema=PaymentInput, roles=CASHIERS)
def pay(work: Work, **given: Any) -> Payment:
    """Record money that we paid, and match it with what it pays (付款单)."""
    return _record(work, "out", **given)


def _record(
    work: Work,
    direction: str,
    *,
    party: Party,
    amount: Decimal,
    items: Sequence[dict[str, Any]],
    automatic: bool,
    write_off: bool,
    on: date | None = None,
    against: str | None = None,
    account: str | None = None,
    reference: str | None = None,
    bank_text: str | None = None,
) -> Payment:
    paid_on = not_in_future(work, "on", on)
    role = against or AGAINST[direction]
    refuse_wrong_bank(work, account)
    hold(work, [party.id])
    others = _other_side(work, role, party.id, direction)
    named = matching.chosen(others, items, None if write_off else amount)
    difference = sum((part for _one, part in named), Decimal(0)) - amount if write_off else Decimal(0)
    refuse_large_difference(work, difference)
    payment = _paper(work, direction, party, paid_on, role)
    payment.amount, payment.written_off, payment.account = amount, difference, account
    payment.reference, payment.bank_text = reference, bank_text
    work.session.add(payment)
    work.session.flush()
    own = postings.paid(work, payment)
    if automatic:
        named = _proposed(own, others, _text(payment))
    settle_with(work, payment, own, named, paid_on)
    return payment


def _paper(work: Work, direction: str, party: Party, on: date, role: str) -> Payment:
    said = N_("Received from {party}") if direction == "in" else N_("Paid to {party}")
    title = in_language(work.company.locale, said, party=party.name)
    head = new_document(work, "payment", title=title, party_id=party.id, dated_on=on)
    return Payment(
        document=head, company_id=work.company.id, direction=direction, party=party, paid_on=on, against=role
    )


def refuse_wrong_bank(work: Work, code: str | None) -> None:
    """Refuse an account that holds no money of ours: it must be an asset, and none of open items."""
    if code is None:
        return
    query = select(Account).where(Account.company_id == work.company.id, Account.code == code)
    account = work.session.scalars(query).one_or_none()
    if account is None or account.kind != "asset" or account.id in accounts_of(work.ledger.chart):
        raise Invalid([Problem("account", N_("{code} is no bank or cash account."), {"code": code})])


def refuse_large_difference(work: Work, difference: Decimal) -> None:
    """Refuse to write off more than the company's limit."""
    limit = work.setting("billing_small_difference")
    if abs(difference) > limit:
        raise DifferenceTooLarge(difference=difference, limit=limit)


def _other_side(work: Work, role: str, party_id: int, direction: str) -> list[Item]:
    """Return what money of this direction can settle: debit items by what comes in, credit items by what goes out."""
    return [item for item in open_on(work, role, party_id) if item.is_debit is (direction == "in")]


def _text(payment: Payment) -> str:
    return f"{payment.reference or ''} {payment.bank_text or ''}"


def _proposed(own: Item, others: Sequence[Item], text: str) -> list[tuple[Item, Decimal]]:
    return [(one.item, one.amount) for one in propose(abs(own.open), others, text)]


def settle_with(
    work: Work, payment: Payment, own: Item, named: Sequence[tuple[Item, Decimal]], on: date
) -> None:
    """Match a payment's own line with items of the other side."""
    pairs = [(item, own, amount) if item.is_debit else (own, item, amount) for item, amount in named]
    if pairs:
        matching.settle(work, payment.document, pairs, on)


def own_item(work: Work, payment: Payment) -> Item:
    """Return what of a payment is not matched yet."""
    found = open_items(work, Wanted((payment.against,), documents=(payment.document_id,)))
    if not found:
        raise NothingToMatch()
    return found[0]


@operation(
    "payment.match",
    title=N_("Match the payment"),
    on=Payment,
    moves={"open": ("open", "matched")},
    schema=MatchInput,
    roles=CASHIERS,
)
def match(
    work: Work, payment: Payment, *, items: Sequence[dict[str, Any]], automatic: bool, on: date | None = None
) -> Payment:
    """Say what a payment was for, some time after it came: named items, or the proposal (核销)."""
    day = not_before(work, payment.document, on, payment.paid_on)
    hold(work, [payment.party_id])
    own = own_item(work, payment)
    others = _other_side(work, payment.against, payment.party_id, payment.direction)
    named = matching.chosen(others, items, abs(own.open)) if items else _proposed(own, others, _text(payment))
    if not named:
        raise NothingToMatch()
    settle_with(work, payment, own, named, day)
    return payment


@operation(
    "payment.unmatch",
    title=N_("Undo the matching"),
    on=Payment,
    moves={"open": ("open",), "matched": ("open",)},
    schema=Undo,
    roles=CASHIERS,
)
def unmatch(work: Work, payment: Payment, *, reason: str, on: date | None = None) -> Payment:
    """Take a payment's own matches apart; the money and the items stand open again (反核销)."""
    day = not_before(work, payment.document, on, payment.paid_on)
    hold(work, [payment.party_id])
    if not matching.undo(work, Match.document_id == payment.document_id, reason, day):
        raise NothingMatched(document=payment.document.number)
    work.note(payment.document, note=reason)
    return payment


@operation(
    "payment.cancel",
    title=N_("Cancel the payment"),
    on=Payment,
    moves={"open": "cancelled", "matched": "cancelled"},
    schema=Undo,
    roles=CASHIERS,
)
def cancel(work: Work, payment: Payment, *, reason: str, on: date | None = None) -> Payment:
    """Take a wrongly recorded payment back: its matches are undone, its entry is reversed in red (LED-01)."""
    day = not_before(work, payment.document, on, payment.paid_on)
    hold(work, [payment.party_id])
    matching.undo(work, matching.touching(payment.document_id), reason, day, but=[payment.document_id])
    postings.take_back(work, payment.document, postings.PAID, day, reason)
    payment.cancelled_on = day
    work.note(payment.document, note=reason)
    return payment


@question("match.proposal", schema=ProposalQuestion, roles=(*CASHIERS, "auditor"))
def proposal(
    work: Work,
    *,
    role: str,
    text: str,
    payment: Payment | None = None,
    party: Party | None = None,
    amount: Decimal | None = None,
) -> list[dict[str, Any]]:
    """Show how a payment would be matched, and why; nothing is done."""
    if payment is not None:
        own = own_item(work, payment)
        others = _other_side(work, payment.against, payment.party_id, payment.direction)
        found = propose(abs(own.open), others, _text(payment))
    else:
        side = open_on(work, role, party.id if party is not None else None)
        debits = [item for item in side if item.is_debit is (role in DEBIT_ROLES)]
        found = propose(amount or Decimal(0), debits, text)
    return [
        {
            "item": one.item.code,
            "document": one.item.document,
            "on": one.item.on,
            "due_on": one.item.due_on,
            "open": abs(one.item.open),
            "amount": one.amount,
            "reason": one.reason,
            "why": _(REASONS[one.reason]),
        }
        for one in found
    ]
