"""What people call what a paper posted: a charge by its invoice, a bill by the supplier's number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_billing.models import Bill, Invoice, InvoiceLine

if TYPE_CHECKING:
    from sanbao.work import Work


def by_document(work: Work, party_id: int | None = None) -> dict[int, tuple[str, ...]]:
    """Return the other names of papers: of one party's, or of all in two queries."""
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    invoices = (
        select(InvoiceLine.charge_id, Document.number, Invoice.tax_invoice_no)
        .join_from(InvoiceLine, Invoice, Invoice.document_id == InvoiceLine.document_id)
        .join(Document, Document.id == Invoice.document_id)
        .where(
            Invoice.company_id == work.company.id,
            Invoice.original_id.is_(None),
            Document.state.not_in(UNDONE),
        )
        .distinct()
    )
    own = select(Invoice.document_id, Invoice.tax_invoice_no).where(Invoice.company_id == work.company.id)
    bills = select(Bill.document_id, Bill.vendor_no).where(Bill.company_id == work.company.id)
    if party_id is not None:
        invoices = invoices.where(Invoice.party_id == party_id)
        own, bills = own.where(Invoice.party_id == party_id), bills.where(Bill.party_id == party_id)
    for query in (invoices, own, bills):
        for document_id, *called in work.session.execute(query):
            found[document_id].update(dict.fromkeys(name for name in called if name))
    return {document_id: tuple(called) for document_id, called in found.items()}
