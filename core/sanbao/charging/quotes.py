"""Quotes: drafted, sent, agreed in writing line by line, refused in a word, expired, made anew (RMA-03…05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from sanbao.charging import errors, schemas
from sanbao.charging.lines import Priced, PricedLine, lines_of, price_lines, write_quote_lines
from sanbao.charging.models import Quote, QuoteLine
from sanbao.charging.rules import Amounts, agrees, phrases_of
from sanbao.charging.validity import answered, last_day, set_deadlines, valid_until_of
from sanbao.documents.models import Attachment, Document
from sanbao.documents.operations import link_documents, new_document, open_papers_on
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation
from sanbao.registry.models import Party, Unit

if TYPE_CHECKING:
    from sanbao.access.models import User
    from sanbao.work import Work

SELLERS = ("service_manager", "service_clerk", "sales", "sales_manager")
#: From which states a new version can take a quote's place.
_REPLACEABLE = ("draft", "sent", "agreed", "refused", "expired")


@operation("quote.draft", title=N_("Draft a quote"), schema=schemas.QuoteInput, roles=SELLERS)
def draft(
    work: Work,
    *,
    lines: Sequence[dict[str, Any]],
    case: Document | None = None,
    party: Party | None = None,
    tax_inclusive: bool | None = None,
    valid_until: date | None = None,
) -> Quote:
    """Draft a quote about a case, or without one; prices come from the price list where none is typed (RMA-03)."""
    payer = payer_of(work, case, party)
    if case is not None:
        refuse_no_case(work, case)
        refuse_ended(work, case)
    return write_quote(work, case, payer, _priced(work, lines, payer, tax_inclusive), valid_until)


def payer_of(work: Work, case: Document | None, party: Party | None) -> int:
    """Return who is to pay: who is named, else the case's party, else the customer of its unit."""
    if party is not None:
        return party.id
    unit = work.session.get(Unit, case.unit_id) if case is not None and case.unit_id is not None else None
    found = (
        case.party_id
        if case is not None and case.party_id is not None
        else unit.customer_id
        if unit
        else None
    )
    if found is None:
        raise errors.NoParty(case=case.number if case is not None else _(N_("the quote")))
    return found


def refuse_no_case(work: Work, case: Document) -> None:
    """Refuse a paper that is no case: a quote taken for one would be charged without being agreed to (RMA-04)."""
    if not work.registry.kinds[case.kind].is_case:
        raise errors.NotACase(document=case.number)


def refuse_ended(work: Work, case: Document) -> None:
    """Refuse to quote or charge for a case that has ended."""
    if work.flow_of(case).state(case.state).is_final:
        raise errors.CaseEnded(case=case.number, state=work.state_label(case, case.state))


def _priced(work: Work, lines: Sequence[dict[str, Any]], party_id: int, tax_inclusive: bool | None) -> Priced:
    if not lines:
        raise Invalid([Problem("lines", N_("Please give at least one line."))])
    return price_lines(work, lines, work.today, party_id, tax_inclusive)


def write_quote(
    work: Work,
    case: Document | None,
    party_id: int,
    priced: Priced,
    valid_until: date | None,
    revision: int = 1,
) -> Quote:
    """Write a new quote with its lines; who asks has settled the prices."""
    title = (
        in_language(work.company.locale, N_("Quote for {case}"), case=case.number or case.title)
        if case
        else ""
    )
    head = new_document(
        work, "quote", title=title, party_id=party_id, unit_id=case.unit_id if case is not None else None
    )
    quote = Quote(
        document=head,
        company_id=work.company.id,
        case_id=case.id if case is not None else None,
        party_id=party_id,
        revision=revision,
        valid_until=valid_until_of(work, work.today, valid_until) if valid_until is not None else None,
    )
    _write_amounts(quote, priced)
    work.session.add(quote)
    work.session.flush()
    write_quote_lines(work, head.id, priced.lines)
    if case is not None:
        link_documents(work, case, head, "originates")
    return quote


def _write_amounts(quote: Quote, priced: Priced) -> None:
    quote.tax_inclusive = priced.tax_inclusive
    quote.net, quote.tax, quote.gross = priced.total.net, priced.total.tax, priced.total.gross


@operation("quote.change", title=N_("Change the quote"), on=Quote, schema=schemas.QuoteLines, roles=SELLERS)
def change(
    work: Work,
    quote: Quote,
    *,
    lines: Sequence[dict[str, Any]],
    tax_inclusive: bool | None = None,
    valid_until: date | None = None,
) -> Quote:
    """Change a draft; what has gone out, and above all what was signed, stays as it is (RMA-04)."""
    if quote.state != "draft":
        raise errors.QuoteFixed(quote=quote.document.number, state=work.state_label(quote, quote.state))
    if lines:
        mode = tax_inclusive if tax_inclusive is not None else quote.tax_inclusive
        priced = _priced(work, lines, quote.party_id, mode)
        work.session.execute(delete(QuoteLine).where(QuoteLine.document_id == quote.document_id))
        write_quote_lines(work, quote.document_id, priced.lines)
        _write_amounts(quote, priced)
    elif tax_inclusive is not None and tax_inclusive != quote.tax_inclusive:
        raise Invalid([Problem("lines", N_("Prices change with this; please give the lines too."))])
    if valid_until is not None:
        quote.valid_until = valid_until_of(work, work.today, valid_until)
    return quote


@operation(
    "quote.send",
    title=N_("Send to the customer"),
    on=Quote,
    moves={"draft": "sent"},
    schema=schemas.SendInput,
    roles=SELLERS,
)
def send(work: Work, quote: Quote, *, sent_on: date | None = None, valid_until: date | None = None) -> Quote:
    """Send the quote to the customer; it stands for 30 calendar days unless it says otherwise (RMA-04)."""
    quote.sent_on = not_in_future(work, "sent_on", sent_on)
    quote.valid_until = valid_until_of(work, quote.sent_on, valid_until or quote.valid_until)
    set_deadlines(work, quote)
    return quote


def not_in_future(work: Work, field: str, day: date | None) -> date:
    """Return the day, or today; refuse one that has not come."""
    if day is not None and day > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem(field, message, {"day": day, "today": work.today})])
    return day or work.today


def not_before(field: str, day: date, earliest: date | None) -> date:
    """Return the day; refuse one that lies before what must come first."""
    if earliest is not None and day < earliest:
        message = N_("{day} lies before {earliest}; this cannot come first.")
        raise Invalid([Problem(field, message, {"day": day, "earliest": earliest})])
    return day


def _answer_day(work: Work, quote: Quote, day: date | None) -> date:
    """Return when the customer answered: not before the quote went out, not in the future (RMA-04)."""
    return not_before("answered_on", not_in_future(work, "answered_on", day), quote.sent_on)


@operation(
    "quote.agree",
    title=N_("Customer agrees"),
    on=Quote,
    moves={"sent": "agreed"},
    schema=schemas.AgreeInput,
    roles=SELLERS,
)
def agree(
    work: Work,
    quote: Quote,
    *,
    text: str,
    channel: str,
    lines: Sequence[int] = (),
    answered_on: date | None = None,
    note: str | None = None,
) -> Quote:
    """Take the customer's agreement: a signed paper that says 同意维修; it may hold for some lines only (RMA-04)."""
    on = _answer_day(work, quote, answered_on)
    if on > last_day(quote):
        raise errors.QuoteLapsed(quote=quote.document.number, until=quote.valid_until)
    if quote.case is not None:
        refuse_ended(work, quote.case)
    quote.signature_id = _signature(work, quote).id
    phrases = phrases_of(work.setting("agreement_phrases"))
    if not agrees(text, phrases):
        raise errors.NoAgreementText(quote=quote.document.number, phrases=", ".join(phrases))
    _agree_to(work, quote, set(lines))
    quote.agreement_text = text
    answered(work, quote, on, channel, note)
    work.note(quote.document, note=text)
    if quote.case is not None:  # the handler writes “needs repair” on the original (RMA-04)
        work.note(quote.case, note=f"{quote.document.number}: {text}")
    return quote


def _signature(work: Work, quote: Quote) -> Attachment:
    query = (
        select(Attachment)
        .where(Attachment.document_id == quote.document_id, Attachment.purpose == "signature")
        .order_by(Attachment.id.desc())
    )
    found = work.session.scalars(query).first()
    if found is None:
        raise errors.NoSignature(quote=quote.document.number)
    return found


def _agree_to(work: Work, quote: Quote, positions: set[int]) -> None:
    """Keep for each line whether it is agreed; no position at all means every line (WE-20)."""
    lines = lines_of(work, QuoteLine, quote.document_id)
    unknown = positions - {line.position for line in lines}
    if unknown:
        listed = ", ".join(str(position) for position in sorted(unknown))
        raise errors.NoSuchLine(quote=quote.document.number, positions=listed)
    for line in lines:
        line.is_agreed = not positions or line.position in positions


@operation(
    "quote.refuse",
    title=N_("Customer refuses"),
    on=Quote,
    moves={"sent": "refused"},
    schema=schemas.RefuseInput,
    roles=SELLERS,
)
def refuse(
    work: Work,
    quote: Quote,
    *,
    channel: str,
    handler: User | None = None,
    answered_on: date | None = None,
    note: str | None = None,
) -> Quote:
    """Take the customer's refusal, a word is enough: the handler notes 返回 and the unit goes back (RMA-05)."""
    on = _answer_day(work, quote, answered_on)
    for line in lines_of(work, QuoteLine, quote.document_id):
        line.is_agreed = False
    written = note or in_language(work.company.locale, N_("return unrepaired"))
    answered(work, quote, on, channel, written, handler)
    work.note(quote.document, note=written)
    if quote.case is not None:
        work.note(quote.case, note=f"{quote.document.number}: {written}")
    return quote


@operation(
    "quote.revise",
    title=N_("Make a new version"),
    on=Quote,
    moves=dict.fromkeys(_REPLACEABLE, "superseded"),
    schema=schemas.ReviseInput,
    roles=SELLERS,
)
def revise(
    work: Work,
    quote: Quote,
    *,
    lines: Sequence[dict[str, Any]],
    reason: str,
    tax_inclusive: bool | None = None,
    valid_until: date | None = None,
) -> Quote:
    """Make a new version that takes the old one's place; it needs an agreement of its own (RMA-04)."""
    charges = open_papers_on(work, quote.document)
    if charges:
        raise errors.ChargedAlready(quote=quote.document.number, charges=", ".join(charges))
    if quote.case is not None:
        refuse_ended(work, quote.case)
    mode = tax_inclusive if tax_inclusive is not None else quote.tax_inclusive
    priced = _priced(work, lines, quote.party_id, mode) if lines else repeated(work, quote)
    new = write_quote(work, quote.case, quote.party_id, priced, valid_until, quote.revision + 1)
    new.supersedes_id = quote.document_id
    new.document.title = quote.document.title
    link_documents(work, new.document, quote.document, "replaces")
    work.note(quote.document, note=reason)
    return new


def repeated(work: Work, quote: Quote) -> Priced:
    """Return a quote's lines as they stand, for a version that only renews its validity."""
    lines = tuple(PricedLine.of(line) for line in lines_of(work, QuoteLine, quote.document_id))
    return Priced(lines, quote.tax_inclusive, Amounts(quote.net, quote.tax, quote.gross))
