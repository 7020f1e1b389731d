"""The pieces on a paper's page: how each stands, where it lies, who pays, what it cost, what comes next (RMA-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_rma.admin.steps import paper_steps
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import RmaLine
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
    query = select(RmaLine).where(_ON[document.kind] == document.id, RmaLine.state != "void")
    lines = list(work.session.scalars(query.order_by(RmaLine.position)).unique())
    if not lines:
        return []
    told, title = _told(work, document, lines), _(N_("Pieces of this parcel"))
    return [Panel(title, told, "sanbao_rma/pieces.html", is_lines=document.kind == "rma")]


def _told(work: Work, document: Document, lines: Sequence[RmaLine]) -> dict[str, Any]:
    parcel = work.session.get_one(Document, lines[0].document_id)
    asks = {"rma": parcel.number}
    stands = _by_position(work, "rma.where", {**asks, "also_ended": "yes"})
    spent = _by_position(work, "rma.show", asks, "pieces")
    papers = _papers(work, lines)
    rows = [
        _row(work, parcel, line, stands.get(line.position, {}), spent.get(line.position, {}), papers)
        for line in lines
    ]
    if parcel is document:
        for row in rows:
            row["steps"] = paper_steps(work, parcel, row["line"], papers, f"/paper/{parcel.number}")
    return {
        "number": parcel.number,
        "rows": rows,
        "states": _counted(lines) if parcel is document else [],
        "cost": sum((row["cost"] or Decimal(0) for row in rows), Decimal(0)),
        "shows_cost": bool(spent),
    }


def _by_position(
    work: Work, question: str, asked: Mapping[str, Any], key: str = ""
) -> dict[int, Mapping[str, Any]]:
    """Return what a question tells of each piece; nothing where the person may not ask it."""
    if not work.access.may(question):
        return {}
    told = work.ask(question, asked)
    return {one["position"]: one for one in (told[key] if key else told)}


def _papers(work: Work, lines: Sequence[RmaLine]) -> dict[int, Document]:
    """Return the papers on which the pieces stand, by their keys."""
    keys = {key for line in lines for key in _paper_keys(line)}
    found = work.session.scalars(select(Document).where(Document.id.in_(keys))) if keys else ()
    return {one.id: one for one in found}


def _paper_keys(line: RmaLine) -> list[int]:
    keys = (line.quote_id, line.outbound_id, line.slip_id, line.factory_id)
    return [one for one in keys if one is not None]


def _row(
    work: Work,
    parcel: Document,
    line: RmaLine,
    stands: Mapping[str, Any],
    spent: Mapping[str, Any],
    papers: Mapping[int, Document],
) -> dict[str, Any]:
    key = f"{parcel.number}/{line.position}"
    waits = line.state in IN_HAND or line.state == "announced"
    on = [papers[one] for one in _paper_keys(line) if one in papers]
    return {
        "line": line,
        "bench": f"/rma/bench/?piece={quote(key, safe='')}" if line.received_on is not None else "",
        "state": _(LINE_FLOW.state(line.state).label),
        "tone": TONES.get(line.state, ""),
        "waits_for": _(BY[waits_for(line.state, parcel.state, line.payment)]) if waits else "",
        "since": stands.get("since"),
        "days": stands.get("days"),
        "payment": _(PAYMENTS[line.payment]) if line.payment in PAYMENTS else "",
        "is_paid": line.payment in PAID,
        "papers": [(one, work.registry.kinds[one.kind].title) for one in on if one.kind in work.registry.kinds],
        "cost": spent.get("cost"),
        "steps": [],
    }  # fmt: skip


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
