"""The cost sheet of a case (成本表), which foots to the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing import schemas
from sanbao.costing.models import CostLine
from sanbao.costing.operations.cases import COST_KEEPERS, unsettled
from sanbao.costing.operations.shares import shares_of
from sanbao.decision import from_json
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import CostCentre, Party
from sanbao.schema import Input, RefField

if TYPE_CHECKING:
    from sanbao.work import Work


class CaseQuestion(Input):
    """Which case."""

    document = RefField("document", required=True)


@question("cost.sheet", schema=CaseQuestion, roles=(*COST_KEEPERS, "service_head", "auditor"))
def cost_sheet(work: Work, *, document: Document) -> dict[str, Any]:
    """Return what a case cost and who bore it; it foots to the ledger (LED-26, LED-27)."""
    query = select(CostLine).where(CostLine.document_id == document.id).order_by(CostLine.id)
    lines = list(work.session.scalars(query))
    total = sum((line.amount for line in lines), Decimal(0))
    settled = [share for share in shares_of(work, document) if share.state == "settled"]
    borne = sum((share.amount or Decimal(0) for share in settled), Decimal(0))
    carried = unsettled(work, document)
    return {
        "document": document.number,
        "lines": [
            {
                "line": line.id,
                "type": line.cost_type,
                "title": _(work.registry.cost_title(line.cost_type)),
                "description": line.description,
                "on": line.incurred_on,
                "quantity": line.quantity,
                "rate": line.rate,
                "amount": line.amount,
                "reverses": line.reverses_id,
            }
            for line in lines
        ],
        "shares": [
            {
                "bearer": share.bearer,
                "title": _(schemas.BEARERS[share.bearer]),
                "party": _name(work, Party, share.party_id),
                "cost_centre": _name(work, CostCentre, share.cost_centre_id),
                "percent": share.percent,
                "amount": share.amount,
                "reason": str(from_json(share.reason)),
                "rule": share.rule,
            }
            for share in settled
        ],
        "total": total,
        "borne": borne,
        "carried": carried,
        "foots": total - borne == carried,
    }


def _name(work: Work, model: type[Any], key: int | None) -> str | None:
    record = work.session.get(model, key) if key is not None else None
    return record.code if record is not None else None
