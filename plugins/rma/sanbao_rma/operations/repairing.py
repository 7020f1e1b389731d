"""The bench: repairs begun and finished, parts and boards exchanged, tested by quality control (RMA-04, RMA-06, W-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from sanbao import sets
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry import operations as registry
from sanbao.registry.models import UnitPart
from sanbao_rma import errors, postings
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaCheck, RmaLine
from sanbao_rma.operations import days, pieces, quoting, removed, waits
from sanbao_rma.operations.parcels import Parcels, flat, result_of
from sanbao_rma.rules.paying import PAID
from sanbao_rma.schemas.bench import CheckQuality, Finish, NewSerial, ReplacePart
from sanbao_rma.schemas.pieces import Pieces

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

WORK = {"in_work": "in_work"}
#: What a main board is called where nobody says which part of the product it is.
BOARD = "BOARD"


@operation(
    "rma.start",
    title=N_("Start the repair"),
    on=Rma,
    many=True,
    moves=WORK,
    schema=Pieces,
    roles=ENGINEERS,
)
def start(work: Work, rmas: Sequence[Rma], *, lines: Sequence[str]) -> Any:
    """Begin the repair of pieces; at the customer's cost only once it has agreed in writing (RMA-04)."""
    found = Parcels.read(work, rmas, bare=True)
    chosen = flat(found.pick(lines) if lines else found.ready((), "start", _may_start))
    quoting.refuse_unagreed(chosen)
    pieces.take(work, chosen, "start")
    sets.write(work, [line for line in chosen if line.started_at is None], {"started_at": work.now})
    return result_of(rmas)


def _may_start(line: RmaLine) -> bool:
    """Tell whether the repair of a piece may begin: agreed to, or free."""
    return line.state == "agreed" or line.payment not in PAID


@operation(
    "rma.replace_part", title=N_("Replace a part"), on=Rma, moves=WORK, schema=ReplacePart, roles=ENGINEERS
)
def replace_part(
    work: Work,
    rma: Rma,
    *,
    line: str,
    part: str,
    serial: str | None = None,
    keep: bool | None = None,
    replaced_on: date | None = None,
) -> Rma:
    """Write a new part into the unit's file: its own warranty begins; the old one must be accounted for (W-07, SPR-02)."""
    piece, unit = _on_bench(work, rma, line)
    on = days.in_order(work, "replaced_on", replaced_on, [piece])
    new = registry.exchange_part(
        work,
        unit,
        part,
        on,
        serial=serial,
        paid_by_customer=piece.payment in PAID,
        document=rma.document,
    )
    old = work.session.get(UnitPart, new.replaces_id) if new.replaces_id is not None else None
    was = old.serial if old is not None else None
    removed.take_out(work, rma, piece, unit, on, code=new.code, keep=keep, serial=was, new_serial=serial)
    return rma


def _on_bench(work: Work, rma: Rma, key: str) -> tuple[RmaLine, Unit]:
    """Return a piece in repair with its unit, locked."""
    piece = pieces.pick_one(work, rma, key)
    if piece.state != "repairing":
        raise errors.NoRepair(pieces=pieces.called(piece))
    if piece.unit is None:
        raise errors.NotIdentified(pieces=pieces.called(piece))
    return piece, work.locked(piece.unit)


@operation(
    "rma.swap_board",
    title=N_("Exchange the main board"),
    on=Rma,
    moves=WORK,
    schema=NewSerial,
    roles=ENGINEERS,
)
def swap_board(
    work: Work,
    rma: Rma,
    *,
    line: str,
    serial: str,
    part: str | None = None,
    keep: bool | None = None,
    replaced_on: date | None = None,
) -> Rma:
    """Give a piece the serial number of its new main board; its promises go on under the new number (RMA-01)."""
    piece, unit = _on_bench(work, rma, line)
    on = days.in_order(work, "replaced_on", replaced_on, [piece])
    new: Unit = registry.replace(work, unit, serial=serial, replaced_on=on)
    stand = (piece.account or "CUSTOMER_GOODS", piece.place_id)
    postings.renumbered(
        work,
        rma.document,
        (unit.product_id, unit.id),
        (new.product_id, new.id),
        stand,
        pieces.owner_id(rma, piece),
        event=f"board:{new.id}",
    )
    work.note(rma.document, note=f"#{piece.position}: {unit.serial} → {new.serial}")
    code = part or piece.part or BOARD
    serials = {"serial": unit.serial, "new_serial": new.serial}
    removed.take_out(work, rma, piece, unit, on, code=code, keep=keep, **serials)
    piece.new_unit, piece.unit, piece.serial = new, new, new.serial
    return rma


@operation(
    "rma.finish",
    title=N_("Finish the repair"),
    on=Rma,
    many=True,
    moves=WORK,
    schema=Finish,
    roles=ENGINEERS,
)
def finish(
    work: Work,
    rmas: Sequence[Rma],
    *,
    lines: Sequence[str],
    repaired_on: date | None = None,
    remedy: str | None = None,
) -> Any:
    """Say that pieces are repaired and ready for the test; one without a fault needs no repair (RMA-06)."""
    found = Parcels.read(work, rmas, bare=True)
    chosen = flat(found.pick(lines) if lines else found.ready((), "finish", _may_finish))
    skipped = [line for line in chosen if line.state == "diagnosed" and not line.is_no_fault]
    if skipped:
        raise errors.NoRepair(pieces=pieces.named(skipped))
    on = days.in_order(work, "repaired_on", repaired_on, chosen)
    pieces.take(work, chosen, "finish")
    waits.end(work, chosen)
    sets.write(work, chosen, {"repaired_on": on, **({"remedy": remedy} if remedy else {})})
    return result_of(rmas)


def _may_finish(line: RmaLine) -> bool:
    return line.state == "repairing" or line.is_no_fault


@operation(
    "rma.check_quality",
    title=N_("Test the repair"),
    on=Rma,
    many=True,
    moves=WORK,
    schema=CheckQuality,
    roles=("qc", "service_manager"),
    apart_from=("rma.finish",),
)
def check_quality(
    work: Work,
    rmas: Sequence[Rma],
    *,
    lines: Sequence[str],
    passed: bool,
    note: str | None = None,
    checked_on: date | None = None,
) -> Any:
    """Test repaired pieces, by somebody who did not repair them; what fails goes back to the bench (RMA-06)."""
    step = "pass_quality" if passed else "fail_quality"
    by_parcel = Parcels.read(work, rmas, bare=True).ready(lines, step)
    chosen = flat(by_parcel)
    on = days.in_order(work, "checked_on", checked_on, chosen)
    day = on if passed else None
    sets.write_each(work, [(line, {"qc_count": line.qc_count + 1, "qc_passed_on": day}) for line in chosen])
    work.session.execute(insert(RmaCheck), [_check(work, line, passed, note) for line in chosen])
    pieces.take(work, chosen, step)
    for rma, tested in by_parcel if note is not None else ():
        work.note(rma.document, note=f"{pieces.named(tested)}: {note}")
    return result_of(rmas)


def _check(work: Work, line: RmaLine, passed: bool, note: str | None) -> dict[str, Any]:
    return {
        "company_id": work.company.id,
        "line_id": line.id,
        "at": work.now,
        "user_id": work.user.id,
        "passed": passed,
        "note": note,
    }
