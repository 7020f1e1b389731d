"""Charges: issued from what was agreed or for a case, posted at once, taken back in red (RMA-04, LED-03, LED-24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging import errors, postings, schemas
from sanbao.charging.lines import Priced, PricedLine, lines_of, price_lines
from sanbao.charging.models import Charge, ChargeLine, Quote, QuoteLine
from sanbao.charging.quotes import not_before, not_in_future, payer_of, refuse_ended, refuse_no_case
from sanbao.charging.rules import exceeds, reckon, total
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document, open_papers_on
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Party

if TYPE_CHECKING:
    from sanbao.work import Work

CHARGERS = ("service_manager", "service_clerk", "sales", "finance")


@operation("charge.issue", title=N_("Issue a charge"), schema=schemas.ChargeInput, roles=CHARGERS)
def issue(
    work: Work,
    *,
    lines: Sequence[dict[str, Any]],
    actual: Sequence[dict[str, Any]],
    quote: Quote | None = None,
    positions: Sequence[int] = (),
    case: Document | None = None,
    party: Party | None = None,
    tax_inclusive: bool | None = None,
    charged_on: date | None = None,
) -> Charge:
    """Issue a charge (收费单): what was agreed on a quote, or lines for a case; receivable, revenue and tax are posted."""
    on = not_in_future(work, "charged_on", charged_on)
    if quote is not None:
        work.locked(quote)
        return _from_quote(work, quote, set(positions), actual, on)
    payer = payer_of(work, case, party)
    if case is not None:
        work.locked(case)
        refuse_no_case(work, case)
        refuse_ended(work, case)
        _refuse_around_quote(work, case)
    return _write(work, case, payer, price_lines(work, lines, on, payer, tax_inclusive), on)


def _refuse_around_quote(work: Work, case: Document) -> None:
    """Refuse a charge beside a quote that waits for its answer, or that was agreed (RMA-04)."""
    for quote in quotes_of(work, case.id, ("draft", "sent", "agreed")):
        if quote.state == "agreed":
            raise errors.UseQuote(case=case.number, quote=quote.document.number)
        raise errors.NotAgreed(quote=quote.document.number, state=work.state_label(quote, quote.state))


def quotes_of(work: Work, case_id: int, states: Sequence[str]) -> list[Quote]:
    """Return the quotes about a case that stand in one of these states."""
    query = (
        select(Quote)
        .join(Document, Document.id == Quote.document_id)
        .where(Quote.case_id == case_id, Document.state.in_(states))
        .order_by(Quote.document_id)
    )
    return list(work.session.scalars(query))


def _from_quote(
    work: Work, quote: Quote, positions: set[int], actual: Sequence[dict[str, Any]], on: date
) -> Charge:
    """Charge the agreed lines that are not charged yet; the tax stands as it was quoted (RMA-04, LED-24)."""
    if quote.state != "agreed":
        raise errors.NotAgreed(quote=quote.document.number, state=work.state_label(quote, quote.state))
    not_before("charged_on", on, quote.answered_on)
    if quote.case is not None:
        refuse_ended(work, quote.case)
    open_lines = _open_lines(work, quote)
    wanted = positions or set(open_lines)
    missing = wanted - set(open_lines) | {one["position"] for one in actual} - wanted
    if missing:
        listed = ", ".join(str(position) for position in sorted(missing))
        raise errors.NoSuchLine(quote=quote.document.number, positions=listed)
    agreed = [line for position, line in open_lines.items() if position in wanted]
    came_to = {one["position"]: one for one in actual}
    lines = [_as_it_was(work, quote, line, came_to.get(line.position, {})) for line in agreed]
    _refuse_more(work, quote, agreed, lines)
    priced = Priced(
        tuple(lines), quote.tax_inclusive, total([line.amounts for line in lines], work.erp.currency)
    )
    return _write(work, quote.case, quote.party_id, priced, on, quote, [line.id for line in agreed])


def _open_lines(work: Work, quote: Quote) -> dict[int, QuoteLine]:
    """Return the agreed lines of a quote that no charge in force holds, by their position."""
    charged = set(work.session.scalars(_charged_lines(quote.document_id)))
    agreed = [line for line in lines_of(work, QuoteLine, quote.document_id) if line.is_agreed]
    found = {line.position: line for line in agreed if line.id not in charged}
    if agreed and not found:
        charges = ", ".join(open_papers_on(work, quote.document))
        raise errors.ChargedAlready(quote=quote.document.number, charges=charges)
    return found


def _charged_lines(quote_id: int) -> Any:
    return (
        select(ChargeLine.quote_line_id)
        .join(Document, Document.id == ChargeLine.document_id)
        .join(QuoteLine, QuoteLine.id == ChargeLine.quote_line_id)
        .where(QuoteLine.document_id == quote_id, Document.state.not_in(UNDONE))
    )


def _as_it_was(work: Work, quote: Quote, line: QuoteLine, actual: dict[str, Any]) -> PricedLine:
    """Return a quoted line with the quantity or price that it came to in the end."""
    quantity, price = actual.get("quantity", line.quantity), actual.get("price", line.price)
    amounts = reckon(quantity, price, line.discount, line.tax_percent, quote.tax_inclusive, work.erp.currency)
    return PricedLine.of(
        line, quantity=quantity, price=price, net=amounts.net, tax=amounts.tax, gross=amounts.gross
    )


def _refuse_more(work: Work, quote: Quote, agreed: Sequence[QuoteLine], actual: Sequence[PricedLine]) -> None:
    """Refuse to charge more than was agreed, beyond the company's tolerance (RMA-04: 0 % by default)."""
    whole = sum((line.gross for line in agreed), Decimal(0))
    came_to = sum((line.gross for line in actual), Decimal(0))
    if exceeds(came_to, whole, work.setting("quote_tolerance")):
        raise errors.AboveQuote(quote=quote.document.number, actual=came_to, agreed=whole)


