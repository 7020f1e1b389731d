"""The printed papers of a parcel itself: what was announced or came, and what goes to a factory (RMA-02, RMA-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_rma.kinds import FACTORY, LINE_FLOW, RMA
from sanbao_rma.models import RmaLine
from sanbao_rma.operations.pieces import lines_of
from sanbao_rma.printouts import PIECE, form, piece

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_rma.models import FactoryOrder, Rma

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("End customer"),
    N_("Condition"),
    N_("State"),
    N_("Sender"),
    N_("Handed out by"),
    N_("Taken over by"),
)


def sheet_context(work: Work, rma: Rma) -> dict[str, Any]:
    """Gather what goes with a parcel, and what the sender gets for it: each piece, how it came, what with (RMA-02)."""
    lines = [line for line in lines_of(work, rma) if line.state != "void"]
    owned = [("End customer", "owner", "text")] if any(line.owner_id is not None for line in lines) else []
    came = [("Condition", "condition", "text")] if any(line.condition for line in lines) else []
    return _paper(
        rma.document,
        [
            (N_("Customer"), rma.party.name),
            (N_("Phone"), rma.party.phone),
            (N_("Announced on"), rma.announced_on),
            (N_("Announced quantity"), f"{rma.announced_quantity}"),
            (N_("Received on"), rma.received_on),
            (N_("Counted quantity"), f"{rma.counted_quantity}" if rma.counted_quantity is not None else None),
            (N_("Tracking no."), " ".join(word for word in (rma.carrier, rma.tracking) if word)),
            (N_("Reason"), rma.reason),
            (N_("Confirmed by"), rma.confirmed_by),
            (N_("Confirmed on"), rma.confirmed_on),
            (N_("Note"), rma.count_note),
        ],
        [_stands(line) for line in lines],
        [*owned, ("Fault", "fault", "text"), *came, ("Accessories", "accessories", "text"), ("State", "state", "text")],
        ["Sender", "Taken over by"],
        [N_("The pieces stay the customer's property while they are with us.")],
    )  # fmt: skip


def _stands(line: RmaLine) -> dict[str, Any]:
    return {
        **piece(line),
        "owner": line.owner.name if line.owner is not None else "",
        "condition": line.condition or "",
        "state": Text(LINE_FLOW.state(line.state).label),
    }


def factory_context(work: Work, order: FactoryOrder) -> dict[str, Any]:
    """Gather what goes with pieces to the vendor that repairs them: which, what is wrong, for how much (RMA-11)."""
    query = select(RmaLine).where(RmaLine.factory_id == order.document_id).order_by(RmaLine.position)
    lines = work.session.scalars(query).unique()
    return _paper(
        order.document,
        [
            (N_("Supplier"), order.supplier.name),
            (N_("Phone"), order.supplier.phone),
            (N_("Address"), order.supplier.address),
            (N_("RMA"), work.session.get_one(type(order.document), order.rma_id).number),
            (N_("Sent on"), order.sent_on),
            (N_("Due on"), order.due_on),
            (N_("Price agreed"), f"{work.erp.currency.round(order.price):,f}"),
            (N_("Back on"), order.back_on),
        ],
        [piece(line) for line in lines],
        [("Fault", "fault", "text"), ("What was found", "finding", "text"), ("Accessories", "accessories", "text")],
        ["Handed out by", "Taken over by"],
        [],
    )  # fmt: skip


def _paper(
    document: Document,
    facts: Sequence[tuple[str, Any]],
    pieces: Sequence[dict[str, Any]],
    columns: Sequence[tuple[str, str, str]],
    signed_by: Sequence[str],
    notes: Sequence[str],
) -> dict[str, Any]:
    return {
        "document": {"number": document.number},
        "form_code": "",
        "stamp": "",
        "facts": [(label, value) for label, value in facts if value not in (None, "")],
        "piece_columns": [*PIECE, *columns],
        "pieces": pieces,
        "words": None,
        "notes": notes,
        "signed_by": signed_by,
    }


SHEET = form("rma_sheet", RMA.title, "coded", "rma", sheet_context)
FACTORY_SHEET = form("rma_factory_sheet", FACTORY.title, "coded", "rma_factory", factory_context)
FORMS = [SHEET, FACTORY_SHEET]
