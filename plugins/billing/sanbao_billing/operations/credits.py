"""A charge was credited in part: the invoice that bills it gets its red letter in the same step (红字发票, LED-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.models import Charge, ChargeLine
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao.documents.operations import link_documents
from sanbao_billing import matching, postings
from sanbao_billing.errors import RedTooMuch
from sanbao_billing.items import Wanted, hold, open_items
from sanbao_billing.models import Invoice, InvoiceLine
from sanbao_billing.operations import invoices, red_letters
from sanbao_billing.rules.items import Item, oldest_first
from sanbao_billing.rules.vat import Amounts, part_of

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)


def follow_credit(work: Work, charge: Charge, credit: Charge, red_form_no: str | None) -> None:
    """Write the red letter over a credit, where an invoice bills its charge, and let it settle what is still open.

    The credit has posted revenue, tax and receivable; the letter posts only the cents of tax that the invoice states
    otherwise.
    """
    hold(work, [charge.party_id])
    invoice = _invoice_of(work, charge)
    if invoice is None:
        _settle(work, credit.document, credit, [charge.document_id], credit.charged_on)
        return
    cause = _cause(work, credit)
    red_letters.refuse_wrong_letter(work, invoice, cause, red_form_no, [])
    parts = _parts(work, invoice, charge, credit)
    letter = red_letters.write_letter(work, invoice, parts, credit.charged_on, cause, red_form_no)
    link_documents(work, letter.document, credit.document, "bills")
    before = [Amounts(line.tax_percent, line.net, line.tax, line.role) for line in _lines(work, credit)]
    stated = [Amounts(part.percent, -part.net, -part.tax, part.role) for _line, part in parts]
    postings.rounded(work, letter, before, stated)
    resting = [invoice.document_id, *invoices.charges_of(work, invoice)]
    _settle(work, letter.document, credit, resting, credit.charged_on)
    work.set_state(letter.document, "settled")
    if not sum((rest.gross for rest in red_letters.rest_of(work, invoice).values()), ZERO):
        work.set_state(invoice.document, "reversed")


def _invoice_of(work: Work, charge: Charge) -> Invoice | None:
    """Return the invoice that bills a charge, locked."""
    query = (
        select(Invoice)
        .join(Document, Document.id == Invoice.document_id)
        .join(DocumentLink, DocumentLink.source_id == Invoice.document_id)
        .where(DocumentLink.target_id == charge.document_id, DocumentLink.kind == "bills")
        .where(Invoice.original_id.is_(None), Document.state.not_in(UNDONE))
    )
    found = work.session.scalars(query).one_or_none()
    return work.locked(found) if found is not None else None


def _cause(work: Work, credit: Charge) -> str:
    """Return what the red form calls it: a service that was not done after all, or goods that came back."""
    roles = {line.role for line in _lines(work, credit)}
    return "service_ended" if roles == {"SERVICE_REV"} else "returned"


def _lines(work: Work, charge: Charge) -> list[ChargeLine]:
    query = select(ChargeLine).where(ChargeLine.document_id == charge.document_id)
    return list(work.session.scalars(query.order_by(ChargeLine.position)))


def _parts(work: Work, invoice: Invoice, charge: Charge, credit: Charge) -> list[red_letters.Part]:
    """Return what is taken back of each line of the invoice; its lines stand in the order of the charge's."""
    stated = [line for line in red_letters.lines_of(work, invoice) if line.charge_id == charge.document_id]
    billed = {own.id: (own, line) for own, line in zip(_lines(work, charge), stated, strict=True)}
    rests = red_letters.rest_of(work, invoice)
    return [
        _part(work, invoice, *billed[line.reverses_id], rests, -line.net)
        for line in _lines(work, credit)
        if line.reverses_id is not None
    ]


def _part(
    work: Work,
    invoice: Invoice,
    own: ChargeLine,
    line: InvoiceLine,
    rests: Mapping[int, Amounts],
    net: Decimal,
) -> red_letters.Part:
    """Return what is taken back of a line; where its price holds the tax, its net may differ from the charge's by cents."""
    rest = rests.get(line.id, Amounts(line.tax_percent, ZERO, ZERO, line.role))
    if abs(net) > abs(rest.net) + abs(line.net - own.net):
        raise RedTooMuch(invoice=invoice.document.number, position=line.position, rest=rest.net, amount=net)
    whole = Amounts(line.tax_percent, line.net, line.tax, line.role)
    return line, part_of(whole, min(net, rest.net, key=abs), rest, work.erp.currency)


def _settle(work: Work, paper: Document, credit: Charge, resting: Sequence[int], day: date) -> None:
    """Let a credit, and the cents of its letter, settle what is still open of what was billed."""
    own = open_items(work, Wanted(("AR",), documents=(credit.document_id, paper.id)))
    items = open_items(work, Wanted(("AR",), documents=tuple(resting)))
    pairs: list[tuple[Item, Item, Decimal]] = []
    for given in (item for item in own if not item.is_debit):
        left = -given.open
        for item in oldest_first(item for item in items if item.is_debit):
            taken = sum((part for debit, _credit, part in pairs if debit.key == item.key), ZERO)
            part = min(left, item.open - taken)
            if part > 0:
                pairs.append((item, given, part))
                left -= part
    matching.settle(work, paper, pairs, day)
