"""What claims cost, by the fault (LED-26, KPI-10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.reporting import costs
from sanbao_warranty.models import Claim

if TYPE_CHECKING:
    from sanbao.work import Work


@question("warranty.cost_by_fault", schema=costs.Days, roles=costs.READERS)
def cost_by_fault(work: Work, *, start: date | None = None, end: date | None = None) -> dict[str, Any]:
    """Return what cases cost by their fault code; cases of other plugins stand without one (LED-26)."""
    claim = Claim.__table__
    to_claim = [(claim, claim.c.document_id == Document.id)]
    rows = costs.grouped(work, start, end, claim.c.fault_code, claim.c.fault_text, to_claim)
    return costs.answer(work, "fault", rows, start, end)