def _write(
    work: Work,
    case: Document | None,
    party_id: int,
    priced: Priced,
    on: date,
    quote: Quote | None = None,
    quote_lines: Sequence[int] = (),
) -> Charge:
    """Write the charge, link it to what it bills, and post it."""
    about = case or (quote.document if quote is not None else None)
    title = (
        in_language(work.company.locale, N_("Charge for {case}"), case=about.number)
        if about is not None
        else ""
    )
    head = new_document(
        work,
        "charge",
        title=title,
        party_id=party_id,
        unit_id=about.unit_id if about is not None else None,
        dated_on=on,
    )
    charge = Charge(
        document=head,
        company_id=work.company.id,
        case_id=case.id if case is not None else None,
        quote_id=quote.document_id if quote is not None else None,
        party_id=party_id,
        charged_on=on,
        tax_inclusive=priced.tax_inclusive,
        net=priced.total.net,
        tax=priced.total.tax,
        gross=priced.total.gross,
    )
    work.session.add(charge)
    work.session.flush()
    _write_charge_lines(work, charge, priced.lines, quote_lines)
    for billed in (case, quote.document if quote is not None else None):
        if billed is not None:
            link_documents(work, head, billed, "bills")
    postings.charged(work, charge, priced.lines)
    return charge


def _write_charge_lines(
    work: Work, charge: Charge, lines: Sequence[PricedLine], quote_lines: Sequence[int]
) -> None:
    origins: Sequence[int | None] = quote_lines or [None] * len(lines)
    kept = {"company_id": work.company.id, "document_id": charge.document_id}
    work.session.add_all(
        ChargeLine(**kept, quote_line_id=origin, **asdict(PricedLine.of(line, position=position)))
        for position, (line, origin) in enumerate(zip(lines, origins, strict=True), start=1)
    )
    work.session.flush()


@operation(
    "charge.cancel",
    title=N_("Cancel the charge"),
    on=Charge,
    moves={"issued": "cancelled"},
    schema=schemas.CancelInput,
    roles=("finance",),
)
def cancel(work: Work, charge: Charge, *, reason: str, on: date | None = None) -> Charge:
    """Cancel a charge: its entry is taken back in red on a day of its own (LED-01)."""
    resting = open_papers_on(work, charge.document)
    if resting:
        raise errors.PapersRest(charge=charge.document.number, papers=", ".join(resting))
    _refuse_bare_end(work, charge)
    day = not_before("on", not_in_future(work, "on", on), charge.charged_on)
    charge.cancelled_on, charge.cancel_reason = day, reason
    postings.cancelled(work, charge, day, reason)
    work.note(charge.document, note=reason)
    return charge


def _refuse_bare_end(work: Work, charge: Charge) -> None:
    """Refuse to leave an ended case without what its end rested on (LED-04)."""
    case = charge.case
    if case is not None and case.closed_at is not None and case.state not in UNDONE and charge.gross:
        raise errors.CaseNeedsCharge(case=case.number, charge=charge.document.number)
