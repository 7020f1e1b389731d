"""The printed papers of a return, with the codes of the quality system (F-08, F-09, F-10, F-14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.models import ChargeLine, QuoteLine
from sanbao.charging.printouts import charge_context, quote_context
from sanbao.database.pages import pages
from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form
from sanbao.registry.models import Unit
from sanbao_rma.models import RemovedPart, RmaLine, RmaQuoted
from sanbao_rma.operations.pieces import lines_of_outbound
from sanbao_rma.rules.paying import PAYMENTS
from sanbao_rma.rules.returning import refund
from sanbao_rma.schemas.leaving import SHIPPING, SOLUTIONS

if TYPE_CHECKING:
    from sanbao.charging.models import Charge, Quote
    from sanbao.work import Work
    from sanbao_rma.models import Outbound, Slip

#: The codes that the forms bear; FM002 is printed as the source writes it, until a company puts it right.
CODES = {
    "feedback": "BS-CP0703-FM001",
    "charge": "BS-CP0703F-M002",
    "outbound": "BS-CP0703-FM003",
    "slip": "",
}
# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Product"),
    N_("Serial number"),
    N_("Fault"),
    N_("What was found"),
    N_("Part"),
    N_("Who pays"),
    N_("Result"),
    N_("Accessories"),
    N_("Replaced parts"),
    N_("Pos."),
    N_("Form made out by"),
    N_("Received by"),
    N_("Tested by"),
    N_("Area salesman"),
    N_("Manager of sales"),
    N_("Finance"),
    N_("After-sales service"),
    N_("Customer"),
    N_("Handler"),
)
PIECE = [("Pos.", "position", "text"), ("Product", "product", "text"), ("Serial number", "serial", "text")]


def _code(work: Work, form: str) -> str:
    codes: dict[str, str] = {**CODES, **work.setting("rma_form_codes")}
    return codes[form]


def piece(line: RmaLine) -> dict[str, Any]:
    """Return what papers tell of a piece."""
    product = line.product
    return {
        "position": f"{line.position}",
        "product": f"{product.code} {product.name}" if product is not None else "",
        "serial": line.serial or "",
        "fault": " ".join(word for word in (line.fault_code, line.fault) if word),
        "finding": line.finding or "",
        "part": line.part or "",
        "payment": Text(PAYMENTS[line.payment]) if line.payment in PAYMENTS else "",
        "accessories": ", ".join(line.accessories),
        "remedy": line.remedy or "",
    }


def feedback_context(work: Work, quote: Quote) -> dict[str, Any]:
    """Gather what the feedback form shows: details of the pieces, the fee, where the customer signs (F-08, RMA-03)."""
    return {
        **quote_context(work, quote),
        "title": FEEDBACK.title,
        "form_code": _code(work, "feedback"),
        "signed_by": ["Customer", "Handler"],
        "pieces": _as_signed(work, quote.document_id, _quoted(work, quote.document_id)),
        "piece_columns": [
            *PIECE,
            ("Fault", "fault", "text"),
            ("What was found", "finding", "text"),
            ("Who pays", "payment", "text"),
        ],
    }


def _quoted(work: Work, quote_id: int | None) -> list[RmaLine]:
    query = select(RmaLine).where(RmaLine.quote_id == quote_id).order_by(RmaLine.position)
    return list(work.session.scalars(query).unique())


def _as_signed(work: Work, quote_id: int, lines: Sequence[RmaLine]) -> list[dict[str, Any]]:
    """Return what papers tell of quoted pieces: each by the number that the customer signed for (RMA-03)."""
    signed = _units_quoted(work, quote_id)
    return [
        {**piece(line), **({"serial": signed[line.id].serial} if line.id in signed else {})} for line in lines
    ]


def _units_quoted(work: Work, quote_id: int) -> dict[int, Unit]:
    """Return by piece the unit for which a quote was made: a new main board has given it another number since."""
    query = (
        select(RmaQuoted.line_id, Unit)
        .join(QuoteLine, QuoteLine.id == RmaQuoted.quote_line_id)
        .join(Unit, Unit.id == QuoteLine.unit_id)
        .where(QuoteLine.document_id == quote_id)
    )
    return {line_id: unit for line_id, unit in work.session.execute(query).unique()}


def _charged(work: Work, charge: Charge, quote_id: int) -> list[RmaLine]:
    """Return the pieces that are paid for: those of its quote, of them only whose units it names."""
    query = select(ChargeLine.unit_id).where(ChargeLine.document_id == charge.document_id)
    units = set(work.session.scalars(query)) - {None}
    signed = {line_id: unit.id for line_id, unit in _units_quoted(work, quote_id).items()}
    quoted = _quoted(work, quote_id)
    return [line for line in quoted if not units or signed.get(line.id, line.unit_id) in units]


def charge_form_context(work: Work, charge: Charge) -> dict[str, Any]:
    """Gather what the charge form shows: the RMA, what is paid for, the fee (F-09, RMA-04)."""
    quote_id = charge.quote_id
    return {
        **charge_context(work, charge),
        "title": CHARGE.title,
        "form_code": _code(work, "charge"),
        "pieces": _as_signed(work, quote_id, _charged(work, charge, quote_id))
        if quote_id is not None
        else [],
        "piece_columns": [*PIECE, ("Fault", "fault", "text"), ("What was found", "finding", "text")],
    }


def outbound_context(work: Work, outbound: Outbound) -> dict[str, Any]:
    """Gather what goes with the pieces to the customer: time, customer, quantity, shipping mode (F-10, RMA-07)."""
    lines = lines_of_outbound(work, outbound.document_id)
    back = [line for line in lines if line.qc_passed_on is None]
    changed = _replaced(work, lines)
    return {
        "document": {"number": outbound.document.number},
        "form_code": _code(work, "outbound"),
        "stamp": "",
        "facts": [
            (N_("Time"), outbound.shipped_at.astimezone(work.zone)),
            (N_("Customer name"), outbound.party.name),
            (N_("Quantity repaired"), f"{len(lines) - len(back)}"),
            (N_("Quantity sent back unrepaired"), f"{len(back)}"),
            (N_("Shipping mode"), Text(SHIPPING[outbound.shipping_mode])),
            (N_("Tracking no."), outbound.tracking),
            (N_("RMA"), outbound.rma.number),
            (N_("Address"), outbound.party.address),
            (N_("Phone"), outbound.party.phone),
        ],
        "piece_columns": [
            *PIECE,
            ("Fault", "fault", "text"),
            ("Result", "result", "text"),
            *([("Replaced parts", "replaced", "text")] if changed else []),
            ("Accessories", "accessories", "text"),
        ],
        "pieces": [
            {**piece(line), "result": _result(line), "replaced": changed.get(line.id, "")} for line in lines
        ],
        "words": None,
        "notes": [
            N_(
                "Each repair is guaranteed for the same fault from the day on which the customer has the piece."
            )
        ]
        if len(back) < len(lines)
        else [],
        "signed_by": ["Form made out by", "Tested by", "Received by"],
    }


def _replaced(work: Work, lines: Sequence[RmaLine]) -> dict[int, str]:
    """Return by piece which parts were changed, each with its old and its new number (W-07)."""
    found: dict[int, list[str]] = {}
    for keys in pages([line.id for line in lines]):
        query = select(RemovedPart).where(RemovedPart.line_id.in_(keys)).order_by(RemovedPart.id)
        for part in work.session.scalars(query):
            numbers = f"{part.serial or '–'} → {part.new_serial or '–'}"
            named = f"{part.code}: {numbers}" if part.serial or part.new_serial else part.code
            found.setdefault(part.line_id, []).append(named)
    return {line_id: ", ".join(parts) for line_id, parts in found.items()}


def _result(line: RmaLine) -> Any:
    if line.qc_passed_on is None:
        return Text(N_("Sent back unrepaired"))
    return Text(N_("No fault found")) if line.is_no_fault else line.remedy or Text(N_("Repaired"))


def slip_context(work: Work, slip: Slip) -> dict[str, Any]:
    """Gather what the red copy shows: shipping time, reason, area salesman, the sales manager's word (F-14, RET-04)."""
    line = work.session.get_one(RmaLine, slip.line_id)
    return {
        "document": {"number": slip.document.number},
        "form_code": _code(work, "slip"),
        "stamp": N_("Red copy"),
        "facts": [
            (N_("Customer"), slip.party.name),
            (N_("RMA"), line.document.number),
            (N_("Solution"), Text(SOLUTIONS[slip.solution])),
            (N_("Shipping time"), slip.shipped_on),
            (N_("Return or exchange reason"), slip.reason),
            (N_("Purchased on"), slip.purchased_on),
            (N_("Asked for on"), slip.requested_on),
            (N_("Area salesman"), _name(slip.salesman)),
            (N_("Signed by the sales manager"), _name(slip.signed_by)),
            (N_("Signed on"), slip.signed_on),
            (N_("Booked on"), slip.booked_on),
            *_amounts(work, slip),
        ],
        "piece_columns": [*PIECE, ("Fault", "fault", "text"), ("What was found", "finding", "text")],
        "pieces": [piece(line)],
        "words": refund(slip.price, slip.fee) if slip.solution == "refund" else None,
        "currency": work.company.currency,
        "notes": [],
        "signed_by": ["After-sales service", "Area salesman", "Manager of sales", "Finance"],
    }


