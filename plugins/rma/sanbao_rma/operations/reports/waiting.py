"""What waits for whom, and since when (RMA-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.charging.models import Quote
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Party, Product
from sanbao_rma.kinds import ASKERS, LINE_FLOW
from sanbao_rma.models import FactoryOrder, Outbound, Rma, RmaLine
from sanbao_rma.operations.reports.facts import Owner
from sanbao_rma.rules.counting import mean
from sanbao_rma.rules.waiting import BY, waits_for
from sanbao_rma.schemas.reports import WaitingQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: Since when a piece has been in a state.
_SINCE: Mapping[str, Any] = {
    "announced": Rma.announced_on,
    "received": RmaLine.received_on,
    "diagnosed": RmaLine.diagnosed_on,
    "quoted": Quote.sent_on,
    "agreed": Quote.answered_on,
    "declined": Quote.answered_on,
    "expired": Quote.valid_until,
    "repairing": RmaLine.started_at,
    "at_factory": FactoryOrder.sent_on,
    "repaired": RmaLine.repaired_on,
    "qc_passed": RmaLine.qc_passed_on,
    "outbound": Outbound.shipped_at,
}


@question("rma.waiting", schema=WaitingQuestion, roles=ASKERS)
def waiting(work: Work, *, state: str | None = None, party: Party | None = None) -> dict[str, Any]:
    """Tell for whom each piece waits that has not ended, since when and for how many days; the longest first."""
    names = list(_SINCE)
    query = (
        select(RmaLine, Rma.announced_on, Document.number, Document.state, Owner.code, Owner.name, Product.code,
               *_SINCE.values())
        .join(Rma, Rma.document_id == RmaLine.document_id)
        .join(Document, Document.id == RmaLine.document_id)
        .join(Owner, Owner.id == func.coalesce(RmaLine.owner_id, Rma.party_id))
        .outerjoin(Product, Product.id == RmaLine.product_id)
        .outerjoin(Quote, Quote.document_id == RmaLine.quote_id)
        .outerjoin(Outbound, Outbound.document_id == RmaLine.outbound_id)
        .outerjoin(FactoryOrder, FactoryOrder.document_id == RmaLine.factory_id)
        .where(RmaLine.company_id == work.company.id, RmaLine.state.in_(names), Document.closed_at.is_(None))
    )  # fmt: skip
    if state is not None:
        query = query.where(RmaLine.state == state)
    if party is not None:
        query = query.where(Owner.id == party.id)
    rows = [
        _row(work, list(told)[:7], dict(zip(names, list(told)[7:], strict=True)))
        for told in work.session.execute(query).unique()
    ]
    rows.sort(key=lambda row: (-row["days"], row["rma"], row["position"]))
    return {"rows": rows, "sums": _sums(rows)}


def _row(work: Work, told: Sequence[Any], days: Mapping[str, date | datetime | None]) -> dict[str, Any]:
    line, announced, number, paper, customer, name, product = told
    since = days[line.state] or line.diagnosed_on or line.received_on or announced
    day = since.astimezone(work.zone).date() if isinstance(since, datetime) else since
    return {
        "rma": number,
        "position": line.position,
        "serial": line.serial,
        "product": product,
        "customer": customer,
        "name": name,
        "state": _(LINE_FLOW.state(line.state).label),
        "waits_for": _(BY[waits_for(line.state, paper, line.payment)]),
        "since": day,
        "days": (work.today - day).days,
    }


def _sums(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        groups.setdefault((row["waits_for"], row["state"]), []).append(row["days"])
    return [
        {
            "waits_for": whom,
            "state": state,
            "pieces": len(days),
            "mean": mean([(one, 1) for one in days]),
            "longest": max(days),
        }
        for (whom, state), days in sorted(groups.items())
    ]
