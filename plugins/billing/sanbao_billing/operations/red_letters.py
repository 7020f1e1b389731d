"""Red letters to invoices (红字发票、红冲): whole or in part, with the tax bureau's red form (LED-24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_billing import matching, postings
from sanbao_billing.errors import HasRedLetter, RedFormMissing, RedOfRed, RedTooMuch, WholeOnly
from sanbao_billing.items import Wanted, hold, open_items
from sanbao_billing.models import Invoice, InvoiceLine
from sanbao_billing.operations import invoices
from sanbao_billing.operations.days import not_before
from sanbao_billing.rules.items import Item, oldest_first
from sanbao_billing.rules.vat import Amounts, part_of
from sanbao_billing.schemas.invoices import RedInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: A line of the blue invoice, and what a red letter takes back of it (as positive amounts).
Part = tuple[InvoiceLine, Amounts]


@operation(
    "invoice.red_letter",
    title=N_("Issue a red letter"),
    on=Invoice,
    moves={"issued": ("issued", "reversed"), "settled": ("settled", "issued", "reversed")},
    schema=RedInput,
    roles=invoices.INVOICERS,
)
def red_letter(
    work: Work,
    invoice: Invoice,
    *,
    cause: str,
    lines: Sequence[dict[str, Any]],
    red_form_no: str | None = None,
    tax_invoice_no: str | None = None,
    on: date | None = None,
) -> Invoice:
    """Take an invoice back by a red letter, whole or in part (红冲); what it takes back is posted in red.

    A wrongly issued one is taken back whole and posts nothing of the revenue: its charges are invoiced anew.
    """
    day = not_before(work, invoice.document, on, invoice.issued_on)
    refuse_wrong_letter(work, invoice, cause, red_form_no, lines)
    hold(work, [invoice.party_id])
    rests = rest_of(work, invoice)
    parts = _parts(work, invoice, rests, lines)
    letter = write_letter(work, invoice, parts, day, cause, red_form_no, tax_invoice_no)
    is_whole = all(part.net == rests[line.id].net for line, part in parts) and len(parts) == len(rests)
    if cause == "wrongly_issued":
        postings.take_back(work, invoice.document, postings.ROUNDED, day, red_form_no or cause)
        invoices.free_charges(work, invoice)
        work.set_state(letter.document, "settled")
    else:
        _take_back(work, invoice, letter, parts, day)
    if is_whole and invoice.state != "reversed":
        work.set_state(invoice.document, "reversed")
    return letter


def write_letter(
    work: Work,
    invoice: Invoice,
    parts: Sequence[Part],
    day: date,
    cause: str,
    red_form_no: str | None,
    tax_invoice_no: str | None = None,
) -> Invoice:
    """Write the red letter with its lines, each beside the one that it takes back; nothing is posted yet."""
    letter = _paper(work, invoice, parts, day)
    letter.red_form_no, letter.red_cause = red_form_no, cause
    if tax_invoice_no is not None:
        invoices.number(work, letter, tax_invoice_no=tax_invoice_no)
    work.session.add(letter)
    work.session.flush()
    _write_lines(work, letter, parts)
    link_documents(work, letter.document, invoice.document, "settles")
    return letter


def refuse_wrong_letter(
    work: Work, invoice: Invoice, cause: str, red_form_no: str | None, lines: Sequence[dict[str, Any]]
) -> None:
    """Refuse a red letter to a red letter, without its form, or to a part of what was wrong as a whole."""
    if invoice.original_id is not None:
        raise RedOfRed(invoice=invoice.document.number)
    if invoice.invoice_kind == "special" and not red_form_no:
        raise RedFormMissing(
            [Problem("red_form_no", N_("A special invoice needs the number of the red form."))]
        )
    if cause == "wrongly_issued":
        if lines:
            raise WholeOnly(invoice=invoice.document.number)
        earlier = invoices.red_letters(work, invoice)
        if earlier:
            raise HasRedLetter(invoice=invoice.document.number, red=earlier[0].document.number)


def rest_of(work: Work, invoice: Invoice) -> dict[int, Amounts]:
    """Return what is left of each line after the red letters that there are, by the line's key."""
    taken = (
        select(InvoiceLine.reverses_id, func.sum(InvoiceLine.net), func.sum(InvoiceLine.tax))
        .join(Document, Document.id == InvoiceLine.document_id)
        .join(Invoice, Invoice.document_id == InvoiceLine.document_id)
        .where(Invoice.original_id == invoice.document_id, Document.state.not_in(UNDONE))
        .group_by(InvoiceLine.reverses_id)
    )
    before = {key: (net, tax) for key, net, tax in work.session.execute(taken)}
    rests = {}
    for line in lines_of(work, invoice):
        net, tax = before.get(line.id, (Decimal(0), Decimal(0)))
        rests[line.id] = Amounts(line.tax_percent, line.net + net, line.tax + tax, line.role)
    return {key: rest for key, rest in rests.items() if rest.net or rest.tax}


