"""Scans at the receiving station and at the bench: a step each, its moment kept, the last one taken back (RMA-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.records import name_of
from sanbao.registry.models import Place
from sanbao_rma import errors_scans as errors
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaCost, RmaLine
from sanbao_rma.models.scans import RmaScan
from sanbao_rma.operations import custody, exchanging, pieces
from sanbao_rma.schemas.scanning import ScanIn, ScanWork

if TYPE_CHECKING:
    from sanbao.work import Work

_STAYS = {state: (state,) for state in ("open", "differs", "counted", "in_work")}


@operation(
    "rma.scan_in",
    title=N_("Scan a piece in"),
    on=Rma,
    moves={"open": ("open",), "differs": ("differs",)},
    schema=ScanIn,
    roles=ENGINEERS,
)
def scan_in(work: Work, rma: Rma, *, piece: dict[str, Any], place: Place | None = None) -> Rma:
    """Receive one piece by its scan; the count stays open until somebody says that the parcel is empty (RMA-02)."""
    where = {"place": place} if place is not None else {}
    _take(work, rma, "receive", {"pieces": [piece], "complete": False, **where})
    return rma


@operation(
    "rma.scan_work", title=N_("Scan at the bench"), on=Rma, moves={"in_work": ("in_work",)}, schema=ScanWork,
    roles=ENGINEERS,
)  # fmt: skip
def scan_work(work: Work, rma: Rma, *, line: str, step: str, remedy: str | None = None) -> Rma:
    """Begin or end the repair of a piece by its scan; the time between the two is what it took (RMA-12)."""
    more = {"remedy": remedy} if remedy is not None and step == "finish" else {}
    _take(work, rma, step, {"lines": [line], **more})
    return rma


def _take(work: Work, rma: Rma, step: str, data: Mapping[str, Any]) -> None:
    """Do a step, and write down which pieces it moved."""
    before = {line.id: (line.state, line.serial) for line in pieces.lines_of(work, rma)}
    work.do(f"rma.{step}", data, subject=rma)
    for line in pieces.lines_of(work, rma):
        state, serial = before.get(line.id, ("announced", line.serial))
        if line.state != state:
            work.session.add(_scan(work, line, step, state, is_numbered=line.serial != serial))
    work.session.flush()


def _scan(work: Work, line: RmaLine, step: str, before: str, *, is_numbered: bool) -> RmaScan:
    return RmaScan(
        company_id=work.company.id,
        line_id=line.id,
        user_id=work.user.id,
        at=work.now,
        step=step,
        from_state=before,
        to_state=line.state,
        is_numbered=is_numbered,
    )


@operation("rma.undo_scan", title=N_("Undo the last scan"), on=Rma, moves=_STAYS, roles=ENGINEERS)
def undo_scan(work: Work, rma: Rma) -> Rma:
    """Take back what one's own last scan on a parcel did, as long as nothing has followed from it."""
    scan = last_scan(work, rma)
    if scan is None:
        raise errors.NothingScanned(rma=name_of(rma))
    line = work.session.get_one(RmaLine, scan.line_id)
    _refuse_followed(work, rma, line, scan)
    {"receive": _unreceive, "start": _unstart, "finish": _unfinish}[scan.step](work, rma, line, scan)
    scan.undone_at = work.now
    work.note(rma.document, note=f"{pieces.called(line)}: {scan.to_state} → {line.state}")
    return rma


def last_scan(work: Work, rma: Rma) -> RmaScan | None:
    """Return one's own last scan on a parcel that is not undone."""
    query = (
        select(RmaScan)
        .join(RmaLine, RmaLine.id == RmaScan.line_id)
        .where(RmaLine.document_id == rma.document_id)
        .where(RmaScan.user_id == work.user.id, RmaScan.undone_at.is_(None))
        .order_by(RmaScan.id.desc())
    )
    return work.session.scalars(query.limit(1)).first()


def _refuse_followed(work: Work, rma: Rma, line: RmaLine, scan: RmaScan) -> None:
    """Refuse to take back a scan after which the piece, its parcel or its cost has gone on."""
    counted = scan.step == "receive" and rma.state not in ("open", "differs")
    spent = select(RmaCost.cost_line_id).where(RmaCost.line_id == line.id).limit(1)
    begun = scan.step == "start" and work.session.scalar(spent) is not None
    if counted or begun or line.state != scan.to_state or (scan.step == "receive" and line.is_unreadable
                                                           and line.unit_id is not None):  # fmt: skip
        raise errors.ScanFollowed(piece=pieces.called(line))


def _unreceive(work: Work, rma: Rma, line: RmaLine, scan: RmaScan) -> None:
    """Let a piece be as if it had not come; one that nobody had announced is struck out."""
    custody.shift(work, rma, [line], "AT_CUSTOMER", None, work.today)
    work.set_state(line, scan.from_state if line.is_announced else "void")
    line.account = line.received_on = None
    if line.is_announced:
        line.is_unreadable = False
    if scan.is_numbered:
        line.unit = line.serial = None
    work.session.flush()
    if not any(one.received_on is not None for one in pieces.lines_of(work, rma)):
        rma.received_on = None
    exchanging.old_arrived(work, [rma])


def _unstart(work: Work, rma: Rma, line: RmaLine, scan: RmaScan) -> None:
    work.set_state(line, scan.from_state)
    line.started_at = None if line.started_at == scan.at else line.started_at


def _unfinish(work: Work, rma: Rma, line: RmaLine, scan: RmaScan) -> None:
    work.set_state(line, scan.from_state)
    line.repaired_on = None
