"""What statements are called by outside: the number of the installer's invoice (发票号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.searching.facts import EXACT, Found
from sanbao_installation_outsourcing.models import Settlement

if TYPE_CHECKING:
    from sanbao.work import Work


def find_records(work: Work, text: str) -> list[Found]:
    """Return the statements on which an invoice of this number is recorded."""
    query = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(Settlement.company_id == work.company.id, Settlement.invoice_no == text)
        .order_by(Document.id)
    )
    said = Text(N_("installer's invoice no. {number}"), {"number": text})
    return [
        Found("document", number or "", number or "", said, EXACT) for number in work.session.scalars(query)
    ]
