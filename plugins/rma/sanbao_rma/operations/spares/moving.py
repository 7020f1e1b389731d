"""Spare parts go from place to place: at once, or asked for first and sent later (SPR-07, SPR-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import meet_deadline, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma import errors_spares as errors
from sanbao_rma import postings_spares as postings
from sanbao_rma.kinds_spares import STOREKEEPERS
from sanbao_rma.models.spares import SpareTransfer, SpareTransferLine
from sanbao_rma.operations.spares.stock import day_of, hold, refuse_missing, set_urgent_deadline
from sanbao_rma.schemas import spares as schemas

if TYPE_CHECKING:
    from sanbao.registry.models import Place
    from sanbao.work import Work

DEADLINE = "replenishment"


@operation("spare.transfer", title=N_("Move spare parts"), schema=schemas.TransferInput, roles=STOREKEEPERS)
def transfer(
    work: Work,
    *,
    from_place: Place,
    to_place: Place,
    lines: Sequence[dict[str, Any]],
    moved_on: date | None = None,
    note: str | None = None,
) -> SpareTransfer:
    """Move spare parts to another place: a depot, an engineer's van, an installer on consignment (SPR-07)."""
    paper = _write(work, from_place, to_place, lines, note)
    _move(work, paper, day_of(work, "moved_on", moved_on))
    work.set_state(paper, "moved")
    return paper


@operation("spare.request", title=N_("Ask for spare parts"), schema=schemas.RequestInput, roles=STOREKEEPERS)
def request(
    work: Work,
    *,
    from_place: Place,
    to_place: Place,
    lines: Sequence[dict[str, Any]],
    urgent: bool,
    within: str | None = None,
    note: str | None = None,
) -> SpareTransfer:
    """Ask a place for spare parts; an emergency replenishment has a deadline (紧急补货, SPR-08)."""
    paper = _write(work, from_place, to_place, lines, note)
    paper.urgent = urgent
    if urgent or within is not None:
        set_urgent_deadline(work, paper.document, DEADLINE, within)
    return paper


@operation(
    "spare_transfer.send",
    title=N_("Send what was asked for"),
    on=SpareTransfer,
    moves={"requested": "moved"},
    schema=schemas.MovedInput,
    roles=STOREKEEPERS,
)
def send(work: Work, paper: SpareTransfer, *, moved_on: date | None = None) -> SpareTransfer:
    """Move the spare parts that were asked for; the deadline is met."""
    _move(work, paper, day_of(work, "moved_on", moved_on))
    meet_deadline(work, paper.document, kind=DEADLINE)
    return paper


def _write(
    work: Work, from_place: Place, to_place: Place, lines: Sequence[dict[str, Any]], note: str | None
) -> SpareTransfer:
    if from_place.id == to_place.id:
        raise errors.SamePlace(place=from_place.code)
    paper = SpareTransfer(
        document=new_document(
            work, "spare_transfer", title=f"{from_place.name} → {to_place.name}", party_id=to_place.party_id
        ),
        company_id=work.company.id,
        from_place=from_place,
        to_place=to_place,
        requested_on=work.today,
        note=note,
        lines=[
            SpareTransferLine(company_id=work.company.id, position=position, **line)
            for position, line in enumerate(lines, 1)
        ],
    )
    work.session.add(paper)
    work.session.flush()
    return paper


def _move(work: Work, paper: SpareTransfer, on: date) -> None:
    hold(work, (line.product for line in paper.lines))
    refuse_missing(work, paper.from_place, ((line.product, line.quantity) for line in paper.lines))
    paper.moved_on = on
    postings.transferred(work, paper, on)
