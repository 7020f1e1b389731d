"""The entries of payments, offsets, invoices and bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.i18n import N_, in_language
from sanbao.ledger import Code, Entry, Line, credit, debit
from sanbao.ledger.models import PostedEntry
from sanbao_billing.rules.items import Item, LineKey

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_billing.models import Invoice, Offset, Payment
    from sanbao_billing.rules.vat import Amounts

PAID, OFFSET, ROUNDED, RED, BILLED = "paid", "offset", "rounded", "red", "billed"


def paid(work: Work, payment: Payment) -> Item:
    """In: Dr BANK / Cr the party's account; out: Dr the party's account / Cr BANK; a small rest to FINANCE_EXP."""
    bank = Code(payment.account) if payment.account else "BANK"
    whole = payment.amount + payment.written_off
    rest = (
        debit("FINANCE_EXP", payment.written_off)
        if payment.direction == "in"
        else debit("FINANCE_EXP", -payment.written_off)
    )
    lines = [rest] if payment.written_off else []
    if payment.direction == "in":
        own = credit(payment.against, whole, party=payment.party_id, rule="LED-25")
        lines = [debit(bank, payment.amount), *lines, own]
    else:
        own = debit(payment.against, whole, party=payment.party_id, rule="LED-25")
        lines = [own, *lines, credit(bank, payment.amount)]
    said = N_("Received from {party}") if payment.direction == "in" else N_("Paid to {party}")
    _post(work, payment.document, payment.paid_on, PAID, said, payment.party.name, lines)
    return _item(payment.document, PAID, lines, own, payment.paid_on)


def offset(work: Work, paper: Offset, parties: str) -> tuple[Item, Item]:
    """Dr what we owe / Cr what is owed to us (LED-14, LED-15), or a deposit against its receivable."""
    rule = "LED-14" if paper.credit_role == "CLAIM_SUPPLIER" else "LED-15"
    lines = [
        debit(paper.debit_role, paper.amount, party=paper.debit_party_id, rule=rule),
        credit(paper.credit_role, paper.amount, party=paper.credit_party_id, rule=rule),
    ]
    _post(work, paper.document, paper.offset_on, OFFSET, N_("Set off with {party}"), parties, lines)
    first, second = (_item(paper.document, OFFSET, lines, line, paper.offset_on) for line in lines)
    return first, second


def rounded(work: Work, invoice: Invoice, before: Sequence[Amounts], stated: Sequence[Amounts]) -> None:
    """Dr AR / Cr revenue, VAT_OUT: the cents by which the invoice's tax differs from its charges' (LED-24)."""
    lines = _revenue(
        invoice.party_id,
        [(now.role, now.net - old.net, now.tax - old.tax) for old, now in zip(before, stated, strict=True)],
    )
    if lines:
        said = N_("Rounding of tax on the invoice to {party}")
        _post(work, invoice.document, invoice.issued_on, ROUNDED, said, invoice.party.name, lines)


def red(work: Work, letter: Invoice, lines: Sequence[Amounts]) -> Item:
    """Dr AR / Cr revenue, VAT_OUT in red: what a red letter takes back of an invoice (LED-24)."""
    posted = _revenue(letter.party_id, [(line.role, line.net, line.tax) for line in lines])
    _post(
        work, letter.document, letter.issued_on, RED, N_("Red letter to {party}"), letter.party.name, posted
    )
    return _item(letter.document, RED, posted, posted[0], letter.issued_on)


def _revenue(party_id: int, changes: Sequence[tuple[str, Decimal, Decimal]]) -> list[Line]:
    """Return a receivable with its revenue, per role, and its tax; nothing where nothing changes."""
    by_role: dict[str, Decimal] = {}
    for role, net, _tax in changes:
        by_role[role] = by_role.get(role, Decimal(0)) + net
    tax = sum((change[2] for change in changes), Decimal(0))
    gross = sum(by_role.values(), Decimal(0)) + tax
    lines = [debit("AR", gross, party=party_id, rule="LED-24")] if gross else []
    lines += [credit(role, net, rule="LED-24") for role, net in by_role.items() if net]
    return [*lines, credit("VAT_OUT", tax, rule="LED-24")] if tax else lines


def billed(
    work: Work, document: Document, on: date, party: str, costs: Sequence[Line], owed: Line
) -> list[Item]:
    """Dr GRIR, cost, VAT_IN / Cr AP (LED-09); return the item of every line, for those that clear an accrual."""
    lines = [*costs, owed]
    _post(work, document, on, BILLED, N_("Bill of {party}"), party, lines)
    return [_item(document, BILLED, lines, line, on) for line in lines]


def _item(document: Document, event: str, lines: Sequence[Line], line: Line, on: date) -> Item:
    """Return the open item that a line will be once it is sealed."""
    amount = line.debit - line.credit
    position = next(index for index, one in enumerate(lines, 1) if one is line)
    role = line.account if isinstance(line.account, str) else ""
    return Item(
        LineKey(document.id, event, position), role, line.party, on, amount, amount, document=document.number
    )


def _post(
    work: Work, document: Document, on: date, event: str, said: str, party: str, lines: Sequence[Line]
) -> None:
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, said, party=party),
            lines=list(lines),
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


def take_back(work: Work, document: Document, event: str, on: date, reason: str) -> None:
    """Reverse what a paper posted under an event by its red mirror (LED-01); nothing if it posted nothing."""
    query = select(PostedEntry.id).where(PostedEntry.document_id == document.id, PostedEntry.event == event)
    entry = work.session.scalar(query)
    if entry is not None:
        work.ledger.reverse(entry, on, reason, operation=work.operation_name, user_id=work.user.id)
