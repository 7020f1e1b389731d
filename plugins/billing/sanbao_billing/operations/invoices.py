"""Invoices over charges (开票): issued, numbered, cancelled in their own month (作废)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.models import Charge, ChargeLine
from sanbao.documents.kinds import UNDONE, VOID
from sanbao.documents.models import Document, DocumentLink
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_billing import matching, postings
from sanbao_billing.errors import (
    CancelInstead,
    ChargesDiffer,
    HasRedLetter,
    MonthOver,
    NeedsTaxNumber,
    NotInvoiceable,
    NumberTaken,
)
from sanbao_billing.items import hold
from sanbao_billing.models import Invoice, InvoiceLine, PartyTerms
from sanbao_billing.operations.credited import cancel_credits, refuse_alone, with_credits
from sanbao_billing.operations.days import not_before, not_in_future
from sanbao_billing.operations.parties import due_day, forget_due, set_due
from sanbao_billing.rules.vat import Amounts, on_invoice
from sanbao_billing.schemas.common import Undo
from sanbao_billing.schemas.invoices import InvoiceInput, NumberInput

if TYPE_CHECKING:
    from sanbao.work import Work

INVOICERS = ("finance",)


@operation("invoice.issue", title=N_("Issue an invoice"), schema=InvoiceInput, roles=INVOICERS)
def issue(
    work: Work,
    *,
    charges: Sequence[Charge],
    kind: str,
    tax_invoice_no: str | None = None,
    on: date | None = None,
    due_on: date | None = None,
) -> Invoice:
    """Invoice charges of one party (开票); the receivable stands already, only the cents of tax that differ are posted.

    The tax is rounded once per rate over the whole invoice (LED-24).
    """
    day = not_in_future(work, "on", on)
    wanted = list({charge.document_id: charge for charge in charges}.values())
    listed = work.all_locked(with_credits(work, wanted))
    refuse_charges(work, listed)
    hold(work, [listed[0].party_id])
    lines = _charge_lines(work, listed)
    before = [Amounts(line.tax_percent, line.net, line.tax, line.role) for line in lines]
    stated = on_invoice(before, listed[0].tax_inclusive, work.erp.currency)
    invoice = _paper(work, listed, kind, day, due_on or due_day(work, listed[0].party_id, day))
    if tax_invoice_no is not None:
        number(work, invoice, tax_invoice_no=tax_invoice_no)
    invoice.net, invoice.tax = (
        sum((getattr(one, name) for one in stated), Decimal(0)) for name in ("net", "tax")
    )
    invoice.gross = invoice.net + invoice.tax
    work.session.add(invoice)
    work.session.flush()
    _write_lines(work, invoice, lines, stated)
    for charge in listed:
        link_documents(work, invoice.document, charge.document, "bills")
        set_due(work, charge.document_id, invoice.due_on)
    set_due(work, invoice.document_id, invoice.due_on)
    postings.rounded(work, invoice, before, stated)
    matching.follow(work, [invoice.document_id])
    return invoice


def refuse_charges(work: Work, charges: Sequence[Charge]) -> None:
    """Refuse charges that do not belong on one invoice, or that stand on one already."""
    if len({(charge.party_id, charge.tax_inclusive) for charge in charges}) > 1:
        raise ChargesDiffer()
    refuse_alone(charges)
    for charge in charges:
        billing = _billing(work, charge)
        if charge.state != "issued" or billing is not None:
            state = work.state_label(charge, charge.state)
            raise NotInvoiceable(charge=charge.document.number, state=state, invoice=billing or "–")


def _billing(work: Work, charge: Charge) -> str | None:
    """Return the number of the invoice that bills a charge, if one does."""
    query = (
        select(Document.number)
        .join(DocumentLink, DocumentLink.source_id == Document.id)
        .where(
            DocumentLink.target_id == charge.document_id,
            DocumentLink.kind == "bills",
            Document.kind == "invoice",
            Document.state.not_in(UNDONE),
        )
    )
    return work.session.scalar(query)


def _charge_lines(work: Work, charges: Sequence[Charge]) -> list[ChargeLine]:
    order = {charge.document_id: position for position, charge in enumerate(charges)}
    lines = work.session.scalars(select(ChargeLine).where(ChargeLine.document_id.in_(order)))
    return sorted(lines, key=lambda line: (order[line.document_id], line.position))


def _paper(work: Work, charges: Sequence[Charge], kind: str, day: date, due: date) -> Invoice:
    party = charges[0].document.party
    assert party is not None  # noqa: S101 - a charge always names who pays
    terms = work.session.get(PartyTerms, party.id)
    tax_number = terms.tax_number if terms is not None else None
    if kind == "special" and not tax_number:
        raise NeedsTaxNumber(party=party.name)
    bank = f"{terms.bank_name or ''} {terms.bank_account or ''}".strip() if terms is not None else ""
    title = in_language(work.company.locale, N_("Invoice to {party}"), party=party.name)
    head = new_document(work, "invoice", title=title, party_id=party.id, dated_on=day)
    return Invoice(
        document=head,
        company_id=work.company.id,
        party=party,
        invoice_kind=kind,
        issued_on=day,
        due_on=due,
        tax_inclusive=charges[0].tax_inclusive,
        buyer_title=(terms.invoice_title if terms is not None else None) or party.name,
        buyer_tax_number=tax_number,
        buyer_bank=bank or None,
    )


def _write_lines(
    work: Work, invoice: Invoice, lines: Sequence[ChargeLine], stated: Sequence[Amounts]
) -> None:
    for position, (line, amounts) in enumerate(zip(lines, stated, strict=True), 1):
        work.session.add(
            InvoiceLine(
                company_id=work.company.id,
                document_id=invoice.document_id,
                position=position,
                charge_id=line.document_id,
                text=line.text,
                measure=line.measure,
                quantity=line.quantity,
                price=line.price,
                tax_percent=line.tax_percent,
                net=amounts.net,
                tax=amounts.tax,
                gross=amounts.gross,
                role=line.role,
            )
        )
    work.session.flush()


@operation(
    "invoice.number",
    title=N_("Enter the invoice number"),
    on=Invoice,
    schema=NumberInput,
    roles=INVOICERS,
)
def number(work: Work, invoice: Invoice, *, tax_invoice_no: str) -> Invoice:
    """Type in the number that the tax system gave (发票号码); it is given once per kind."""
    query = (
        select(Document.number)
        .join(Invoice, Invoice.document_id == Document.id)
        .where(
            Invoice.company_id == work.company.id,
            Invoice.invoice_kind == invoice.invoice_kind,
            Invoice.tax_invoice_no == tax_invoice_no,
            Invoice.document_id != (invoice.document_id or 0),
        )
    )
    taken = work.session.scalar(query)
    if taken is not None:
        raise NumberTaken(number=tax_invoice_no, invoice=taken)
    invoice.tax_invoice_no = tax_invoice_no
    return invoice


@operation(
    "invoice.cancel",
    title=N_("Cancel the invoice"),
    on=Invoice,
    moves={"issued": "cancelled", "settled": "cancelled"},
    schema=Undo,
    roles=INVOICERS,
)
def cancel(work: Work, invoice: Invoice, *, reason: str, on: date | None = None) -> Invoice:
    """Cancel an invoice in the month of its issue (作废); later it takes a red letter. Its charges can be invoiced anew."""
    day = not_before(work, invoice.document, on, invoice.issued_on)
    if (day.year, day.month) != (invoice.issued_on.year, invoice.issued_on.month):
        raise MonthOver(invoice=invoice.document.number, month=f"{invoice.issued_on:%Y-%m}")
    refuse_red_letters(work, invoice)
    hold(work, [invoice.party_id])
    matching.undo(work, matching.touching(invoice.document_id), reason, day, but=[invoice.document_id])
    for event in (postings.ROUNDED, postings.RED):
        postings.take_back(work, invoice.document, event, day, reason)
    if invoice.original_id is None:
        free_charges(work, invoice)
    else:
        _stand_again(work, invoice.original_id)
        cancel_credits(work, invoice, reason, day)
    work.note(invoice.document, note=reason)
    return invoice


def refuse_red_letters(work: Work, invoice: Invoice) -> None:
    """Refuse to touch an invoice on which a red letter rests."""
    found = red_letters(work, invoice)
    if found:
        raise HasRedLetter(invoice=invoice.document.number, red=found[0].document.number)


def red_letters(work: Work, invoice: Invoice) -> list[Invoice]:
    """Return the red letters to an invoice that were not taken back."""
    query = (
        select(Invoice)
        .join(Document, Document.id == Invoice.document_id)
        .where(Invoice.original_id == invoice.document_id, Document.state.not_in(UNDONE))
        .order_by(Invoice.document_id)
    )
    return list(work.session.scalars(query))


def charges_of(work: Work, invoice: Invoice) -> list[int]:
    """Return the charges that an invoice is over."""
    query = select(InvoiceLine.charge_id).where(InvoiceLine.document_id == invoice.document_id).distinct()
    return sorted(work.session.scalars(query))


def free_charges(work: Work, invoice: Invoice) -> None:
    """Let an invoice's charges be invoiced anew, or cancelled: they are no longer billed by it."""
    query = select(DocumentLink).where(
        DocumentLink.source_id == invoice.document_id, DocumentLink.kind == "bills"
    )
    for link in list(work.session.scalars(query)):
        work.session.delete(link)
    for charge in charges_of(work, invoice):
        forget_due(work, charge)
    forget_due(work, invoice.document_id)
    work.session.flush()


def _stand_again(work: Work, original_id: int) -> None:
    """Let an invoice stand again whose red letter was cancelled."""
    original = work.session.get_one(Document, original_id)
    if original.state == "reversed":
        work.set_state(original, "issued")
        original.closed_at = None
    matching.follow(work, [original_id])


def refuse_void(work: Work, documents: Sequence[Document], to_state: str) -> None:
    """Refuse to void invoices past the rules of month and tax."""
    invoice = next((one for one in documents if one.kind == "invoice"), None)
    if to_state == VOID and invoice is not None:
        raise CancelInstead(invoice=invoice.number)
