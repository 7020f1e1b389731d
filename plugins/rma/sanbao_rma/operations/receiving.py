"""A parcel arrives: counted, compared with what was announced, taken into our custody (RMA-02, LED-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao import sets
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.charging.schemas import CHANNELS
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry import operations as registry
from sanbao.registry.models import Party, Place, Product, Unit
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS, ENGINEERS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import announcing, custody, exchanging, matching, pieces, promised
from sanbao_rma.operations.parcels import Parcels, Some, flat, result_of
from sanbao_rma.rules.flow import count_differs
from sanbao_rma.schemas.arriving import ConfirmCount, Receive
from sanbao_rma.schemas.pieces import MoveTo

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "rma.receive",
    title=N_("Receive the parcel"),
    on=Rma,
    many=True,
    moves={"open": ("open", "counted", "differs"), "differs": ("counted", "differs")},
    schema=Receive,
    roles=ENGINEERS,
)
def receive(
    work: Work,
    rmas: Sequence[Rma],
    *,
    pieces: Sequence[dict[str, Any]],
    as_announced: bool,
    quantity: int | None = None,
    received_on: date | None = None,
    place: Place | None = None,
    complete: bool,
    carrier: str | None = None,
    tracking: str | None = None,
) -> Any:
    """Take the customer's goods into our custody, piece by piece; another count than announced blocks (RMA-02)."""
    on = not_in_future(work, "received_on", received_on)
    on = not_before("received_on", on, max(rma.announced_on for rma in rmas))
    announcing.refuse_twice(pieces)
    _refuse_pieces_of_many(rmas, pieces)
    arrived = _announced(work, rmas) if as_announced else [(rma, _arrived(work, rma, pieces)) for rma in rmas]
    sets.write(work, flat(arrived), {"received_on": on})
    take_in(work, arrived)
    custody.shift_all(work, arrived, "CUSTOMER_GOODS", custody.receiving_place(work, place), on)
    for rma in rmas:
        rma.carrier, rma.tracking = carrier or rma.carrier, tracking or rma.tracking
        rma.received_on = rma.received_on or on
    exchanging.old_arrived(work, rmas)
    if complete:
        _count(work, rmas, quantity)
    return result_of(rmas)


def _refuse_pieces_of_many(rmas: Sequence[Rma], given: Sequence[dict[str, Any]]) -> None:
    """Refuse pieces of which nobody can say out of which of several parcels they came."""
    if given and len(rmas) > 1:
        message = N_("Several parcels are received as announced; open one of them to name its pieces.")
        raise Invalid([Problem("pieces", message)])


def _announced(work: Work, rmas: Sequence[Rma]) -> list[Some]:
    """Return what was announced and has not come yet; units that are with us on another parcel are refused."""
    found = Parcels.read(work, rmas)
    arrived = found.ready((), "receive")
    units = [line.unit for line in flat(arrived) if line.unit is not None]
    announcing.refuse_elsewhere(work, units, except_for=found.lines)
    return arrived


def _arrived(work: Work, rma: Rma, given: Sequence[dict[str, Any]]) -> list[RmaLine]:
    """Return the lines of what came out of the parcel; what nobody announced gets a line of its own."""
    lines = pieces.lines_of(work, rma)
    units = announcing.units_of(work, given)
    announcing.refuse_elsewhere(work, units.values(), except_for={rma.document_id})
    found: list[RmaLine] = []
    for piece, announced in zip(given, matching.matched(rma, lines, given, units), strict=True):
        line = announced
        if line is None:
            unit = units.get(announcing.key_of(piece))
            line = announcing.new_line(
                rma, len(lines) + 1, piece, unit, requested_on=rma.announced_on, is_announced=False
            )
            lines.append(line)
            work.session.add(line)
        _describe(line, piece)
        found.append(line)
    _refuse_one_twice(found)
    _refuse_received(found)
    return found


def _refuse_one_twice(found: Sequence[RmaLine]) -> None:
    """Refuse a piece that is named twice in other words, by its position and by its number: it came once (RMA-01)."""
    places = [line.position for line in found]
    first = {place: at for at, place in reversed(list(enumerate(places)))}
    said = N_("{serial} stands here twice.")
    problems = [
        Problem(f"pieces.{at}", said, {"serial": pieces.called(line)})
        for at, line in enumerate(found)
        if first[line.position] != at
    ]
    if problems:
        raise errors.BadPieces(problems)


def _refuse_received(found: Sequence[RmaLine]) -> None:
    twice = [line for line in found if line.state != "announced"]
    if twice:
        raise errors.AlreadyReceived(pieces=pieces.named(twice))


def _describe(line: RmaLine, piece: dict[str, Any]) -> None:
    """Write on a piece how it looks and what came with it (RMA-02)."""
    line.condition = piece.get("condition")
    line.is_unreadable = piece["is_unreadable"]
    if piece.get("accessories"):
        line.accessories = list(piece["accessories"])
    if line.serial is None and piece.get("serial"):
        line.serial = piece["serial"]
    if line.product is None and piece.get("product") is not None:
        line.product = piece["product"]


