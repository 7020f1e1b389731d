"""The entries of pieces that come, go, and change hands (LED-09, LED-13, LED-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao.ledger import Code, Entry, Line, credit, debit, move
from sanbao_rma.rules.returning import loss, refund

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_rma.models import FactoryOrder, RmaLine, Slip

#: A new piece: its product, and its unit where the books know it by its serial number.
New = tuple[int, int | None]
#: A memo account and a place on it.
Stand = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Shift:
    """One piece that leaves a stand for another; ``party`` is whose it is, or who has it."""

    product: int
    unit: int | None
    leaves: Stand
    reaches: Stand
    party: int | None


def moved(work: Work, document: Document, shifts: Sequence[Shift], on: date, event: str) -> None:
    """Pieces leave one stand for another: quantity without money (LED-13)."""
    lines = [line for shift in shifts for line in _goods(shift, document)]
    _post(work, document, on, event, N_("Pieces of {document} handed over"), lines)


def _goods(shift: Shift, document: Document) -> list[Line]:
    kept = {"cost_object": document.id, "rule": "LED-13"}
    (left, place), (reached, target) = shift.leaves, shift.reaches
    return [
        move(left, shift.product, -1, place, shift.unit, shift.party, **kept),  # type: ignore[arg-type]
        move(reached, shift.product, 1, target, shift.unit, shift.party, **kept),  # type: ignore[arg-type]
    ]


def parts_moved(work: Work, document: Document, shifts: Sequence[Shift], on: date, event: str) -> None:
    """Parts taken out of pieces leave one stand for another: quantity without money (SPR-02, LED-13)."""
    lines = [line for shift in shifts for line in _goods(shift, document)]
    _post(work, document, on, event, N_("Replaced parts of {document}"), lines)


def renumbered(
    work: Work, document: Document, old: tuple[int, int | None], new: tuple[int, int | None], stand: Stand,
    party: int, event: str
) -> None:  # fmt: skip
    """The same piece under another number: off as the old one, on as the new one, on both sides (LED-13)."""
    lines: list[Line] = []
    for (product, unit), leaves, reaches in (
        (old, stand, ("AT_CUSTOMER", None)),
        (new, ("AT_CUSTOMER", None), stand),
    ):
        lines += _goods(Shift(product, unit, leaves, reaches, party), document)
    _post(work, document, work.today, event, N_("A piece of {document} has another serial number"), lines)


def sent_out(work: Work, document: Document, new: New, place: int, party: int, on: date, event: str) -> None:
    """GOODS@depot → GOODS@customer: a new piece has left, and is ours until the exchange is booked (RET-05)."""
    product, unit = new
    lines = [
        move("GOODS", product, -1, place, unit, cost_object=document.id, rule="RET-05"),
        move("GOODS", product, 1, None, unit, party, cost_object=document.id, rule="RET-05"),
    ]
    _post(work, document, on, event, N_("New piece for {document} sent"), lines)


def exchanged(work: Work, slip: Slip, line: RmaLine, new: New, cost: Decimal, on: date) -> None:
    """Dr RETURNED, WARRANTY_EXP / Cr GOODS (LED-19): the old piece is ours, the new one the customer's."""
    document, (product, unit), party = slip.document, new, slip.party_id
    lines = [
        *_taken_back(slip, line),
        credit("GOODS", cost, product=product, quantity=-1, unit=unit, party=party, rule="LED-19"),
        move("AT_CUSTOMER", product, 1, None, unit, party, cost_object=slip.rma_id, rule="LED-19"),
    ]
    _post(work, document, on, "booked", N_("Exchange under {document}"), lines)


def refunded(work: Work, slip: Slip, line: RmaLine, cost: Decimal, on: date) -> None:
    """Dr SALES_REV, VAT_OUT / Cr OTHER_PAYABLE, SERVICE_REV; Dr RETURNED, WARRANTY_EXP / Cr SALES_COST (LED-19)."""
    money = [debit("SALES_REV", slip.price - slip.tax, rule="LED-19")]
    if slip.tax:
        money.append(debit("VAT_OUT", slip.tax, rule="LED-19"))
    back = refund(slip.price, slip.fee)
    if back:
        money.append(credit("OTHER_PAYABLE", back, party=slip.party_id, rule="LED-19"))
    if slip.fee:
        money.append(credit("SERVICE_REV", slip.fee, rule="N-08"))
    _post(work, slip.document, on, "refunded", N_("Refund under {document}"), money)
    goods = [*_taken_back(slip, line)]
    if cost:
        goods.append(credit("SALES_COST", cost, rule="LED-19"))
    _post(work, slip.document, on, "booked", N_("Returned goods under {document}"), goods)


