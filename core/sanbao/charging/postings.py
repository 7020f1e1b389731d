"""The entry of a charge: receivable, revenue, output tax (LED-03, LED-07, LED-24)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, credit, debit
from sanbao.ledger.models import PostedEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanbao.charging.lines import PricedLine
    from sanbao.charging.models import Charge
    from sanbao.work import Work

EVENT = "charge"


def charged(work: Work, charge: Charge, lines: Sequence[PricedLine]) -> None:
    """Dr AR{party} gross / Cr revenue net per role / Cr VAT_OUT tax per rate; what is free posts nothing (SPR-01)."""
    revenue: dict[str, Decimal] = {}
    taxes: dict[Decimal, Decimal] = {}
    for line in lines:
        revenue[line.role] = revenue.get(line.role, Decimal(0)) + line.net
        taxes[line.tax_percent] = taxes.get(line.tax_percent, Decimal(0)) + line.tax
    if not charge.gross:
        return
    posted = [debit("AR", charge.gross, party=charge.party_id, rule="LED-03")]
    posted += [credit(role, net, rule="LED-03") for role, net in revenue.items() if net]
    posted += [credit("VAT_OUT", tax, rule="LED-24") for _, tax in sorted(taxes.items()) if tax]
    summary = N_("{charge}, {party}")
    party = charge.document.party
    named = {"charge": charge.document.title, "party": party.name if party is not None else ""}
    work.ledger.post(
        Entry(
            date=charge.charged_on,
            summary=in_language(work.company.locale, summary, **named),
            lines=posted,
            document_id=charge.document_id,
            event=EVENT,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


def cancelled(work: Work, charge: Charge, on: date, reason: str) -> None:
    """Take the charge's entry back by its red mirror on a day of its own; a free one has none (LED-01)."""
    query = select(PostedEntry.id).where(
        PostedEntry.document_id == charge.document_id, PostedEntry.event == EVENT
    )
    entry = work.session.scalar(query)
    if entry is not None:
        work.ledger.reverse(entry, on, reason, operation=work.operation_name, user_id=work.user.id)