def take_in(work: Work, parcels: Sequence[tuple[Rma, Sequence[RmaLine]]]) -> None:
    """Let pieces be received; serial numbers that nobody knew open service files (PRD-04)."""
    lines = [line for _rma, found in parcels for line in found]
    unknown = [line for line in lines if line.product is None]
    if unknown:
        message = N_("{pieces}: please say which product this is.")
        raise Invalid([Problem("pieces", message, {"pieces": pieces.named(unknown)})])
    _recognize(work, parcels)
    fresh = [(rma, line) for rma, found in parcels for line in found if line.unit is None and line.serial]
    given = [
        (line.serial or "", line.product, work.session.get_one(Party, pieces.owner_id(rma, line)))
        for rma, line in fresh
    ]
    for (_rma, line), unit in zip(fresh, registered(work, given), strict=True):
        line.unit = unit
    work.session.flush()
    pieces.take(work, lines, "receive")


def _recognize(work: Work, parcels: Sequence[tuple[Rma, Sequence[RmaLine]]]) -> None:
    """Let pieces be the units whose service files were opened since they were announced; each is here once."""
    strange = [line for _rma, found in parcels for line in found if line.unit_id is None and line.serial]
    given = [{"serial": line.serial, "product": line.product} for line in strange]
    units = announcing.units_of(work, given)
    announcing.refuse_elsewhere(work, units.values(), except_for={rma.document_id for rma, _found in parcels})
    seen: dict[tuple[str, int | None], RmaLine] = {}
    for line, said in zip(strange, given, strict=True):
        key = announcing.key_of(said)
        if seen.setdefault(key, line) is not line:
            raise announcing.refusal_of(seen[key])
        line.unit = units.get(key)
    for rma, found in parcels:
        announcing.refuse_strangers(rma, found)


def registered(work: Work, given: Sequence[tuple[str, Product | None, Party]]) -> list[Unit]:
    """Open the service files of units that came as strangers; who receives them may do so."""
    if given:
        work.access.require("unit.register")
    return registry.register_all(
        work, [(serial, product, owner) for serial, product, owner in given if product]
    )


def end_count(work: Work, rmas: Sequence[Rma]) -> None:
    """Let parcels be counted that hold what was announced, and promise when their pieces go back."""
    for rma in rmas:
        rma.counted_quantity = rma.announced_quantity
    work.set_states(rmas, "counted")
    promised.begin(work, rmas)


def _count(work: Work, rmas: Sequence[Rma], quantity: int | None) -> None:
    """End the count: it is as announced, or the customer must confirm what really came (RMA-02)."""
    lines = pieces.lines_of_all(work, rmas)
    differing = [rma for rma in rmas if _differs(rma, lines[rma.document_id], quantity)]
    counted = [rma for rma in rmas if rma not in differing]
    work.set_states(differing, "differs")
    work.set_states(counted, "counted")
    promised.begin(work, counted)


def _differs(rma: Rma, lines: Sequence[RmaLine], quantity: int | None) -> bool:
    """Write down how many pieces came, and tell whether the customer has to confirm that."""
    here = [line for line in lines if line.state == "received"]
    if quantity is not None and quantity != len(here):
        message = N_("{counted} were counted, but {listed} are listed; please list each piece.")
        raise Invalid([Problem("quantity", message, {"counted": quantity, "listed": len(here)})])
    strange = [line for line in here if not line.is_announced and not line.is_unreadable]
    rma.counted_quantity = len(here)
    return count_differs(rma.announced_quantity, len(here), len(strange))


@operation(
    "rma.confirm_count",
    title=N_("Customer confirms the count"),
    on=Rma,
    moves={"differs": "counted"},
    schema=ConfirmCount,
    roles=CLERKS,
)
def confirm_count(
    work: Work,
    rma: Rma,
    *,
    confirmed_by: str,
    confirmed_on: date | None = None,
    channel: str,
    note: str | None = None,
) -> Rma:
    """Take down who at the customer's confirmed what really came; what did not come is struck out (RMA-02)."""
    on = not_in_future(work, "confirmed_on", confirmed_on)
    rma.confirmed_on = not_before("confirmed_on", on, rma.received_on)
    rma.confirmed_by, rma.count_note = confirmed_by, note
    missing = [line for line in pieces.lines_of(work, rma) if line.state == "announced"]
    pieces.take(work, missing, "miss")
    told = {"person": confirmed_by, "channel": _(CHANNELS[channel]), "count": rma.counted_quantity}
    said = _(N_("{person} ({channel}) confirms {count} pieces"), **told)
    work.note(rma.document, note=said)
    promised.begin(work, [rma])
    return rma


@operation(
    "rma.move_to",
    title=N_("Put somewhere else"),
    on=Rma,
    moves={state: state for state in ("open", "differs", "counted", "in_work", "closed")},
    schema=MoveTo,
    roles=(*ENGINEERS, "qc"),
)
def move_to(work: Work, rma: Rma, *, lines: Sequence[str], place: Place) -> Rma:
    """Hand pieces over to another place: the bench, a shelf, quality control (RMA-01, LED-13)."""
    chosen = pieces.pick(work, rma, lines) if lines else pieces.lines_of(work, rma)
    here = [line for line in chosen if line.account == "CUSTOMER_GOODS" and line.state != "outbound"]
    if lines and len(here) < len(chosen) or not here:
        away = [line for line in chosen if line not in here]
        raise errors.NotHere(pieces=pieces.named(away) or name_of(rma))
    custody.shift(
        work, rma, [line for line in here if line.place_id != place.id], "CUSTOMER_GOODS", place, work.today
    )
    return rma
