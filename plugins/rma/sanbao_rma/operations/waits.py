"""Stretches in which nobody can work on a piece: they are not the repairer's time, and are told apart (N-03, N-05)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.coverage.repairs import WAITS
from sanbao.database.pages import pages
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_rma import errors
from sanbao_rma.kinds import ENGINEERS
from sanbao_rma.models import Rma, RmaLine, RmaWait
from sanbao_rma.operations import pieces, promised
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.schemas.promises import GoOn, WaitFor

if TYPE_CHECKING:
    from sanbao.work import Work

LIVE = {"counted": "counted", "in_work": "in_work"}


@operation("rma.wait", title=N_("Wait for parts"), on=Rma, moves=LIVE, schema=WaitFor, roles=ENGINEERS)
def wait(work: Work, rma: Rma, *, lines: Sequence[str], what: str, since: datetime | None = None) -> Rma:
    """Write down that nobody can work on pieces until parts, or something else, has come (N-05)."""
    chosen = pieces.pick(work, rma, lines) if lines else _workable(work, rma)
    idle = [line for line in chosen if line.state not in IN_HAND or line.state == "outbound"]
    if idle or not chosen:
        raise errors.NotHere(pieces=pieces.named(idle) or rma.document.number)
    waiting = {one.line_id for one in open_waits(work, chosen)}
    if waiting:
        raise errors.WaitsAlready(pieces=pieces.named(line for line in chosen if line.id in waiting))
    moment = _moment(work, "since", since)
    work.session.add_all(
        RmaWait(company_id=work.company.id, line_id=line.id, what=what, since=moment) for line in chosen
    )
    said = N_("{pieces} waits for {what}")
    named = {"pieces": pieces.named(chosen), "what": in_language(work.company.locale, WAITS[what])}
    work.note(rma.document, note=in_language(work.company.locale, said, **named))
    promised.watch_limits(work, [rma])
    return rma


def _workable(work: Work, rma: Rma) -> list[RmaLine]:
    lines = pieces.lines_of(work, rma)
    return [line for line in lines if line.state in ("diagnosed", "agreed", "repairing", "at_factory")]


@operation("rma.go_on", title=N_("Parts have arrived"), on=Rma, moves=LIVE, schema=GoOn, roles=ENGINEERS)
def go_on(work: Work, rma: Rma, *, lines: Sequence[str], until: datetime | None = None) -> Rma:
    """End the waiting: from now on the time counts as repair (N-03, N-05)."""
    chosen = pieces.pick(work, rma, lines) if lines else pieces.lines_of(work, rma)
    waiting = open_waits(work, chosen)
    waits = {one.line_id for one in waiting}
    busy = [line for line in chosen if line.id not in waits] if lines or not waiting else []
    if busy:
        raise errors.NotWaiting(pieces=pieces.named(busy))
    moment = _moment(work, "until", until)
    if any(moment < one.since for one in waiting):
        raise Invalid([Problem("until", N_("This lies before the start."))])
    for one in waiting:
        one.until = moment
    promised.watch_limits(work, [rma])
    return rma


def _moment(work: Work, field: str, given: datetime | None) -> datetime:
    if given is not None and given > work.now:
        raise Invalid([Problem(field, N_("This has not come yet."))])
    return given or work.now


def open_waits(work: Work, lines: Iterable[RmaLine]) -> list[RmaWait]:
    """Return the waiting of pieces that goes on."""
    found: list[RmaWait] = []
    for keys in pages(line.id for line in lines):
        query = select(RmaWait).where(RmaWait.line_id.in_(keys), RmaWait.until.is_(None))
        found += work.session.scalars(query.order_by(RmaWait.id))
    return found


def end(work: Work, lines: Iterable[RmaLine]) -> None:
    """Let no piece wait any more: it is repaired, or leaves."""
    for one in open_waits(work, lines):
        one.until = work.now
