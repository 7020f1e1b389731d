"""What the first page tells of returned pieces: what is expected, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _
from sanbao_admin.charts import Chart, Series
from sanbao_admin.home.cards import Card, countable, counted, shown_count
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import RmaLine
from sanbao_rma.operations.deadlines import TURNAROUND
from sanbao_rma.rules.flow import IN_HAND

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a card counts: the states of the pieces, its words, who may do the next step, where it leads, its colour.
_CARDS = (
    (
        ("received", "diagnosed", "agreed", "repairing"),
        N_("Pieces for the bench"),
        "rma.start",
        "/rma/bench",
        "",
    ),
    (("repaired",), N_("Repairs to test"), "rma.check_quality", "/reports/rma_waiting?state=repaired", ""),
    (("quoted",), N_("Quotes that wait for customers"), "rma.quote", "/reports/rma_waiting?state=quoted", ""),
    (
        ("qc_passed", "declined", "expired"),
        N_("Pieces to send back"),
        "rma.issue",
        "/reports/rma_waiting",
        "warn",
    ),
)


def cards(work: Work) -> Iterator[Card]:
    """Give what a person can do about returned pieces, as numbers that lead there."""
    if not countable(work, "rma"):
        return
    mine = [card for card in _CARDS if work.access.may(card[2])]
    counts = counted(work, {**{card[1]: _pieces(work, card[0]) for card in mine}, **dict(_papers(work))})
    if "parcels" in counts:
        yield Card(_(N_("Expected parcels")), shown_count(counts["parcels"]), "/rma/receiving")
    for _states, title, _operation, address, look in mine:
        if counts[title]:
            yield Card(_(title), shown_count(counts[title]), address, look=look)  # type: ignore[arg-type]
    if counts.get("differs"):
        yield Card(
            _(N_("Counts to be confirmed")),
            shown_count(counts["differs"]),
            "/papers/rma?state=differs",
            look="warn",
        )
    if counts.get("late"):
        yield Card(
            _(N_("Turn-around missed")), shown_count(counts["late"]), "/reports/rma_promises", look="bad"
        )


def _pieces(work: Work, states: tuple[str, ...]) -> Select[Any]:
    return select(RmaLine.id).where(RmaLine.company_id == work.company.id, RmaLine.state.in_(states))


def _papers(work: Work) -> Iterator[tuple[str, Select[Any]]]:
    here = (Document.company_id == work.company.id, Document.kind == "rma")
    if work.access.may("rma.scan_in"):
        yield "parcels", select(Document.id).where(*here, Document.state == "open")
    if work.access.may("rma.confirm_count"):
        yield "differs", select(Document.id).where(*here, Document.state == "differs")
    yield (
        "late",
        select(DeadlineRecord.id)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(*here, Document.closed_at.is_(None), DeadlineRecord.kind == TURNAROUND)
        .where(DeadlineRecord.met_at.is_(None), DeadlineRecord.due_at < work.now),
    )


def charts(work: Work) -> Iterator[Chart]:
    """Draw where the pieces stand that are with us."""
    if not countable(work, "rma"):
        return
    query = (
        select(RmaLine.state, func.count())
        .where(RmaLine.company_id == work.company.id, RmaLine.state.in_(IN_HAND))
        .group_by(RmaLine.state)
    )
    counts = {state: count for state, count in work.session.execute(query)}
    if not counts:
        return
    values = [Decimal(counts.get(state, 0)) for state in IN_HAND]
    labels = [_(LINE_FLOW.state(state).label) for state in IN_HAND]
    links = [f"/reports/rma_waiting?state={state}" for state in IN_HAND]
    yield Chart(
        "column", _(N_("Returned pieces by state")), labels, [Series("", values, links)], address="/rma/bench"
    )
