"""Where each piece stands: every hand-over is a move of goods on the books and a line in its history (LED-13, RMA-01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from sanbao import sets
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
    named = [RmaMove(**made[0][1]) for _rma, made in moves]  # its key makes the event of the parcel's entry
    work.session.add_all(named)
    work.session.flush()
    others = [move for _rma, made in moves for _line, move in made[1:]]
    if others:
        work.session.execute(insert(RmaMove), others)
    for (rma, made), first in zip(moves, named, strict=True):
        shifts = [_shift(rma, line, move, party) for line, move in made]
        postings.moved(work, rma.document, shifts, on, event=f"move:{first.id}")
    record(work, [line for _rma, made in moves for line, _move in made], account, place)


def _shift(rma: Rma, line: RmaLine, move: Mapping[str, Any], party: Party | None) -> postings.Shift:
    return postings.Shift(
        line.unit.product_id if line.unit is not None else line.product_id or 0,
        line.unit_id,
        (move["from_account"] or "AT_CUSTOMER", move["from_place_id"]),
        (move["account"], move["place_id"]),
        party.id if party is not None else owner_id(rma, line),
    )


def record(work: Work, lines: Sequence[RmaLine], account: str, place: Place | None) -> None:
    """Write on pieces where they stand now."""
    key = place.id if place is not None else None
    sets.write(work, lines, {"account": account, "place_id": key})
    for line in lines:
        set_committed_value(line, "place", place)


def write(work: Work, lines: Sequence[RmaLine], account: str, place: Place | None) -> None:
    """Write a hand-over into the history of pieces whose goods another entry moves."""
    work.session.execute(insert(RmaMove), [_move(work, line, account, place) for line in lines])
    record(work, lines, account, place)


def _move(work: Work, line: RmaLine, account: str, place: Place | None) -> dict[str, Any]:
    return {
        "company_id": work.company.id,
        "line_id": line.id,
        "at": work.now,
        "user_id": work.user.id,
        "operation": work.operation_name,
        "from_account": line.account,
        "from_place_id": line.place_id,
        "account": account,
        "place_id": place.id if place is not None else None,
    }


def receiving_place(work: Work, place: Place | None) -> Place:
    """Return the place that was named, or the one where parcels are opened."""
    if place is not None:
        return place
    code = work.setting("rma_receiving_place")
    if not code:
        raise NoReceivingPlace()
    found: Place = work.find("place", code)
    return found
