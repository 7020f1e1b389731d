"""The end of a parcel: every piece accounted for, every cent borne (RMA-01, LED-27)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.documents.kinds import UNDONE, VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS, LINE_FLOW
from sanbao_rma.models import Rma, RmaLine, Slip
from sanbao_rma.operations import pieces, removed
from sanbao_rma.operations.parcels import result_of
from sanbao_rma.rules.flow import ENDED

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.close",
    title=N_("Close the RMA"),
    on=Rma,
    many=True,
    moves={"open": "closed", "counted": "closed", "in_work": "closed"},
    roles=(*CLERKS, "finance"),
)
def close(work: Work, rmas: Sequence[Rma]) -> Any:
    """Close parcels: each piece has its end, what was taken back is booked, no interim account carries anything (LED-27)."""
    found = pieces.lines_of_all(work, rmas, bare=True)
    counted = [line for rma in rmas if rma.counted_quantity is not None for line in found[rma.document_id]]
    never_came = [line for line in counted if line.state == "announced" and line.new_unit_id is None]
    pieces.take(work, never_came, "miss")
    slips = _open_slips(work, list(found))
    for rma in rmas:
        _refuse_unaccounted(rma, found[rma.document_id], slips.get(rma.document_id, []))
        rma.closed_on = work.today
    removed.refuse_held(work, [(rma, found[rma.document_id]) for rma in rmas])
    return result_of(rmas)


def _refuse_unaccounted(rma: Rma, lines: Sequence[RmaLine], slips: Sequence[str]) -> None:
    """Refuse the end while a piece is on its way, or a slip waits to be booked."""
    waiting = [line for line in lines if line.state not in ENDED]
    if waiting:
        told = (f"{pieces.called(line)} ({_(LINE_FLOW.state(line.state).label)})" for line in waiting)
        raise errors.Unaccounted(rma=name_of(rma), pieces=_(N_(", ")).join(told))
    if slips:
        raise errors.SlipOpen(rma=name_of(rma), slips=", ".join(slips))


def _open_slips(work: Work, rma_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return by parcel the slips that wait to be booked."""
    found: dict[int, list[str]] = {}
    for keys in pages(rma_ids):
        query = (
            select(Slip.rma_id, Document.number)
            .join(Document, Document.id == Slip.document_id)
            .where(Slip.rma_id.in_(keys), Document.state.not_in((*UNDONE, "booked")))
        )
        for rma_id, number in work.session.execute(query.order_by(Document.id)):
            found.setdefault(rma_id, []).append(number or "")
    return found


def refuse_void(work: Work, documents: Sequence[Document], to_state: str) -> None:
    """Refuse to make a paper undone that moved goods; of a parcel the books themselves know it."""
    if to_state != VOID:
        return
    for document in documents:
        if document.kind in ("rma_outbound", "rma_factory"):
            raise errors.OutThere(document=document.number)
        if document.kind == "rma_slip" and _new_is_out(work, document):
            raise errors.OutThere(document=document.number)


def _new_is_out(work: Work, document: Document) -> bool:
    """Tell whether the new piece of an exchange has left under a slip."""
    query = select(RmaLine.id).where(RmaLine.slip_id == document.id, RmaLine.new_shipped_on.is_not(None))
    return work.session.scalar(query.limit(1)) is not None


def void_lines(work: Work, documents: Sequence[Document]) -> None:
    """Let the pieces of a parcel that was made undone be expected no longer, and free those of a voided slip."""
    ids = [document.id for document in documents if document.kind == "rma" and document.state == VOID]
    query = select(RmaLine).where(RmaLine.document_id.in_(ids), RmaLine.state == "announced")
    for line in list(work.session.scalars(query).unique()) if ids else ():
        pieces.take(work, [line], "miss")
    slips = [document.id for document in documents if document.kind == "rma_slip" and document.state == VOID]
    held = select(RmaLine).where(RmaLine.slip_id.in_(slips))
    for line in list(work.session.scalars(held).unique()) if slips else ():
        line.slip_id = None
