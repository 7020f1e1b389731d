"""What a party's invoices need, and when what it owes is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_billing.models import DueDay, PartyTerms
from sanbao_billing.rules.terms import due_on
from sanbao_billing.schemas.parties import DueInput

if TYPE_CHECKING:
    from sanbao.work import Work


def save_fields(work: Work, party: Party, **fields: Any) -> None:
    """Keep what ``party.create`` and ``party.change`` were given for this plugin."""
    if not fields:
        return
    terms = work.session.get(PartyTerms, party.id)
    if terms is None:
        terms = PartyTerms(party_id=party.id, company_id=work.company.id)
        work.session.add(terms)
    for name, value in fields.items():
        setattr(terms, name, value)
    work.session.flush()


def due_day(work: Work, party_id: int, day: date) -> date:
    """Return when something of that day is due from or to a party, by its terms or the company's (付款条件)."""
    terms = work.session.get(PartyTerms, party_id)
    own = terms.payment_terms if terms is not None else None
    return due_on(day, own or work.setting("billing_terms"))


def set_due(work: Work, document_id: int, day: date) -> None:
    """Write down when what a paper posted is due."""
    row = work.session.get(DueDay, document_id)
    if row is None:
        row = DueDay(document_id=document_id, company_id=work.company.id, due_on=day)
        work.session.add(row)
    row.due_on = day
    work.session.flush()


def forget_due(work: Work, document_id: int) -> None:
    """Let the party's terms count again."""
    row = work.session.get(DueDay, document_id)
    if row is not None:
        work.session.delete(row)


@operation(
    "due.change",
    title=N_("Change the due day"),
    on="document",
    schema=DueInput,
    roles=("finance", "sales_manager"),
)
def change_due(work: Work, document: Document, *, due_on: date, reason: str) -> Document:
    """Agree on another day by which a paper is paid; ageing and reminders follow it."""
    set_due(work, document.id, due_on)
    work.note(document, note=f"{due_on.isoformat()} {reason}")
    return document
