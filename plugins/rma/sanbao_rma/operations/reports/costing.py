"""What pieces cost, what was charged for them, and what is left: by RMA, serial number, fault, product, customer (RMA-12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.charging.models import Charge, ChargeLine
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao_rma.models import RmaLine, RmaQuoted
from sanbao_rma.operations import costs
from sanbao_rma.operations.reports import facts
from sanbao_rma.rules.shares import charged_to
from sanbao_rma.schemas.reports import CostQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many parcels are looked at in one go.
_AT_ONCE = 500
_NOTHING = Decimal(0)


@question("rma.costs", schema=CostQuestion, roles=facts.READERS)
def cost_report(
    work: Work, *, by: str, since: date | None = None, until: date | None = None
) -> list[dict[str, Any]]:
    """Tell what the pieces that came in this time cost, what was charged for them without tax, and the margin (RMA-12)."""
    first, last = facts.span(work, since, until)
    code, name = facts.GROUPED[by]()
    query = facts.pieces(work, RmaLine.id, RmaLine.document_id, RmaLine.unit_id, code, name).where(
        RmaLine.received_on.between(first, last)
    )
    found = work.session.execute(query.order_by(RmaLine.document_id, RmaLine.position)).all()
    groups: dict[str, dict[str, Any]] = {}
    for (_line, _paper, _unit, key, called), cost, charged in _valued(work, found):
        row = groups.setdefault(
            key or "",
            {
                "key": facts.shown_key(by, key),
                "name": called,
                "pieces": 0,
                "cost": _NOTHING,
                "charged": _NOTHING,
            },
        )
        row["pieces"] += 1
        row["cost"] += cost
        row["charged"] += charged
    money = work.erp.currency
    return [
        {**row, "cost": money.round(row["cost"]), "charged": money.round(row["charged"]),
         "margin": money.round(row["charged"] - row["cost"])}
        for _key, row in sorted(groups.items())
    ]  # fmt: skip


def _valued(work: Work, found: Sequence[Any]) -> Iterator[tuple[Any, Decimal, Decimal]]:
    """Give each piece with what it cost and what was charged for it."""
    ids = list(dict.fromkeys(row[1] for row in found))
    cost: dict[int, Decimal] = {}
    charged: dict[int, Decimal] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for of_one in costs.costs_of(work, some).values():
            cost |= of_one
        charged |= _charged(work, some)
    for row in found:
        yield row, cost.get(row[0], _NOTHING), charged.get(row[0], _NOTHING)


def _charged(work: Work, ids: Sequence[int]) -> dict[int, Decimal]:
    """Return what was charged for each piece without tax; what names no unit goes to the pieces without a number."""
    query = (
        select(Charge.case_id, ChargeLine.unit_id, RmaQuoted.line_id, func.sum(ChargeLine.net))
        .join(Charge, Charge.document_id == ChargeLine.document_id)
        .join(Document, Document.id == Charge.document_id)
        .outerjoin(RmaQuoted, RmaQuoted.quote_line_id == ChargeLine.quote_line_id)
        .where(Charge.case_id.in_(ids), Document.state.not_in(UNDONE))
        .group_by(Charge.case_id, ChargeLine.unit_id, RmaQuoted.line_id)
    )
    told: list[tuple[Any, ...]] = [tuple(row) for row in work.session.execute(query)]
    sums = {(case, unit): net for case, unit, piece, net in told if piece is None}
    own: dict[int, Decimal] = {}
    for _case, _unit, piece, net in told:
        if piece is not None:
            own[piece] = own.get(piece, _NOTHING) + net
    if not sums:
        return own
    lines = select(RmaLine.document_id, RmaLine.unit_id, RmaLine.id).where(
        RmaLine.document_id.in_({case for case, _unit in sums}), RmaLine.received_on.is_not(None)
    )
    rows = [(case, unit, line) for case, unit, line in work.session.execute(lines.order_by(RmaLine.position))]
    shared = charged_to(sums, rows, work.erp.currency)
    return {piece: own.get(piece, _NOTHING) + shared.get(piece, _NOTHING) for piece in own | shared}
