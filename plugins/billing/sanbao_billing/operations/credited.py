"""What invoices have to do with credits on their charges: they stand on them, and go with their red letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.models import Charge
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao_billing import matching
from sanbao_billing.errors import CreditAlone
from sanbao_billing.models import Invoice

if TYPE_CHECKING:
    from sanbao.work import Work


def with_credits(work: Work, charges: Sequence[Charge]) -> list[Charge]:
    """Return the charges to be invoiced together with the credits that stand on them and on no invoice yet."""
    query = (
        select(Charge)
        .join(Document, Document.id == Charge.document_id)
        .where(Charge.credits_id.in_([charge.document_id for charge in charges]))
        .where(Document.state.not_in(UNDONE))
        .order_by(Charge.document_id)
    )
    given = {charge.document_id for charge in charges}
    return [*charges, *(one for one in work.session.scalars(query) if one.document_id not in given)]


def cancel_credits(work: Work, letter: Invoice, reason: str, day: date) -> None:
    """Take back the credits whose red letter is cancelled: without it the invoice stands for all that was charged."""
    query = (
        select(DocumentLink, Charge)
        .join(Charge, Charge.document_id == DocumentLink.target_id)
        .where(DocumentLink.source_id == letter.document_id, DocumentLink.kind == "bills")
    )
    for link, credit in list(work.session.execute(query)):
        matching.undo(work, matching.touching(credit.document_id), reason, day)
        work.session.delete(link)
        work.session.flush()
        work.do("charge.cancel", {"reason": reason, "on": day}, subject=credit)


def refuse_alone(charges: Sequence[Charge]) -> None:
    """Refuse a credit without the charge of which it gives a part back."""
    given = {charge.document_id for charge in charges}
    for one in charges:
        if one.credits is not None and one.credits_id not in given:
            raise CreditAlone(credit=one.document.number, charge=one.credits.number)
