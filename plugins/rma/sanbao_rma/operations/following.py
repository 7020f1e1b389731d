"""What follows by itself: a missed day gives a right, a unit's file tells of its returns, a month end looks at pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _
from sanbao.ledger.models import Stock
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import Rma, RmaLine, Slip
from sanbao_rma.operations import exchanging, promised
from sanbao_rma.operations.asking import HELD
from sanbao_rma.operations.deadlines import LIMIT, OLD_PIECE, TURNAROUND
from sanbao_rma.rules.flow import IN_HAND

if TYPE_CHECKING:
    from sanbao.ledger.periods import Month
    from sanbao.registry.models import Unit
    from sanbao.work import Work


#: What follows from which missed day.
_ON_MISSED = {
    TURNAROUND: promised.turnaround_missed,
    LIMIT: promised.limit_missed,
    OLD_PIECE: exchanging.old_piece_missed,
}


def missed(work: Work, deadlines: Sequence[DeadlineRecord]) -> None:
    """Act on missed days of parcels: the customer gets a right, or what was sent ahead is charged (N-05, RET-05)."""
    ours = [one for one in deadlines if one.kind in _ON_MISSED]
    kinds = select(Document.id).where(
        Document.id.in_([one.document_id for one in ours]), Document.kind == "rma"
    )
    parcels = set(work.session.scalars(kinds)) if ours else set()
    for one in ours:
        if one.document_id in parcels:
            _ON_MISSED[one.kind](work, one)


def describe_unit(work: Work, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the returns of each unit, the last first, in one query however many units there are (PRD-04)."""
    query = (
        select(RmaLine, Document.number)
        .join(Document, Document.id == RmaLine.document_id)
        .where(RmaLine.unit_id.in_([unit.id for unit in units]), RmaLine.state != "void")
        .order_by(RmaLine.id.desc())
    )
    found: dict[int | None, list[dict[str, Any]]] = {}
    for line, number in work.session.execute(query).unique():
        found.setdefault(line.unit_id, []).append(_return(line, number))
    return [{"title": _(N_("Returns")), "returns": found.get(unit.id, [])} for unit in units]


def _return(line: RmaLine, number: str | None) -> dict[str, Any]:
    return {
        "rma": number,
        "received_on": line.received_on,
        "fault": " ".join(word for word in (line.fault_code, line.fault) if word),
        "remedy": line.remedy,
        "state": Text(LINE_FLOW.state(line.state).label),
        "delivered_on": line.delivered_on,
        "guaranteed_until": line.guaranteed_until,
    }


def look(work: Work, months: Sequence[Month]) -> list[ClosingCheck]:
    """Return what a month end looks at in returned pieces (LED-13, LED-27)."""
    return [check for month in months for check in _of_month(work, month)]


def _of_month(work: Work, month: Month) -> Iterator[ClosingCheck]:
    lost = tuple(_not_in_books(work))
    title = Text(N_("The books know where every returned piece stands"))
    yield ClosingCheck(
        "rma.pieces_in_books", month.code, title, not lost, may_override=False, details=lost, rule="LED-13"
    )
    waiting = tuple(_not_booked(work, month))
    title = Text(N_("Signed slips that are not booked: {count}"), {"count": len(waiting)})
    yield ClosingCheck("rma.slips_open", month.code, title, not waiting, details=waiting, rule="LED-19")
    late = tuple(_overdue(work, month))
    title = Text(N_("Parcels beyond their promised turn-around: {count}"), {"count": len(late)})
    yield ClosingCheck(
        "rma.overdue", month.code, title, not late, is_blocking=False, details=late, rule="RMA-01"
    )


def _not_in_books(work: Work) -> Iterator[dict[str, Any]]:
    """Give the pieces with a number of their own that the books have somewhere else than their paper says."""
    accounts = {work.ledger.chart.account(role).id: role for role in HELD}
    booked = (
        select(Stock.unit_id, Stock.account_id, Stock.place_id, func.sum(Stock.quantity))
        .where(Stock.company_id == work.company.id, Stock.account_id.in_(accounts), Stock.unit_id != 0)
        .group_by(Stock.unit_id, Stock.account_id, Stock.place_id)
    )
    stands = {
        (unit, accounts[account], place or None)
        for unit, account, place, quantity in work.session.execute(booked)
        if quantity >= 1
    }
    query = select(RmaLine).where(
        RmaLine.company_id == work.company.id, RmaLine.account.in_(HELD), RmaLine.unit_id.is_not(None)
    )
    for line in work.session.scalars(query.order_by(RmaLine.id)).unique():
        if (line.unit_id, line.account, line.place_id) not in stands:
            yield {"document": line.document.number, "unit": line.serial, "account": line.account}


def _not_booked(work: Work, month: Month) -> Iterator[dict[str, Any]]:
    query = (
        select(Document.number, Slip.signed_on)
        .join_from(Slip, Document, Document.id == Slip.document_id)
        .where(Slip.company_id == work.company.id, Document.state.not_in(UNDONE))
        .where(Slip.signed_on <= month.last_day)
        .where(Slip.booked_on.is_(None) | (Slip.booked_on > month.last_day))
        .order_by(Document.id)
    )
    for number, on in work.session.execute(query):
        yield {"document": number, "on": on}


def _overdue(work: Work, month: Month) -> Iterator[dict[str, Any]]:
    """Give the parcels with pieces whose promised day has passed by the end of the month."""
    query = (
        select(Document.number, DeadlineRecord.due_at, func.count(RmaLine.id))
        .join_from(DeadlineRecord, Document, Document.id == DeadlineRecord.document_id)
        .join(Rma, Rma.document_id == Document.id)
        .join(RmaLine, RmaLine.document_id == Document.id)
        .where(DeadlineRecord.company_id == work.company.id, DeadlineRecord.kind == TURNAROUND)
        .where(DeadlineRecord.met_at.is_(None), Document.closed_at.is_(None))
        .where(RmaLine.state.in_([state for state in IN_HAND if state != "outbound"]))
        .group_by(Document.number, DeadlineRecord.due_at)
        .order_by(DeadlineRecord.due_at, Document.number)
    )
    for number, due_at, count in work.session.execute(query):
        day = due_at.astimezone(work.zone).date()
        if day <= month.last_day:
            yield {"document": number, "due_on": day, "pieces": count}
