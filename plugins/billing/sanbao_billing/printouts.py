"""The printed papers: our own paper of an invoice, the statement of account, the receipt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.money import currency
from sanbao.printing.forms import ZH, Form
from sanbao_billing.kinds import INVOICE, PAYMENT
from sanbao_billing.matching import settled_by
from sanbao_billing.operations.red_letters import lines_of
from sanbao_billing.roles import OPEN_ROLES
from sanbao_billing.schemas.common import INVOICE_KINDS
from sanbao_billing.schemas.invoices import RED_CAUSES

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_billing.models import Invoice, Payment, Statement

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Goods or services"),
    N_("Measure"),
    N_("Quantity"),
    N_("Price"),
    N_("Without tax"),
    N_("Tax rate"),
    N_("Tax"),
    N_("With tax"),
    N_("Total"),
    N_("Paper"),
    N_("Voucher"),
    N_("Day"),
    N_("Summary"),
    N_("Debit"),
    N_("Credit"),
    N_("Balance"),
    N_("Due on"),
    N_("Open"),
    N_("Issued by"),
    N_("Checked by"),
    N_("Customer"),
    N_("Cashier"),
    N_("Payer"),
    N_("Confirmation slip"),
)


def _money(work: Work, amount: Decimal) -> str:
    return f"{currency(work.company.currency).round(amount):,f}"


def invoice_context(work: Work, invoice: Invoice) -> dict[str, Any]:
    """Gather what our paper of an invoice shows; the legal invoice is the tax system's."""
    original = work.session.get(Document, invoice.original_id) if invoice.original_id is not None else None
    red = [
        (N_("Red letter to"), original.number if original is not None else None),
        (N_("Red form No."), invoice.red_form_no),
        (N_("Cause"), Text(RED_CAUSES[invoice.red_cause]) if invoice.red_cause is not None else None),
    ]
    return {
        "document": {"number": invoice.document.number},
        "title": Text(N_("Invoice") if original is None else N_("Red letter invoice")),
        "facts": [
            (N_("Buyer"), invoice.buyer_title),
            (N_("Tax No. of the buyer"), invoice.buyer_tax_number),
            (N_("Bank of the buyer"), invoice.buyer_bank),
            (N_("Kind"), Text(INVOICE_KINDS[invoice.invoice_kind])),
            (N_("Tax invoice No."), invoice.tax_invoice_no),
            (N_("Issued on"), invoice.issued_on),
            (N_("Due on"), invoice.due_on),
            (N_("State"), Text(INVOICE.flow.state(invoice.state).label)),
            (N_("Our tax No."), work.setting("billing_tax_number") or None),
            (N_("Our bank"), work.setting("billing_bank") or None),
            *(row for row in red if original is not None),
        ],
        "lines": [
            {
                "text": line.text,
                "measure": line.measure or "",
                "quantity": f"{line.quantity.normalize():f}",
                "price": f"{line.price:,f}",
                "net": _money(work, line.net),
                "rate": f"{line.tax_percent.normalize():f} %",
                "tax": _money(work, line.tax),
                "gross": _money(work, line.gross),
            }
            for line in lines_of(work, invoice)
        ],
        "sums": {name: _money(work, getattr(invoice, name)) for name in ("net", "tax", "gross")},
        "is_red": invoice.original_id is not None,
        "total": invoice.gross,
        "prices_with_tax": invoice.tax_inclusive,
        "currency": work.company.currency,
    }


def receipt_context(work: Work, payment: Payment) -> dict[str, Any]:
    """Gather what a receipt or a payment slip shows."""
    came_in = payment.direction == "in"
    return {
        "document": {"number": payment.document.number},
        "title": Text(N_("Receipt") if came_in else N_("Payment slip")),
        "facts": [
            (N_("Payer") if came_in else N_("Payee"), payment.party.name),
            (N_("Day"), payment.paid_on),
            (N_("For"), Text(OPEN_ROLES[payment.against])),
            (N_("Bank reference"), payment.reference),
            (N_("Text of the bank"), payment.bank_text),
            (N_("State"), Text(PAYMENT.flow.state(payment.state).label)),
        ],
        "settled": [
            {**row, "amount": _money(work, row["amount"])} for row in settled_by(work, payment.document_id)
        ],
        "amount": payment.amount,
        "shown": _money(work, payment.amount),
        "currency": work.company.currency,
    }


def statement_context(work: Work, statement: Statement) -> dict[str, Any]:
    """Gather what a statement of account shows: as it was drawn up, not as the books stand now."""
    return {
        "document": {"number": statement.document.number},
        "facts": [
            (N_("To"), statement.party.name),
            (N_("Account"), Text(OPEN_ROLES[statement.role])),
            (N_("From day"), statement.start_on),
            (N_("To day"), statement.end_on),
        ],
        "opening": _money(work, statement.opening),
        "lines": [
            {**line, **{name: _figure(work, line[name]) for name in ("debit", "credit", "balance")}}
            for line in statement.lines
        ],
        "sums": {name: _money(work, getattr(statement, name)) for name in ("debit", "credit", "closing")},
        "items": [
            {
                **item,
                "on": date.fromisoformat(item["on"]),
                "due_on": date.fromisoformat(item["due_on"]),
                "open": _money(work, Decimal(item["open"])),
            }
            for item in statement.items
        ],
        "closing": statement.closing,
        "start_on": statement.start_on,
        "end_on": statement.end_on,
        "party": statement.party.name,
        "currency": work.company.currency,
    }


def _figure(work: Work, text: str) -> str:
    amount = Decimal(text)
    return _money(work, amount) if amount else ""


INVOICE_FORM = Form(
    name="invoice",
    title=N_("Invoice"),
    template="billing/invoice.html",
    package="sanbao_billing",
    kind="invoice",
    languages=ZH,
    context=invoice_context,
)
STATEMENT_FORM = Form(
    name="statement",
    title=N_("Statement of account"),
    template="billing/statement.html",
    package="sanbao_billing",
    kind="statement",
    languages=ZH,
    context=statement_context,
)
RECEIPT_FORM = Form(
    name="receipt",
    title=N_("Receipt"),
    template="billing/receipt.html",
    package="sanbao_billing",
    kind="payment",
    languages=ZH,
    context=receipt_context,
)
