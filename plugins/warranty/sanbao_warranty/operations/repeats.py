"""Faults that come back on a unit: counted per part and per fault, an exchange proposed in the decision (N-04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Decision
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao_warranty import schemas
from sanbao_warranty.kinds import ASKERS
from sanbao_warranty.models import Claim, Repair
from sanbao_warranty.rules.repeats import FaultCase, counters, earlier_cases, repeat_step

if TYPE_CHECKING:
    from sanbao.work import Work


def fault_cases(work: Work, units: Sequence[int], before: Claim | None = None) -> dict[int, list[FaultCase]]:
    """Return the fault calls on units that stand, oldest first; only those before a claim, if one is given."""
    work.session.flush()
    query = (
        select(Claim, Document.number)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_(units), Document.state != VOID)
        .order_by(Claim.received_at, Claim.document_id)
    )
    if before is not None:
        query = query.where(Claim.received_at <= before.received_at, Claim.document_id != before.document_id)
    rows = list(work.session.execute(query))
    cured = _cured(work, [claim.document_id for claim, _ in rows])
    found: dict[int, list[FaultCase]] = defaultdict(list)
    for claim, number in rows:
        found[claim.unit_id].append(_case(work, claim, number, cured.get(claim.document_id)))
    return found


def _case(work: Work, claim: Claim, number: str | None, cured: bool | None) -> FaultCase:
    return FaultCase(
        number=number or "",
        received_on=claim.received_at.astimezone(work.zone).date(),
        parts=tuple(claim.parts),
        fault_code=claim.fault_code,
        repaired_on=claim.repaired_on,
        cured=cured,
    )


def _cured(work: Work, document_ids: Sequence[int]) -> dict[int, bool | None]:
    """Return whether the last repair of each case helped."""
    query = (
        select(Repair.document_id, Repair.cured)
        .where(Repair.document_id.in_(document_ids))
        .order_by(Repair.id)
    )
    return {document_id: cured for document_id, cured in work.session.execute(query)}


def propose_exchange(work: Work, claim: Claim, decisions: Sequence[Decision]) -> list[Decision]:
    """Add to each covered decision that this part or fault failed before, and that an exchange is due (N-04)."""
    cases = fault_cases(work, [claim.unit_id], before=claim).get(claim.unit_id, [])
    least: int = work.setting("repeat_fault_count")
    return [_with_proposal(decision, claim, cases, least) for decision in decisions]


def _with_proposal(decision: Decision, claim: Claim, cases: Sequence[FaultCase], least: int) -> Decision:
    earlier = earlier_cases(cases, decision.part, claim.fault_code)
    step = repeat_step(earlier, least, decision.part, claim.fault_code) if decision.covered else None
    return decision if step is None else replace(decision, steps=(*decision.steps, step))


@question("unit.repeat_faults", schema=schemas.RepeatQuestion, roles=ASKERS)
def repeat_faults(
    work: Work, *, unit: Unit, part: str | None = None, fault_code: str | None = None
) -> list[dict[str, Any]]:
    """Count how often each part and each fault failed on a unit, with the cases (N-04, PRD-04)."""
    wanted = {"part": part_of(unit, part) if part is not None else None, "fault": fault_code}
    found = counters(fault_cases(work, [unit.id]).get(unit.id, []))
    if any(wanted.values()):
        found = tuple(one for one in found if wanted[one.what] == one.code)
    return [
        {
            "what": one.what,
            "code": one.code,
            "count": len(one.cases),
            "cases": [
                {
                    "number": case.number,
                    "received_on": case.received_on,
                    "repaired_on": case.repaired_on,
                    "cured": case.cured,
                }
                for case in one.cases
            ],
        }
        for one in found
    ]
