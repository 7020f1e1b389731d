"""A new piece goes out for an old one: after goods and slip, or ahead of them against a day (RET-05, RET-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.calendar import end_of_day
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.documents.models import DeadlineRecord
from sanbao.documents.operations import meet_deadline, set_deadline
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import Party, Place, Product
from sanbao_rma import errors, postings
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine, Slip
from sanbao_rma.operations import new_pieces, pieces
from sanbao_rma.operations.deadlines import OLD_PIECE
from sanbao_rma.operations.taking_back import APPROVERS, OPEN
from sanbao_rma.schemas.leaving import Exchange, ShipAhead

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("rma.exchange", title=N_("Send the new piece"), on=Rma, moves=OPEN, schema=Exchange, roles=CLERKS)
def exchange(
    work: Work,
    rma: Rma,
    *,
    line: str,
    serial: str,
    place: Place,
    product: Product | None = None,
    shipped_on: date | None = None,
) -> Rma:
    """Send a new piece for an old one, once the old one and its slip are there (RET-05, RET-06)."""
    piece = pieces.pick_one(work, rma, line)
    on = not_in_future(work, "shipped_on", shipped_on)
    if piece.received_on is None:
        raise errors.GoodsMissing(piece=pieces.called(piece))
    slip = work.session.get(Slip, piece.slip_id) if piece.slip_id is not None else None
    if slip is None or slip.solution != "exchange":
        raise errors.SlipMissing(piece=pieces.called(piece))
    not_before("shipped_on", on, max(slip.issued_on, piece.received_on))
    _send_new(work, rma, piece, serial, product, place, on)
    return rma


def _send_new(
    work: Work, rma: Rma, piece: RmaLine, serial: str, product: Product | None, place: Place, on: date
) -> None:
    """Take a new piece from stock and let it take the old one's place in the customer's file; it is ours until booked."""
    if piece.new_unit is not None and piece.new_shipped_on is not None:
        raise errors.AlreadyShipped(piece=pieces.called(piece), serial=piece.new_unit.serial)
    if piece.unit is None:
        raise errors.NotIdentified(pieces=pieces.called(piece))
    wanted = product or piece.unit.product
    new, by_serial = new_pieces.take_new(work, work.locked(piece.unit), serial, wanted, place, on)
    piece.new_unit, piece.new_shipped_on = new, on
    owner, unit = pieces.owner_id(rma, piece), new.id if by_serial else None
    postings.sent_out(work, rma.document, (wanted.id, unit), place.id, owner, on, event=f"new:{new.id}")
    work.note(rma.document, note=f"{pieces.called(piece)} → {new.serial}")


@operation(
    "rma.ship_ahead",
    title=N_("Send the new piece ahead"),
    on=Rma,
    moves={"open": "open", "counted": "counted", "in_work": "in_work"},
    schema=ShipAhead,
    roles=APPROVERS,
    apart_from=("rma.announce",),
)
def ship_ahead(
    work: Work,
    rma: Rma,
    *,
    line: str,
    serial: str,
    place: Place,
    due_on: date,
    price: Decimal,
    because: str,
    product: Product | None = None,
    shipped_on: date | None = None,
) -> Rma:
    """Send a new piece before the old one has come; if that stays away, the customer pays it (RET-05: 原则上)."""
    piece = pieces.pick_one(work, rma, line)
    pieces.refuse_wrong_order([piece], "charge")
    on = not_before("shipped_on", not_in_future(work, "shipped_on", shipped_on), rma.announced_on)
    if due_on < work.today:
        raise Invalid([Problem("due_on", N_("This day is over already."))])
    _send_new(work, rma, piece, serial, product, place, on)
    piece.ahead_due_on, piece.ahead_price, piece.special_case = due_on, price, because
    work.note(rma.document, note=because)
    _expect_old(work, rma)
    return rma


def _expect_old(work: Work, rma: Rma) -> None:
    """Set the day by which the next old piece shall come; met when none is awaited any more."""
    work.session.flush()
    days = [line.ahead_due_on for line in waiting(work, rma) if line.ahead_due_on is not None]
    if days:
        set_deadline(work, rma.document, kind=OLD_PIECE, due_at=end_of_day(min(days), work.zone))
    else:
        meet_deadline(work, rma.document, kind=OLD_PIECE)


def waiting(work: Work, rma: Rma) -> list[RmaLine]:
    """Return the pieces that have not come though a new one was sent ahead."""
    return [
        line
        for line in pieces.lines_of(work, rma)
        if line.state == "announced" and line.new_shipped_on is not None
    ]


def old_arrived(work: Work, rmas: Sequence[Rma]) -> None:
    """Let the day for old pieces follow what came."""
    lines = pieces.lines_of_all(work, rmas)
    for rma in rmas:
        if any(line.ahead_due_on is not None for line in lines[rma.document_id]):
            _expect_old(work, rma)


@operation(
    "rma.charge_ahead",
    title=N_("Charge what was sent ahead"),
    on=Rma,
    moves={"open": "open", "counted": "counted", "in_work": "in_work"},
    roles=("service_manager", "finance"),
)
def charge_ahead(work: Work, rma: Rma) -> Rma:
    """Charge the new pieces whose old ones did not come in time: what was lent on trust is sold (RET-05)."""
    late = waiting(work, rma)
    if not late:
        raise errors.NotSentAhead(rma=name_of(rma))
    due = [line for line in late if line.ahead_due_on is not None and line.ahead_due_on < work.today]
    if not due:
        raise errors.NotYetDue(
            piece=pieces.named(late), day=min(line.ahead_due_on or date.max for line in late)
        )
    for line in due:
        _charge(work, rma, line)
    pieces.take(work, due, "charge")
    _expect_old(work, rma)
    return rma


def _charge(work: Work, rma: Rma, line: RmaLine) -> None:
    assert line.new_unit is not None  # noqa: S101 - it was sent ahead
    party = work.session.get_one(Party, pieces.owner_id(rma, line))
    said = N_("{product} {serial}, sent ahead for {old}, which never came")
    named = {
        "product": line.new_unit.product.name,
        "serial": line.new_unit.serial,
        "old": pieces.called(line),
    }
    item = {
        "text": in_language(work.company.locale, said, **named)[:200],
        "price": line.ahead_price,
        "unit": line.new_unit,
        "role": "SALES_REV",
    }
    work.do("charge.issue", {"case": rma.document, "party": party, "lines": [item]})
    sold = (line.new_unit.product_id, new_pieces.sent_as(work, line.new_unit))
    cost = new_pieces.cost_of(work, line.new_unit)
    postings.sold(work, rma.document, sold, cost, party.id, work.today, event=f"sold:{line.id}")
    line.ended_on = work.today


def old_piece_missed(work: Work, deadline: DeadlineRecord) -> None:
    """Charge what was sent ahead on the day after the old piece was due."""
    work.do("rma.charge_ahead", subject=work.session.get_one(Rma, deadline.document_id))
