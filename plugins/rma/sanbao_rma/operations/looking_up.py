"""What a scanned code means, what comes next for a piece, and what its past tells (RMA-01, RMA-13)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Place
from sanbao_rma.kinds import ASKERS, LINE_FLOW
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.models.scans import RmaScan
from sanbao_rma.operations import costs
from sanbao_rma.operations.pieces import owner_id, rma_of
from sanbao_rma.rules.flow import ENDED
from sanbao_rma.rules.times import minutes_worked
from sanbao_rma.schemas.scanning import PieceQuestion, ScannedQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many earlier pieces are shown.
MOST = 8


@question("rma.scanned", schema=ScannedQuestion, roles=ASKERS)
def scanned(work: Work, *, code: str, rma: Rma | None = None) -> dict[str, Any]:
    """Tell what a scanned code is: a piece (its serial number or label), a parcel (number or tracking), a place."""
    text = code.strip()
    line = _labelled(work, text) or _by_serial(work, text, rma)
    if line is not None:
        return _found("piece", line.document.number, line)
    number = _parcel(work, text)
    if number is not None:
        return _found("parcel", number)
    place = select(Place.code).where(
        Place.company_id == work.company.id, func.lower(Place.code) == text.casefold()
    )
    known = work.session.scalar(place)
    return {**_found("place" if known else "unknown", None), "place": known}


def _found(what: str, number: str | None, line: RmaLine | None = None) -> dict[str, Any]:
    return {
        "what": what,
        "rma": number,
        "position": line.position if line is not None else None,
        "serial": line.serial if line is not None else None,
        "state": line.state if line is not None else None,
        "place": None,
    }


def _labelled(work: Work, text: str) -> RmaLine | None:
    """Return the piece whose label was scanned: ``RM202406-0001/2``."""
    number, _slash, position = text.rpartition("/")
    if not number or not (position.isascii() and position.isdigit()):
        return None
    return _first(
        work, func.lower(Document.number) == number.casefold(), RmaLine.position == int(position[:9])
    )


def _by_serial(work: Work, text: str, rma: Rma | None) -> RmaLine | None:
    """Return the piece of a serial number: of the parcel in hand, else one that has not ended, else the latest."""
    same = func.lower(RmaLine.serial) == text.casefold()
    return (
        (_first(work, same, RmaLine.document_id == rma.document_id) if rma is not None else None)
        or _first(work, same, RmaLine.state.not_in(ENDED))
        or _first(work, same)
    )


def _first(work: Work, *wanted: ColumnElement[bool]) -> RmaLine | None:
    query = (
        select(RmaLine)
        .join(Document, Document.id == RmaLine.document_id)
        .where(RmaLine.company_id == work.company.id, RmaLine.state != "void", *wanted)
        .order_by(RmaLine.id.desc())
    )
    return work.session.scalars(query.limit(1)).first()


def _parcel(work: Work, text: str) -> str | None:
    """Return the number of the parcel that bears a number or a tracking number; the latest that is not closed."""
    query = (
        select(Document.number)
        .join(Rma, Rma.document_id == Document.id)
        .where(Document.company_id == work.company.id)
        .where(
            (func.lower(Document.number) == text.casefold()) | (func.lower(Rma.tracking) == text.casefold())
        )
        .order_by(Document.closed_at.is_not(None), Document.id.desc())
    )
    return work.session.scalar(query.limit(1))


@question("rma.piece", schema=PieceQuestion, roles=ASKERS)
def piece(work: Work, *, piece: RmaLine) -> dict[str, Any]:
    """Tell all about one piece: how it stands, the time spent on it, the past of its number and of its fault."""
    rma = rma_of(work, piece)
    spent = costs.costs_of(work, [rma.document_id])[rma.document_id].get(piece.id, Decimal(0))
    scans = select(RmaScan.step, RmaScan.at).where(RmaScan.line_id == piece.id, RmaScan.undone_at.is_(None))
    return {
        "key": f"{rma.document.number}/{piece.position}",
        "rma": rma.document.number,
        "state": piece.state,
        "state_label": _(LINE_FLOW.state(piece.state).label),
        "serial": piece.serial,
        "product": piece.product.code if piece.product is not None else None,
        "customer": (piece.owner or rma.party).name,
        "cost": work.erp.currency.round(spent),
        "minutes": minutes_worked(
            [(step, at) for step, at in work.session.execute(scans.order_by(RmaScan.id))], work.now
        ),
        "of_serial": _earlier(work, piece, RmaLine.unit_id == piece.unit_id) if piece.unit_id else [],
        "of_fault": _of_fault(work, piece),
        "party": owner_id(rma, piece),
    }


def _of_fault(work: Work, piece: RmaLine) -> list[dict[str, Any]]:
    """Return how the same fault was cured on pieces of the same product."""
    if piece.fault_code is None or piece.product_id is None:
        return []
    same = (
        RmaLine.fault_code == piece.fault_code,
        RmaLine.product_id == piece.product_id,
        RmaLine.remedy.is_not(None),
    )
    return _earlier(work, piece, *same)


def _earlier(work: Work, piece: RmaLine, *wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
    query = (
        select(RmaLine, Document.number)
        .join(Document, Document.id == RmaLine.document_id)
        .where(
            RmaLine.company_id == work.company.id, RmaLine.id != piece.id, RmaLine.state != "void", *wanted
        )
        .order_by(RmaLine.id.desc())
        .limit(MOST)
    )
    return [_shown(line, number) for line, number in work.session.execute(query).unique().all()]


def _shown(line: RmaLine, number: str | None) -> dict[str, Any]:
    words: Sequence[str | None] = (line.fault_code, line.finding or line.fault)
    return {
        "rma": number,
        "serial": line.serial,
        "received_on": line.received_on,
        "fault": " ".join(word for word in words if word),
        "remedy": line.remedy,
        "state": _(LINE_FLOW.state(line.state).label),
        "payment": line.payment,
    }
