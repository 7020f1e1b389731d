"""Where each piece stands: every hand-over is a move of goods on the books and a line in its history (LED-13, RMA-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sanbao.errors import Misconfigured
from sanbao.i18n import N_
from sanbao_rma import postings
from sanbao_rma.models import Rma, RmaLine, RmaMove
from sanbao_rma.operations.pieces import owner_id

if TYPE_CHECKING:
    from sanbao.registry.models import Party, Place
    from sanbao.work import Work


class NoReceivingPlace(Misconfigured):
    """Goods are received somewhere."""

    code = "rma.no_receiving_place"
    message = N_("name the place, or put one into the setting rma_receiving_place")


def shift(
    work: Work,
    rma: Rma,
    lines: Sequence[RmaLine],
    account: str,
    place: Place | None,
    on: date,
    party: Party | None = None,
) -> None:
    """Hand pieces over to a place, or to somebody: off where they stood, on where they stand (LED-13)."""
    shift_all(work, [(rma, lines)], account, place, on, party)


def shift_all(
    work: Work,
    parcels: Iterable[tuple[Rma, Sequence[RmaLine]]],
    account: str,
    place: Place | None,
    on: date,
    party: Party | None = None,
) -> None:
    """Hand pieces of many parcels over: an entry for each parcel, the history of all in one go (LED-13)."""
    moves = [
        (rma, [(line, _move(work, line, account, place)) for line in lines])
        for rma, lines in parcels
        if lines
    ]
    work.session.add_all(move for _rma, made in moves for _line, move in made)
    work.session.flush()
    for rma, made in moves:
        shifts = [_shift(rma, line, move, party) for line, move in made]
        postings.moved(work, rma.document, shifts, on, event=f"move:{made[0][1].id}")
        record([line for line, _move in made], account, place)


def _shift(rma: Rma, line: RmaLine, move: RmaMove, party: Party | None) -> postings.Shift:
    return postings.Shift(
        line.unit.product_id if line.unit is not None else line.product_id or 0,
        line.unit_id,
        (move.from_account or "AT_CUSTOMER", move.from_place_id),
        (move.account, move.place_id),
        party.id if party is not None else owner_id(rma, line),
    )


def record(lines: Sequence[RmaLine], account: str, place: Place | None) -> None:
    """Write on pieces where they stand now."""
    for line in lines:
        line.account, line.place = account, place


def write(work: Work, lines: Sequence[RmaLine], account: str, place: Place | None) -> None:
    """Write a hand-over into the history of pieces whose goods another entry moves."""
    work.session.add_all([_move(work, line, account, place) for line in lines])
    record(lines, account, place)
    work.session.flush()


def _move(work: Work, line: RmaLine, account: str, place: Place | None) -> RmaMove:
    return RmaMove(
        company_id=work.company.id,
        line_id=line.id,
        at=work.now,
        user_id=work.user.id,
        operation=work.operation_name,
        from_account=line.account,
        from_place_id=line.place_id,
        account=account,
        place_id=place.id if place is not None else None,
    )


def receiving_place(work: Work, place: Place | None) -> Place:
    """Return the place that was named, or the one where parcels are opened."""
    if place is not None:
        return place
    code = work.setting("rma_receiving_place")
    if not code:
        raise NoReceivingPlace()
    found: Place = work.find("place", code)
    return found
