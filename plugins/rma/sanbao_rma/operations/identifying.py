"""A piece whose number nobody could read turns out to be some unit, or is given a number of its own (RMA-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party, Product
from sanbao_rma import errors, postings
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import announcing, pieces
from sanbao_rma.operations.receiving import registered
from sanbao_rma.schemas.arriving import Identify

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.identify",
    title=N_("Say which unit it is"),
    on=Rma,
    moves={state: state for state in ("open", "differs", "counted", "in_work")},
    schema=Identify,
    roles=ENGINEERS,
)
def identify(
    work: Work,
    rma: Rma,
    *,
    line: str,
    serial: str,
    product: Product | None = None,
    owner: Party | None = None,
) -> Rma:
    """Say which unit a piece with an unreadable number is, or give it a number of its own (RMA-02)."""
    piece = pieces.pick_one(work, rma, line)
    if piece.unit_id is not None or piece.state != "received":
        raise errors.BadPieces(
            [Problem("line", N_("{piece} is known already."), {"piece": pieces.called(piece)})]
        )
    given = {"serial": serial, **({"product": product} if product is not None else {})}
    unit = announcing.units_of(work, [given]).get(announcing.key_of(given))
    if unit is not None:
        announcing.refuse_elsewhere(work, [unit], except_for={rma.document_id})
    piece.owner = owner or piece.owner
    _take_over(work, rma, piece, serial)
    before = (piece.product_id or 0, None)
    if unit is None:
        holder = work.session.get_one(Party, pieces.owner_id(rma, piece))
        (unit,) = registered(work, [(serial, product or piece.product, holder)])
    piece.unit, piece.serial, piece.product = unit, unit.serial, unit.product
    announcing.refuse_strangers(rma, [piece])
    work.session.flush()
    stand = (piece.account or "CUSTOMER_GOODS", piece.place_id)
    postings.renumbered(
        work, rma.document, before, (unit.product_id, unit.id), stand, pieces.owner_id(rma, piece),
        event=f"identified:{piece.id}",
    )  # fmt: skip
    work.note(rma.document, note=f"#{piece.position}: {unit.serial}")
    return rma


def _take_over(work: Work, rma: Rma, piece: RmaLine, serial: str) -> None:
    """Let a piece be the announced one of this number, which had not been found in the parcel."""
    lines = pieces.lines_of(work, rma)
    same = [line for line in lines if (line.serial or "").casefold() == serial.casefold()]
    if any(line.state != "announced" for line in same):
        raise errors.AlreadyReceived(pieces=pieces.named(same))
    for line in same:
        piece.is_announced, piece.owner = True, piece.owner or line.owner
        piece.fault, piece.fault_code = piece.fault or line.fault, piece.fault_code or line.fault_code
        piece.purchased_on, piece.requested_on = line.purchased_on, line.requested_on
        pieces.take(work, [line], "miss")