def _amounts(work: Work, slip: Slip) -> list[tuple[str, Any]]:
    if slip.solution != "refund":
        return []
    amounts = (
        (N_("Price paid"), slip.price),
        (N_("Tax in the price"), slip.tax),
        (N_("Fee for the use"), slip.fee),
        (N_("Refund"), refund(slip.price, slip.fee)),
    )
    return [(title, f"{work.erp.currency.round(amount):,f}") for title, amount in amounts]


def _name(person: Any) -> str | None:
    return (person.name or person.login) if person is not None else None


def form(name: str, title: str, template: str, kind: str, context: Any) -> Form:
    """Return a form of this plugin."""
    return Form(
        name=name,
        title=title,
        template=f"rma/{template}.html",
        package="sanbao_rma",
        kind=kind,
        languages=ZH,
        context=context,
    )


FEEDBACK = form(
    "rma_feedback", N_("Returned item information feedback form"), "feedback", "quote", feedback_context
)
CHARGE = form("rma_charge", N_("Repair charge form"), "charge", "charge", charge_form_context)
OUTBOUND = form("rma_outbound", N_("Repaired item outbound form"), "coded", "rma_outbound", outbound_context)
SLIP = form("rma_slip", N_("Return and exchange detail slip"), "coded", "rma_slip", slip_context)
FORMS = [FEEDBACK, CHARGE, OUTBOUND, SLIP]
