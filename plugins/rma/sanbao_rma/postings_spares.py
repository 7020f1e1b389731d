"""The entries of spare parts and loan units (LED-03, LED-10, LED-22, SPR-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import select

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit, move
from sanbao.ledger.models import PostedEntry

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_rma.models.loans import Loan
    from sanbao_rma.models.parts_orders import PartsOrder, PartsOrderLine
    from sanbao_rma.models.spares import SpareAdjustment, SpareReceipt, SpareTransfer

RECEIVED, MOVED, ADJUSTED = "received", "moved", "adjusted"
LENT, RETURNED, WRITTEN_OFF = "lent", "returned", "written_off"


def received(work: Work, receipt: SpareReceipt) -> None:
    """Dr SPARES with its pieces / Cr GRIR or AP of the supplier, from whom the pieces come (PUR-19)."""
    lines: list[Line] = []
    for line in receipt.lines:
        lines += [
            debit(
                "SPARES", line.amount, product=line.product_id, quantity=line.quantity, place=receipt.place_id
            ),
            move("AT_SUPPLIER", line.product_id, -line.quantity, party=receipt.supplier_id),
        ]
    if receipt.amount:
        lines.append(credit(receipt.credited_to, receipt.amount, party=receipt.supplier_id, rule="PUR-19"))
    said = N_("Spare parts from {party}")
    post(work, receipt.document, receipt.received_on, RECEIVED, said, lines, party=receipt.supplier.name)


def transferred(work: Work, transfer: SpareTransfer, on: date) -> None:
    """SPARES@one place → SPARES@another: pieces without money, the average stays what it is."""
    lines: list[Line] = []
    for line in transfer.lines:
        lines += [
            move("SPARES", line.product_id, -line.quantity, transfer.from_place_id),
            move("SPARES", line.product_id, line.quantity, transfer.to_place_id),
        ]
    named = {"from_place": transfer.from_place.name, "to_place": transfer.to_place.name}
    post(
        work, transfer.document, on, MOVED, N_("Spare parts from {from_place} to {to_place}"), lines, **named
    )


def moved_on_case(
    work: Work, case: Document, product: int, quantity: Decimal, places: tuple[int | None, int], event: str
) -> None:
    """SPARES@where it was taken → SPARES@where it came back to."""
    left, reached = places
    lines = [move("SPARES", product, -quantity, left), move("SPARES", product, quantity, reached)]
    post(work, case, work.today, event, N_("Parts back from {case}"), lines, case=case.number)


def adjusted(work: Work, paper: SpareAdjustment) -> None:
    """Missing: Dr ADMIN_EXP, or whoever answers for it / Cr SPARES; found: the other way round (SPR-07)."""
    lines: list[Line] = []
    for line in paper.lines:
        lines += [
            debit(
                "SPARES", line.amount, product=line.product_id, quantity=line.quantity, place=paper.place_id
            )
            if line.amount > 0
            else credit(
                "SPARES", -line.amount, product=line.product_id, quantity=line.quantity, place=paper.place_id
            ),
            move("SCRAPPED", line.product_id, -line.quantity, rule="SPR-07"),
        ]
    lines += _borne(paper)
    post(
        work,
        paper.document,
        paper.counted_on,
        ADJUSTED,
        N_("Count difference at {place}"),
        lines,
        place=paper.place.name,
    )


def _borne(paper: SpareAdjustment) -> list[Line]:
    """Return the counter-lines: what is found lowers our expense, what is missing falls on who answers for it."""
    gains = sum((line.amount for line in paper.lines if line.amount > 0), Decimal(0))
    losses = -sum((line.amount for line in paper.lines if line.amount < 0), Decimal(0))
    lines = [credit("ADMIN_EXP", gains, rule="SPR-07")] if gains else []
    if losses and paper.party is None:
        lines.append(debit("ADMIN_EXP", losses, rule="SPR-07"))
    elif losses and paper.party is not None:
        staff = not {"installer", "supplier"} & set(paper.party.roles)
        role = "EMP_RECEIVABLE" if staff else "CLAIM_SUPPLIER"
        lines.append(debit(role, losses, party=paper.party_id, rule="SPR-07"))
    return lines


def sold(
    work: Work,
    order: PartsOrder,
    taken: Iterable[tuple[PartsOrderLine, Decimal, Decimal]],
    place: int,
    on: date,
    provision: tuple[int, Decimal] | None = None,
) -> None:
    """Free: Dr WARRANTY_PROVISION of a batch, WARRANTY_EXP of the centre / Cr SPARES; paid: Dr SERVICE_COST (LED-03, LED-08)."""
    batch, left = provision or (None, Decimal(0))
    for line, quantity, cost in taken:
        held = min(cost, left) if line.free else Decimal(0)
        left -= held
        lines = [
            *([debit("WARRANTY_PROVISION", held, cost_object=batch, rule="LED-08")] if held else []),
            *([_borne_of(order, line, cost - held)] if cost - held else []),
            credit("SPARES", cost, product=line.product_id, quantity=-quantity, place=place, rule="LED-03"),
            move(
                "AT_CUSTOMER", line.product_id, quantity, party=order.party_id, cost_object=order.document_id
            ),
        ]
        event = f"delivered:{order.deliveries_count}:{line.position}"
        post(work, order.document, on, event, N_("Parts for {party}"), lines, party=order.party.name)


def _borne_of(order: PartsOrder, line: PartsOrderLine, cost: Decimal) -> Line:
    """What is free falls on the responsible centre, what is sold on the cost of services (LED-03)."""
    if not line.free:
        return debit("SERVICE_COST", cost, cost_object=order.document_id, rule="LED-03")
    centre = order.cost_centre_id
    return debit("WARRANTY_EXP", cost, cost_centre=centre, cost_object=order.document_id, rule="LED-03")


def lent(work: Work, loan: Loan, from_goods: bool) -> None:
    """Dr LOANER / Cr GOODS at cost, and the piece on LOANER_OUT at the customer; a loan unit only moves (LED-22)."""
    piece = _piece(loan)
    gone = (
        [
            debit("LOANER", loan.cost, product=piece["product"], unit=piece["unit"], rule="LED-22"),
            credit("GOODS", loan.cost, quantity=-1, place=loan.place_id, rule="LED-22", **piece),
        ]
        if from_goods and loan.cost
        else [
            move(
                "GOODS" if from_goods else "LOANER", quantity=-1, place=loan.place_id, rule="LED-22", **piece
            )
        ]
    )
    lines = [
        *gone,
        move(
            "LOANER_OUT",
            quantity=1,
            party=loan.party_id,
            cost_object=loan.document_id,
            rule="LON-03",
            **piece,
        ),
    ]
    post(work, loan.document, loan.lent_on, LENT, N_("Loan unit to {party}"), lines, party=loan.party.name)


def returned(work: Work, loan: Loan, place: int, to_goods: bool, on: date) -> None:
    """The piece back from the customer: Dr GOODS / Cr LOANER at what it stands at, or it stays a loan unit (LED-22)."""
    piece = _piece(loan)
    out = move(
        "LOANER_OUT", quantity=-1, party=loan.party_id, cost_object=loan.document_id, rule="LON-03", **piece
    )
    if to_goods and loan.cost:
        back = [
            debit("GOODS", loan.cost, quantity=1, place=place, rule="LED-22", **piece),
            credit("LOANER", loan.cost, product=piece["product"], unit=piece["unit"], rule="LED-22"),
        ]
    else:
        back = [move("GOODS" if to_goods else "LOANER", quantity=1, place=place, rule="LED-22", **piece)]
    post(
        work,
        loan.document,
        on,
        RETURNED,
        N_("Loan unit back from {party}"),
        [*back, out],
        party=loan.party.name,
    )


def written_down(work: Work, loan: Loan, amount: Decimal, centre: int, on: date, event: str) -> None:
    """Dr WARRANTY_EXP / Cr LOANER: a loan unit is worth less than it stands at (LED-22)."""
    piece = _piece(loan)
    lines = [
        debit("WARRANTY_EXP", amount, cost_centre=centre, cost_object=loan.document_id, rule="LED-22"),
        credit("LOANER", amount, product=piece["product"], unit=piece["unit"], rule="LED-22"),
    ]
    post(work, loan.document, on, event, N_("Loan unit {unit} written down"), lines, unit=loan.unit.serial)


def gone(work: Work, loan: Loan, kept_by_customer: bool, centre: int, on: date) -> None:
    """Dr WARRANTY_EXP / Cr LOANER with all it stands at; the piece stays with the customer, or is lost (LED-22)."""
    piece = _piece(loan)
    lines = [
        move(
            "LOANER_OUT",
            quantity=-1,
            party=loan.party_id,
            cost_object=loan.document_id,
            rule="LON-03",
            **piece,
        ),
        move("AT_CUSTOMER" if kept_by_customer else "SCRAPPED", quantity=1, rule="LON-03", **piece),
    ]
    if loan.cost:
        lines = [
            debit("WARRANTY_EXP", loan.cost, cost_centre=centre, cost_object=loan.document_id, rule="LED-22"),
            credit("LOANER", loan.cost, product=piece["product"], unit=piece["unit"], rule="LED-22"),
            *lines,
        ]
    post(
        work, loan.document, on, WRITTEN_OFF, N_("Loan unit {unit} written off"), lines, unit=loan.unit.serial
    )


class Piece(TypedDict):
    """How the books know a unit: by its serial number, or as one piece of its product."""

    product: int
    unit: int | None


def _piece(loan: Loan) -> Piece:
    return {"product": loan.unit.product_id, "unit": loan.unit_id if loan.by_serial else None}


def take_back(work: Work, document: Document, event: str, on: date, reason: str) -> None:
    """Reverse what a paper posted under an event by its red mirror (LED-01)."""
    query = select(PostedEntry.id).where(PostedEntry.document_id == document.id, PostedEntry.event == event)
    entry = work.session.scalars(query).one()
    work.ledger.reverse(entry, on, reason, operation=work.operation_name, user_id=work.user.id)


def post(
    work: Work,
    document: Document,
    on: date,
    event: str,
    said: str,
    lines: Sequence[Line],
    **named: str | None,
) -> None:
    """Collect an entry of a paper, with its summary in the company's language."""
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, said, **named),
            lines=list(lines),
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )
