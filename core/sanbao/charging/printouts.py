"""The printed papers of this room: the quote that the customer signs, and the charge form (维修收费单, F-08, F-09)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.charging.lines import lines_of
from sanbao.charging.models import Charge, ChargeLine, Quote, QuoteLine
from sanbao.charging.rules import phrases_of
from sanbao.charging.schemas import CHANNELS
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.i18n import LOCALES, N_, in_language
from sanbao.printing.forms import ZH, Form
from sanbao.registry.models import Party, Unit

if TYPE_CHECKING:
    from sanbao.work import Work

#: A quote in one of these states is no offer any more; its paper says so across.
_NO_LONGER = (*UNDONE, "expired", "superseded")
# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Item"),
    N_("Unit"),
    N_("Quantity"),
    N_("Price"),
    N_("Discount"),
    N_("Tax rate"),
    N_("Net"),
    N_("Tax"),
    N_("Gross"),
    N_("Total"),
    N_("Customer"),
    N_("Clerk"),
    N_("Finance"),
    N_("Answer of the customer"),
    N_("The work begins, and is charged, only after this reply has come."),
    N_("Signature, seal and date"),
    N_("Do not repair, send it back unrepaired"),
    N_("Handler"),
    N_("Answer"),
    N_("agreed"),
    N_("declined"),
)


def quote_context(work: Work, quote: Quote) -> dict[str, Any]:
    """Gather what the customer sees: what is offered for how much, until when, and where to agree (RMA-03, RMA-04)."""
    lines = lines_of(work, QuoteLine, quote.document_id)
    answered = quote.answered_on is not None
    return {
        "document": {"number": quote.document.number},
        "title": N_("Repair quote") if _is_case(work, quote.case) else N_("Quote"),
        "facts": [
            *_whom(work, quote, lines),
            (N_("Date"), quote.sent_on or quote.document.dated_on),
            (N_("Valid until"), quote.valid_until),
            *([(N_("Version"), quote.revision)] if quote.revision > 1 else []),
        ],
        "lines": [_line(work, line) for line in lines],
        "columns": _columns(lines),
        "agreement": _instruction(work),
        "answer": _answer(work, quote, lines) if answered else [],
        "is_open": quote.state in ("draft", "sent"),
        "stamp": work.flow_of(quote).state(quote.state).label if quote.state in _NO_LONGER else "",
        **_sums(work, quote),
    }


def charge_context(work: Work, charge: Charge) -> dict[str, Any]:
    """Gather what the charge form shows: for what, how much, with which tax (F-09)."""
    lines = lines_of(work, ChargeLine, charge.document_id)
    return {
        "document": {"number": charge.document.number},
        "title": _charge_title(work, charge),
        "facts": [
            *_whom(work, charge, lines),
            (N_("Date"), charge.charged_on),
            *([(N_("Quote"), charge.quote.number)] if charge.quote is not None else []),
            *([(N_("Credit on charge"), charge.credits.number)] if charge.credits is not None else []),
            *([(N_("Cancelled on"), charge.cancelled_on)] if charge.cancelled_on is not None else []),
            *([(N_("Reason"), charge.cancel_reason)] if charge.cancel_reason else []),
        ],
        "lines": [_line(work, line) for line in lines],
        "columns": _columns(lines),
        "stamp": work.flow_of(charge).state(charge.state).label if charge.state in UNDONE else "",
        **_sums(work, charge),
    }


def _charge_title(work: Work, charge: Charge) -> str:
    if charge.credits_id is not None:
        return N_("Credit form")
    return N_("Repair charge form") if _is_case(work, charge.case) else N_("Charge form")


def _is_case(work: Work, case: Any) -> bool:
    kind = work.registry.kinds.get(case.kind) if case is not None else None
    return kind is not None and kind.is_case


def _whom(
    work: Work, paper: Quote | Charge, lines: Sequence[QuoteLine | ChargeLine]
) -> list[tuple[str, Any]]:
    """Return who is to pay, for which case, for which unit if it is one."""
    party = work.session.get_one(Party, paper.party_id)
    unit = work.session.get(Unit, paper.document.unit_id) if paper.document.unit_id is not None else None
    rows: list[tuple[str, Any]] = [(N_("Customer"), party.name)]
    if party.phone:
        rows.append((N_("Phone"), party.phone))
    if paper.case is not None:
        rows.append((N_("Case"), paper.case.number))
    if unit is not None and not any(line.unit_id not in (None, unit.id) for line in lines):
        rows.append((N_("Unit"), f"{unit.product.code} {unit.product.name} / {unit.serial}"))
    return rows


def _columns(lines: Sequence[QuoteLine | ChargeLine]) -> list[tuple[str, str, str]]:
    """Return the columns of the table: units and discounts only where there are several, or any."""
    several = len({line.unit_id for line in lines if line.unit_id is not None}) > 1
    return [
        (N_("Item"), "text", "text"),
        *([(N_("Unit"), "unit", "text")] if several else []),
        (N_("Quantity"), "quantity", "num"),
        (N_("Price"), "price", "num"),
        *([(N_("Discount"), "discount", "num")] if any(line.discount for line in lines) else []),
        (N_("Net"), "net", "num"),
        (N_("Tax rate"), "percent", "num"),
        (N_("Tax"), "tax", "num"),
        (N_("Gross"), "gross", "num"),
        *([(N_("Answer"), "answer", "text")] if any(_answer_of(line) for line in lines) else []),
    ]


def _line(work: Work, line: QuoteLine | ChargeLine) -> dict[str, Any]:
    money = work.erp.currency
    price = money.round(line.price) if money.is_exact(line.price) else line.price.normalize()
    shown = {name: f"{money.round(getattr(line, name)):,f}" for name in ("net", "tax", "gross")}
    return {
        "text": line.text,
        "unit": line.unit.serial if line.unit is not None else "",
        "quantity": f"{line.quantity.normalize():f} {line.measure or ''}".strip(),
        "price": f"{price:,f}",
        "discount": _percent(line.discount) if line.discount else "",
        "percent": _percent(line.tax_percent),
        "answer": Text(answer) if (answer := _answer_of(line)) else "",
        **shown,
    }


def _answer_of(line: QuoteLine | ChargeLine) -> str:
    """Return what the customer said to a line, nothing where she was not asked or has not answered."""
    said = getattr(line, "is_agreed", None)
    return "" if said is None else N_("agreed") if said else N_("declined")


def _percent(percent: Any) -> str:
    return f"{percent.normalize():f} %"


def _sums(work: Work, paper: Quote | Charge) -> dict[str, Any]:
    money = work.erp.currency
    sums = {name: money.round(getattr(paper, name)) for name in ("net", "tax", "gross")}
    mode = N_("Prices include the tax.") if paper.tax_inclusive else N_("Prices are without tax.")
    return {**sums, "mode": mode, "currency": work.company.currency}


def _instruction(work: Work) -> dict[str, str]:
    """Return what the customer is to write, in each language, in the words that the company wants to read (RMA-04)."""
    phrases = phrases_of(work.setting("agreement_phrases")) or [""]
    chinese = next((phrase for phrase in phrases if not phrase.isascii()), phrases[0])
    english = next((phrase for phrase in phrases if phrase.isascii()), phrases[0])
    said = N_("The customer writes “{words}” here, signs, and sends this paper back:")
    words = {"zh_Hans_CN": chinese, "en": english}
    return {language: in_language(language, said, words=words[language]) for language in LOCALES}


def _answer(work: Work, quote: Quote, lines: Sequence[QuoteLine]) -> list[tuple[str, Any]]:
    agreed = sum((line.gross for line in lines if line.is_agreed), Decimal(0))
    return [
        (N_("Answered on"), quote.answered_on),
        (N_("Channel"), Text(CHANNELS[quote.channel]) if quote.channel else None),
        (N_("Words of the reply"), quote.agreement_text or quote.answer_note),
        (N_("Agreed amount"), f"{work.erp.currency.round(agreed):,f}"),
    ]


QUOTE_FORM = Form(
    name="quote",
    title=N_("Quote"),
    template="sanbao/quote.html",
    package="sanbao",
    kind="quote",
    languages=ZH,
    context=quote_context,
)
CHARGE_FORM = Form(
    name="charge",
    title=N_("Charge form"),
    template="sanbao/charge.html",
    package="sanbao",
    kind="charge",
    languages=ZH,
    context=charge_context,
)