def lines_of(work: Work, invoice: Invoice) -> list[InvoiceLine]:
    """Return an invoice's lines in their order."""
    query = select(InvoiceLine).where(InvoiceLine.document_id == invoice.document_id)
    return list(work.session.scalars(query.order_by(InvoiceLine.position)))


def _parts(
    work: Work, invoice: Invoice, rests: dict[int, Amounts], wanted: Sequence[dict[str, Any]]
) -> list[Part]:
    """Return what is taken back of which line: what was asked for, or all that is left."""
    by_position = {line.position: line for line in lines_of(work, invoice)}
    asked = wanted or [{"position": line.position} for line in by_position.values() if line.id in rests]
    message = N_("There is no line {position}.")
    problems = [
        Problem(f"lines.{place}.position", message, {"position": one["position"]})
        for place, one in enumerate(asked)
        if one["position"] not in by_position
    ]
    if problems:
        raise Invalid(problems)
    parts = [_part(work, invoice, by_position[one["position"]], rests, one.get("net")) for one in asked]
    if not parts or len({line.id for line, _part_of in parts}) < len(parts):
        raise RedTooMuch(invoice=invoice.document.number, position=0, rest=0, amount=0)
    return parts


def _part(
    work: Work, invoice: Invoice, line: InvoiceLine, rests: dict[int, Amounts], net: Decimal | None
) -> Part:
    rest = rests.get(line.id, Amounts(line.tax_percent, Decimal(0), Decimal(0), line.role))
    wanted = rest.net if net is None else net
    if not wanted or abs(wanted) > abs(rest.net):
        raise RedTooMuch(
            invoice=invoice.document.number, position=line.position, rest=rest.net, amount=wanted
        )
    whole = Amounts(line.tax_percent, line.net, line.tax, line.role)
    return line, part_of(whole, wanted, rest, work.erp.currency)


def _paper(work: Work, invoice: Invoice, parts: Sequence[Part], day: date) -> Invoice:
    title = in_language(work.company.locale, N_("Red letter to {party}"), party=invoice.party.name)
    head = new_document(work, "invoice", title=title, party_id=invoice.party_id, dated_on=day)
    copied = (
        "company_id",
        "party_id",
        "invoice_kind",
        "tax_inclusive",
        "buyer_title",
        "buyer_tax_number",
        "buyer_bank",
    )
    net = -sum((part.net for _line, part in parts), Decimal(0))
    tax = -sum((part.tax for _line, part in parts), Decimal(0))
    return Invoice(
        document=head,
        **{name: getattr(invoice, name) for name in copied},
        issued_on=day,
        due_on=day,
        net=net,
        tax=tax,
        gross=net + tax,
        original_id=invoice.document_id,
    )


def _write_lines(work: Work, letter: Invoice, parts: Sequence[Part]) -> None:
    copied = ("company_id", "charge_id", "text", "measure", "price", "tax_percent", "role")
    for position, (line, part) in enumerate(parts, 1):
        quantity = line.quantity * part.net / line.net if line.net else line.quantity
        work.session.add(
            InvoiceLine(
                **{name: getattr(line, name) for name in copied},
                document_id=letter.document_id,
                position=position,
                quantity=-quantity.quantize(Decimal("0.0001")),
                net=-part.net,
                tax=-part.tax,
                gross=-part.gross,
                reverses_id=line.id,
            )
        )
    work.session.flush()


def _take_back(work: Work, invoice: Invoice, letter: Invoice, parts: Sequence[Part], day: date) -> None:
    """Post what is taken back in red, and let it settle what of the invoice is still open."""
    taken = [Amounts(part.percent, -part.net, -part.tax, part.role) for _line, part in parts]
    own = postings.red(work, letter, taken)
    resting = open_items(
        work, Wanted(("AR",), documents=(invoice.document_id, *invoices.charges_of(work, invoice)))
    )
    pairs: list[tuple[Item, Item, Decimal]] = []
    left = -own.open
    for item in oldest_first(item for item in resting if item.is_debit):
        part = min(left, item.open)
        if part > 0:
            pairs.append((item, own, part))
            left -= part
    if pairs:
        matching.settle(work, letter.document, pairs, day)
