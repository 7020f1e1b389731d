"""Where is it, since when, and what is to be done: what people ask about pieces (RMA-01, LED-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Party, Place
from sanbao_rma.kinds import ASKERS, LINE_FLOW
from sanbao_rma.models import Rma, RmaLine, RmaMove
from sanbao_rma.operations import costs, pieces
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.schemas.asking import RmaQuestion, WhereQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: The accounts on which a piece is somewhere that must be explained.
HELD = ("CUSTOMER_GOODS", "AT_SUPPLIER")


@question("rma.where", schema=WhereQuestion, roles=ASKERS)
def where(
    work: Work,
    *,
    rma: Rma | None = None,
    party: Party | None = None,
    place: Place | None = None,
    serial: str | None = None,
    also_ended: bool,
) -> list[dict[str, Any]]:
    """Tell which piece of whom lies where, since when and since how many days; the oldest first (LED-13)."""
    query = _pieces(work)
    if not also_ended:
        query = query.where(RmaLine.account.in_(HELD))
    if rma is not None:
        query = query.where(RmaLine.document_id == rma.document_id)
    if party is not None:
        query = query.where(func.coalesce(RmaLine.owner_id, Rma.party_id) == party.id)
    if place is not None:
        query = query.where(RmaLine.place_id == place.id)
    if serial is not None:
        query = query.where(RmaLine.serial == serial)
    found = work.session.execute(query.order_by(RmaLine.received_on, RmaLine.id)).unique().all()
    since = _since(work, [line.id for line, *_rest in found])
    return [_row(work, line, number, customer, since.get(line.id)) for line, number, customer in found]


def _pieces(work: Work) -> Select[RmaLine, str | None, str]:
    return (
        select(RmaLine, Document.number, Party.name)
        .join(Rma, Rma.document_id == RmaLine.document_id)
        .join(Document, Document.id == RmaLine.document_id)
        .join(Party, Party.id == func.coalesce(RmaLine.owner_id, Rma.party_id))
        .where(RmaLine.company_id == work.company.id, RmaLine.received_on.is_not(None))
    )


def _since(work: Work, lines: Sequence[int]) -> dict[int, datetime]:
    """Return since when each piece has stood where it stands, a thousand at a time."""
    found: dict[int, datetime] = {}
    for start in range(0, len(lines), 1000):
        query = select(RmaMove.line_id, func.max(RmaMove.at)).where(
            RmaMove.line_id.in_(lines[start : start + 1000])
        )
        found |= {key: at for key, at in work.session.execute(query.group_by(RmaMove.line_id))}
    return found


def _row(
    work: Work, line: RmaLine, number: str | None, customer: str, since: datetime | None
) -> dict[str, Any]:
    moment = since.astimezone(work.zone) if since is not None else None
    return {
        "rma": number,
        "position": line.position,
        "serial": line.serial,
        "product": line.product.code if line.product is not None else None,
        "customer": customer,
        "state": line.state,
        "state_label": _(LINE_FLOW.state(line.state).label),
        "account": line.account,
        "place": line.place.code if line.place is not None else None,
        "since": moment,
        "days": (work.today - moment.date()).days if moment is not None else None,
        "received_on": line.received_on,
        "accessories": list(line.accessories),
    }


@question("rma.show", schema=RmaQuestion, roles=ASKERS)
def show(work: Work, *, rma: Rma) -> dict[str, Any]:
    """Tell how a parcel stands: each piece with its state, who pays, what it cost, where it is."""
    lines = pieces.lines_of(work, rma)
    spent = costs.costs_of(work, [rma.document_id])[rma.document_id]
    return {
        "number": rma.document.number,
        "state": rma.document.state,
        "announced": rma.announced_quantity,
        "counted": rma.counted_quantity,
        "here": sum(line.state in IN_HAND for line in lines),
        "pieces": [_piece(work, line, spent.get(line.id, Decimal(0))) for line in lines],
    }


def _piece(work: Work, line: RmaLine, cost: Decimal) -> dict[str, Any]:
    return {
        "position": line.position,
        "serial": line.serial,
        "product": line.product.code if line.product is not None else None,
        "owner": line.owner.code if line.owner is not None else None,
        "state": line.state,
        "fault": line.fault,
        "covered": line.is_covered,
        "checked": line.is_checked,
        "payment": line.payment,
        "repeats": line.repeat_of_id is not None,
        "tests": line.qc_count,
        "cost": work.erp.currency.round(cost),
        "place": line.place.code if line.place is not None else None,
        "account": line.account,
        "guaranteed_until": line.guaranteed_until,
    }
