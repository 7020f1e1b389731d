"""What the plugin's papers are called by outside: the number of an invoice (发票号), and that of a supplier's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.searching.facts import EXACT, Found
from sanbao_billing.models import Bill, Invoice
from sanbao_billing.schemas.common import INVOICE_KINDS

if TYPE_CHECKING:
    from sanbao.work import Work


def find_records(work: Work, text: str) -> list[Found]:
    """Return our invoices and suppliers' bills of a number as it stands on the paper."""
    return [*_invoices(work, text), *_bills(work, text)]


def _invoices(work: Work, text: str) -> Iterator[Found]:
    # Both kinds are named so that the unique index answers.
    query = (
        select(Document.number)
        .join_from(Invoice, Document, Document.id == Invoice.document_id)
        .where(
            Invoice.company_id == work.company.id,
            Invoice.invoice_kind.in_(INVOICE_KINDS),
            Invoice.tax_invoice_no == text,
        )
    )
    for number in work.session.scalars(query):
        yield Found(
            "document", number or "", number or "", Text(N_("invoice no. {number}"), {"number": text}), EXACT
        )


def _bills(work: Work, text: str) -> Iterator[Found]:
    query = (
        select(Document.number)
        .join_from(Bill, Document, Document.id == Bill.document_id)
        .where(Bill.company_id == work.company.id, Bill.vendor_no == text)
    )
    for number in work.session.scalars(query):
        yield Found(
            "document",
            number or "",
            number or "",
            Text(N_("supplier's no. {number}"), {"number": text}),
            EXACT,
        )
