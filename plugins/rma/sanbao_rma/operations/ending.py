"""Other ends of a piece: scrapped, or unclaimed (RMA-01, LED-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Place
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import custody, pieces, promised, removed
from sanbao_rma.schemas.leaving import MarkUnclaimed, Scrap

if TYPE_CHECKING:
    from sanbao.work import Work

OPEN = {"counted": "counted", "in_work": "in_work"}


@operation("rma.scrap", title=N_("Scrap"), on=Rma, moves=OPEN, schema=Scrap, roles=("service_manager",))
def scrap(work: Work, rma: Rma, *, lines: Sequence[str], reason: str, agreed_by: str | None = None) -> Rma:
    """Scrap pieces that their owner gave up; who allowed it is written down (RMA-01)."""
    if not lines:
        raise Invalid([Problem("lines", N_("Please name the pieces that are scrapped."))])
    chosen = pieces.ready(work, rma, lines, "scrap")
    theirs = [line for line in chosen if line.account == "CUSTOMER_GOODS"]
    if theirs and agreed_by is None:
        raise Invalid([Problem("agreed_by", N_("These are the customer's; please say who allowed it."))])
    custody.shift(work, rma, chosen, "SCRAPPED", None, work.today)
    removed.go_along(work, [(rma, chosen)], "SCRAPPED", work.today)
    pieces.take(work, chosen, "scrap")
    for line in chosen:
        line.ended_on, line.finding = work.today, reason
        if line.unit is not None:
            line.unit.state = "scrapped"
    work.note(rma.document, note=f"{pieces.named(chosen)}: {reason}{f' ({agreed_by})' if agreed_by else ''}")
    promised.kept(work, [rma])
    return rma


@operation(
    "rma.mark_unclaimed",
    title=N_("Nobody fetches it"),
    on=Rma,
    moves=OPEN,
    schema=MarkUnclaimed,
    roles=CLERKS,
)
def mark_unclaimed(
    work: Work, rma: Rma, *, lines: Sequence[str], reason: str, place: Place | None = None
) -> Rma:
    """Put away what its owner does not fetch; it stays in our custody and can still be sent (RMA-01, LED-13)."""
    chosen = pieces.ready(work, rma, lines, "mark_unclaimed")
    _refuse_early(work, chosen)
    back = (
        custody.receiving_place(work, place)
        if place is not None or any(_is_away(one) for one in chosen)
        else None
    )
    if back is not None:
        custody.shift(work, rma, chosen, "CUSTOMER_GOODS", back, work.today)
        removed.come_back(work, rma, chosen, back, work.today)
    pieces.take(work, chosen, "mark_unclaimed")
    for line in chosen:
        line.ended_on = work.today
    work.note(rma.document, note=f"{pieces.named(chosen)}: {reason}")
    promised.kept(work, [rma])
    return rma


def _is_away(line: RmaLine) -> bool:
    """Tell whether a piece came back from a delivery that failed."""
    return line.state == "outbound"


def _refuse_early(work: Work, chosen: Sequence[RmaLine]) -> None:
    days = int(work.setting("rma_unclaimed_days"))
    ready_on = {line.id: line.qc_passed_on or line.diagnosed_on or line.received_on for line in chosen}
    early = [line for line in chosen if (ready_on[line.id] or work.today) + timedelta(days=days) > work.today]
    if early:
        first = max((ready_on[line.id] or work.today) for line in early) + timedelta(days=days)
        raise errors.TooEarly(pieces=pieces.named(early), days=days, day=first)
