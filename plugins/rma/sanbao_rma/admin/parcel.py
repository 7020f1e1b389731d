"""The pieces on a paper's page: how each stands, where it lies, who pays, what it cost, what comes next (RMA-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from sanbao import checks
from sanbao.coverage.repairs import WAITS
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_rma.admin import leading
from sanbao_rma.admin.steps import paper_steps
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import RmaLine, RmaMove, RmaWait
from sanbao_rma.operations.costs import costs_of
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.rules.paying import PAID, PAYMENTS
from sanbao_rma.rules.waiting import BY, waits_for

if TYPE_CHECKING:
    from sanbao.work import Work

#: How a state looks; what is not named looks like nothing special.
TONES: Mapping[str, str] = {
    "quoted": "warn",
    "repairing": "info",
    "at_factory": "info",
    "repaired": "warn",
    "qc_passed": "good",
    "outbound": "info",
    "delivered": "good",
    "exchanged": "good",
    "refunded": "good",
    "declined": "bad",
    "expired": "bad",
    "scrapped": "bad",
    "unclaimed": "bad",
    "charged": "bad",
}


#: What the table names of a piece, and nothing that hangs on that.
_NAMED = (
    lazyload("*"),
    joinedload(RmaLine.unit),
    joinedload(RmaLine.product),
    joinedload(RmaLine.owner),
    joinedload(RmaLine.place),
)
#: Since when a piece stands where it stands, and what it waits for before anybody can go on.
_SINCE = select(func.max(RmaMove.at)).where(RmaMove.line_id == RmaLine.id).scalar_subquery()
_WAITS_FOR = (
    select(func.max(RmaWait.what))
    .where(RmaWait.line_id == RmaLine.id, RmaWait.until.is_(None))
    .scalar_subquery()
)
#: Kind of paper → the column of a piece that says that it stands on such a paper.
_ON: Mapping[str, Any] = {
    "rma": RmaLine.document_id,
    "quote": RmaLine.quote_id,
    "rma_outbound": RmaLine.outbound_id,
    "rma_slip": RmaLine.slip_id,
    "rma_factory": RmaLine.factory_id,
}


def pieces(work: Work, document: Document) -> list[Panel]:
    """Return the table of the pieces on a paper; on an RMA it stands instead of the generic one."""
    if document.kind not in _ON:
        return []
    query = select(RmaLine, _SINCE, _WAITS_FOR).where(
        _ON[document.kind] == document.id, RmaLine.state != "void"
    )
    found = work.session.execute(query.order_by(RmaLine.position).options(*_NAMED)).unique().all()
    papers = _papers(work, document, [line for line, _since, _what in found])
    lines = [line for line, _since, _what in found if line.document_id in papers]
    if not lines:
        return []
    stands = {line.id: (since, what) for line, since, what in found}
    told = _told(work, document, lines, papers, stands)
    title, is_parcel = _(N_("Pieces of this parcel")), document.kind == "rma"
    holds = is_parcel and leading.waits(document, lines)
    return [
        Panel(
            title,
            told,
            "sanbao_rma/pieces.html",
            is_lines=is_parcel,
            next=leading.next_of(told["rows"]) if holds else None,
            not_yet=leading.NOT_YET if holds else frozenset(),
        )
    ]


def _told(
    work: Work,
    document: Document,
    lines: Sequence[RmaLine],
    papers: Mapping[int, Document],
    stands: Mapping[int, tuple[Any, Any]],
) -> dict[str, Any]:
    parcel = papers[lines[0].document_id]
    rows = [_row(work, parcel, line, papers) for line in lines]
    if parcel is document:
        _tell_more(work, parcel, rows, papers, stands)
    return {
        "number": parcel.number,
        "rows": rows,
        "states": _counted(lines) if parcel is document else [],
        "cost": sum((row["cost"] or Decimal(0) for row in rows), Decimal(0)),
        "shows_cost": parcel is document and work.access.may("rma.show"),
    }


def _tell_more(
    work: Work,
    parcel: Document,
    rows: Sequence[dict[str, Any]],
    papers: Mapping[int, Document],
    stands: Mapping[int, tuple[Any, Any]],
) -> None:
    """Add what the parcel's own page alone tells: what each piece cost, since when it lies there, what is next."""
    spent = costs_of(work, [parcel.id])[parcel.id] if work.access.may("rma.show") else {}
    for row in rows:
        line: RmaLine = row["line"]
        since, what = stands[line.id]
        row["wait"] = _(WAITS[what]) if what in WAITS else ""
        row["cost"] = work.erp.currency.round(spent[line.id]) if line.id in spent else None
        row["steps"] = paper_steps(
            work, parcel, line, papers, f"/paper/{parcel.number}", waits=bool(row["wait"])
        )
        if since is not None:
            row["since"] = since.astimezone(work.zone).date()
            row["days"] = (work.today - row["since"]).days


def _papers(work: Work, document: Document, lines: Sequence[RmaLine]) -> dict[int, Document]:
    """Return the papers on which the pieces stand and that the person may see, by their keys: this one is among them."""
    keys = {key for line in lines for key in (line.document_id, *_paper_keys(line))} - {document.id}
    found = work.session.scalars(select(Document).where(Document.id.in_(keys))) if keys else ()
    return {document.id: document, **{one.id: one for one in found if checks.sees(work, one)}}


def _paper_keys(line: RmaLine) -> list[int]:
    keys = (line.quote_id, line.outbound_id, line.slip_id, line.factory_id)
    return [one for one in keys if one is not None]


def _row(work: Work, parcel: Document, line: RmaLine, papers: Mapping[int, Document]) -> dict[str, Any]:
    key = f"{parcel.number}/{line.position}"
    waits = line.state in IN_HAND or line.state == "announced"
    on = [papers[one] for one in _paper_keys(line) if one in papers]
    return {
        "line": line,
        "bench": f"/rma/bench/?piece={quote(key, safe='')}" if line.received_on is not None else "",
        "state": _(LINE_FLOW.state(line.state).label),
        "tone": TONES.get(line.state, ""),
        "waits_for": _(BY[waits_for(line.state, parcel.state, line.payment)]) if waits else "",
        "wait": "",
        "since": None,
        "days": None,
        "payment": _(PAYMENTS[line.payment]) if line.payment in PAYMENTS else "",
        "is_paid": line.payment in PAID,
        "papers": [
            (one, work.registry.kinds[one.kind].title) for one in on if one.kind in work.registry.kinds
        ],
        "cost": None,
        "steps": [],
    }


def _counted(lines: Sequence[RmaLine]) -> list[tuple[str, str, int]]:
    """Return how many pieces are in which state, in the order of their way."""
    counts = {state.code: 0 for state in LINE_FLOW.states}
    for line in lines:
        counts[line.state] = counts.get(line.state, 0) + 1
    return [
        (_(LINE_FLOW.state(state).label), TONES.get(state, ""), count)
        for state, count in counts.items()
        if count
    ]