def refund_paid(work: Work, slip: Slip, on: date) -> None:
    """Dr OTHER_PAYABLE / Cr BANK: the customer has its money (LED-19)."""
    back = refund(slip.price, slip.fee)
    lines = [
        debit("OTHER_PAYABLE", back, party=slip.party_id, rule="LED-19"),
        credit("BANK", back, rule="LED-19"),
    ]
    _post(work, slip.document, on, f"paid:{slip.payments_count}", N_("Refund under {document} paid"), lines)


def _taken_back(slip: Slip, line: RmaLine) -> list[Line]:
    """The old piece leaves our custody and becomes ours, at what it is still worth; the rest is a loss (LED-19)."""
    product, unit = line.unit.product_id if line.unit is not None else line.product_id or 0, line.unit_id
    kept = {"cost_object": slip.rma_id, "rule": "LED-13"}
    leaves = move(line.account or "CUSTOMER_GOODS", product, -1, line.place_id, unit, slip.party_id, **kept)  # type: ignore[arg-type]
    worth, lost = slip.recoverable, loss(slip.cost or Decimal(0), slip.recoverable)
    reaches = (
        debit("RETURNED", worth, product=product, unit=unit, quantity=1, place=line.place_id, rule="LED-19")
        if worth
        else move("RETURNED", product, 1, line.place_id, unit, rule="LED-19")
    )
    lines = [leaves, reaches]
    if lost:
        lines.append(
            debit(
                "WARRANTY_EXP", lost, cost_centre=slip.cost_centre_id, cost_object=slip.rma_id, rule="LED-19"
            )
        )
    return lines


def sold(work: Work, document: Document, new: New, cost: Decimal, party: int, on: date, event: str) -> None:
    """Dr SALES_COST / Cr GOODS: what was sent ahead is sold, as the old piece never came."""
    product, unit = new
    lines = [
        credit("GOODS", cost, product=product, quantity=-1, unit=unit, party=party, rule="RET-05"),
        move("AT_CUSTOMER", product, 1, None, unit, party, cost_object=document.id, rule="RET-05"),
    ]
    if cost:
        lines.append(debit("SALES_COST", cost, rule="RET-05"))
    _post(work, document, on, event, N_("What was sent ahead under {document} is sold"), lines)


def refurbished(
    work: Work,
    document: Document,
    line: RmaLine,
    product: int,
    role: str,
    place: int,
    value: Decimal,
    on: date,
) -> None:
    """Dr SPARES or GOODS / Cr RETURNED: an old piece that is ours was made into something else."""
    old, unit = line.unit.product_id if line.unit is not None else line.product_id or 0, line.unit_id
    lines = [
        _worth(credit, "RETURNED", value, old, -1, line.place_id, unit),
        move("CONSUMED", old, 1, None, unit, cost_object=document.id, rule="LED-10"),
        _worth(debit, role, value, product, 1, place, None),
        move("CONSUMED", product, -1, cost_object=document.id, rule="LED-10"),
    ]
    _post(work, document, on, f"refurbished:{line.id}", N_("A piece of {document} refurbished"), lines)


def _worth(
    side: object, role: str, value: Decimal, product: int, quantity: int, place: int | None, unit: int | None
) -> Line:
    if not value:
        return move(role, product, quantity, place, unit, rule="LED-19")
    book = debit if side is debit else credit
    return book(role, value, product=product, quantity=quantity, place=place, unit=unit, rule="LED-19")


def factory_accrued(work: Work, order: FactoryOrder, price: Decimal, on: date) -> None:
    """Dr the order's account @ its cost centre / Cr GRIR: bought work never becomes stock (LED-09, PUR-04)."""
    lines = [
        debit(Code(order.expense_account or ""), price, cost_centre=order.cost_centre_id, rule="LED-09"),
        credit("GRIR", price, party=order.supplier_id, rule="LED-09"),
    ]
    event = f"receipt:{order.receipts_count}"
    _post(work, order.document, on, event, N_("Factory repair {document}"), lines)


def _post(work: Work, document: Document, on: date, event: str, said: str, lines: Sequence[Line]) -> None:
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, said, document=document.number or document.title),
            lines=list(lines),
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )
