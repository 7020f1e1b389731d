"""A parcel is announced: who sends what, whose it is, what is wrong with it (RMA-01, RET-01)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.quotes import not_in_future
from sanbao.coverage.facts import fault_code
from sanbao.database.pages import pages
from sanbao.documents.models import Document
from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.models import Party, Product, Unit
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import days
from sanbao_rma.rules.flow import ENDED
from sanbao_rma.schemas.arriving import Announce

#: A piece on one of these accounts is with us, whatever became of its parcel.
KEPT = ("CUSTOMER_GOODS", "AT_SUPPLIER", "RETURNED", "SCRAPPED")

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.announce",
    title=N_("Announce a return"),
    schema=Announce,
    roles=(*CLERKS, "service_engineer", "sales"),
)
def announce(
    work: Work,
    *,
    party: Party,
    pieces: Sequence[dict[str, Any]],
    announced_on: date | None = None,
    quantity: int | None = None,
    **told: Any,
) -> Rma:
    """Take down what a customer wants to send back, before it comes (RMA-01)."""
    on = not_in_future(work, "announced_on", announced_on)
    refuse_twice(pieces)
    days.refuse_bad_wishes(work, pieces)
    units = units_of(work, pieces)
    refuse_elsewhere(work, units.values())
    head = new_document(work, "rma", title=party.name, party_id=party.id)
    rma = Rma(
        document=head, company_id=work.company.id, party=party, announced_on=on, announced_quantity=0, **told
    )
    work.session.add(rma)
    work.session.flush()
    lines = _lines(rma, pieces, units, on)
    refuse_strangers(rma, lines)
    rma.announced_quantity = quantity if quantity is not None else len(lines)
    work.session.add_all(lines)
    work.session.flush()
    head.unit_id = lines[0].unit_id if len(lines) == 1 else None
    return rma


def _lines(
    rma: Rma, pieces: Sequence[dict[str, Any]], units: dict[tuple[str, int | None], Unit], on: date
) -> list[RmaLine]:
    made: list[RmaLine] = []
    for piece in pieces:
        unit = units.get(key_of(piece))
        for _count in range(piece.get("quantity", 1)):
            made.append(
                new_line(rma, len(made) + 1, piece, unit, requested_on=piece.get("requested_on") or on)
            )
    return made


def new_line(rma: Rma, position: int, piece: dict[str, Any], unit: Unit | None, **more: Any) -> RmaLine:
    """Return a new piece of a parcel with what is known of it."""
    product = unit.product if unit is not None else piece.get("product")
    owner = piece.get("owner")
    code, words = fault_code(piece["fault"]) if piece.get("fault") else (None, None)
    return RmaLine(
        document=rma.document,
        company_id=rma.company_id,
        position=position,
        state="announced",
        unit=unit,
        product=product,
        product_id=product.id if product is not None else None,
        owner=owner if owner is not None and owner.id != rma.party_id else None,
        serial=unit.serial if unit is not None else piece.get("serial"),
        fault=words,
        fault_code=code,
        purchased_on=piece.get("purchased_on"),
        accessories=list(piece.get("accessories", ())),
        is_own_quality=False,
        is_main_component=False,
        is_no_fault=False,
        is_checked=False,
        qc_count=0,
        **{"is_announced": True, "is_unreadable": False, **more},
    )


def key_of(piece: Mapping[str, Any]) -> tuple[str, int | None]:
    """Return what a piece is looked up by: its serial number, and its product where that was said."""
    product: Product | None = piece.get("product")
    return str(piece.get("serial", "")), product.id if product is not None else None


def units_of(work: Work, pieces: Sequence[dict[str, Any]]) -> dict[tuple[str, int | None], Unit]:
    """Return the units that pieces name by their serial number; one that two products share needs its product."""
    wanted = {piece["serial"] for piece in pieces if piece.get("serial")}
    by_serial: dict[str, list[Unit]] = {}
    for serials in pages(sorted(wanted)):
        query = select(Unit).where(Unit.company_id == work.company.id, Unit.serial.in_(serials))
        for unit in work.session.scalars(query).unique():
            by_serial.setdefault(unit.serial, []).append(unit)
    found: dict[tuple[str, int | None], Unit] = {}
    problems: list[Problem] = []
    for position, piece in enumerate(pieces):
        serial, product_id = key_of(piece)
        fitting = [
            unit for unit in by_serial.get(serial, ()) if product_id is None or unit.product_id == product_id
        ]
        if len(fitting) > 1:
            known = {"serial": serial, "products": ", ".join(unit.product.code for unit in fitting)}
            message = N_("{serial} stands on several products: {products}; please say which.")
            problems.append(Problem(f"pieces.{position}.product", message, known))
        elif fitting:
            found[serial, product_id] = fitting[0]
    if problems:
        raise Invalid(problems)
    return found


def refuse_twice(pieces: Sequence[dict[str, Any]]) -> None:
    """Refuse a piece that is named twice in one parcel."""
    seen: dict[str, set[int | None]] = {}
    problems = []
    for position, piece in enumerate(pieces):
        serial, product = key_of(piece)
        products = seen.setdefault(serial, set())
        # Without its product a number stands for whichever product bears it.
        if serial and products and (product in products or None in products or product is None):
            problems.append(
                Problem(f"pieces.{position}.serial", N_("{serial} stands here twice."), {"serial": serial})
            )
        products.add(product)
    if problems:
        raise errors.BadPieces(problems)


def refuse_elsewhere(work: Work, units: Iterable[Unit], except_for: Container[int] = ()) -> None:
    """Refuse a unit that is on its way, or with us, on another parcel than these (double receipt)."""
    for line in elsewhere(work, units, except_for).values():
        raise refusal_of(line)


def refusal_of(line: RmaLine) -> errors.AlreadyHere | errors.StillHere:
    """Return why a unit cannot be sent to us that stands on this line."""
    refused = errors.StillHere if line.state in ENDED else errors.AlreadyHere
    return refused(serial=line.serial, rma=line.document.number or _(N_("this parcel")))


def elsewhere(
    work: Work, units: Iterable[Unit], except_for: Container[int] = ()
) -> dict[int | None, RmaLine]:
    """Return by unit where it is on its way, or with us: on a parcel that has not ended, unclaimed, ours by now, scrapped."""
    found: dict[int | None, RmaLine] = {}
    for keys in pages(sorted({unit.id for unit in units})):
        query = (
            select(RmaLine)
            .join(Document, Document.id == RmaLine.document_id)
            .where(RmaLine.unit_id.in_(keys))
            .where((RmaLine.state.not_in(ENDED) & Document.closed_at.is_(None)) | RmaLine.account.in_(KEPT))
            .order_by(RmaLine.id)
        )
        for line in work.session.scalars(query).unique():
            if line.document_id not in except_for:
                found.setdefault(line.unit_id, line)
    return found


def refuse_strangers(rma: Rma, lines: Sequence[RmaLine]) -> None:
    """Refuse a unit that belongs to somebody else than was said: nobody gets another one's piece back."""
    for line in lines:
        owner = line.unit.customer if line.unit is not None else None
        said = line.owner.id if line.owner is not None else rma.party_id
        if owner is not None and owner.id != said:
            named = line.owner.name if line.owner is not None else rma.party.name
            raise errors.WrongCustomer(pieces=line.serial, customer=named)
