"""Correcting what was recorded about a unit, with the decisions that rest on it (CAL-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry import finding, schemas
from sanbao.registry.models import Unit
from sanbao.registry.operations.milestones import (
    DAY_OF,
    record_milestone,
    refuse_contradiction,
    withdraw_milestone,
)

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "unit.correct",
    title=N_("Correct the unit's facts"),
    on=Unit,
    schema=schemas.UnitCorrection,
    roles=("service_manager",),
    edits=True,
)
def correct(work: Work, unit: Unit, *, reason: str, redecide: bool, **values: Any) -> dict[str, Any]:
    """Correct recorded facts; answer with the decisions that rest on them, decided anew only if asked (CAL-09)."""
    for name in ("customer", "site", "host", "product"):
        if name in values:
            found = values.pop(name)
            setattr(unit, f"{name}_id", found.id if found is not None else None)
    for name, value in values.items():
        setattr(unit, name, value)
    unit.serial_tail = finding.tail(unit.serial)
    refuse_contradiction(unit)
    for column in ("delivered_on", "installed_on", "commissioned_on", "handed_over_on", "accepted_on"):
        if column in values:
            kind = next(kind for kind, name in DAY_OF.items() if name == column)
            withdraw_milestone(work, unit, kind)
            if values[column] is not None:
                record_milestone(work, [unit], kind, values[column])
    work.session.flush()
    work.session.refresh(unit)
    touched = decisions_resting_on(work, unit)
    work.hooks.tell(
        "facts_corrected", work, units=[unit], changes={**values, "reason": reason, "redecide": redecide}
    )
    still = {one["decision"] for one in decisions_resting_on(work, unit)}
    anew = sorted({str(one["document"]) for one in touched if one["decision"] not in still})
    return {"unit": unit, "decisions": touched, "redecided": anew}


def decisions_resting_on(work: Work, unit: Unit) -> list[dict[str, Any]]:
    """Return the decisions in force that were made about a unit, with their papers."""
    query = (
        select(DecisionRecord, Document.number, Document.state)
        .outerjoin(Document, Document.id == DecisionRecord.document_id)
        .where(
            DecisionRecord.unit_id == unit.id,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        .order_by(DecisionRecord.id)
    )
    return [
        {
            "decision": record.id,
            "document": number,
            "state": state,
            "part": record.part,
            "covered": record.covered,
            "made_at": record.made_at,
        }
        for record, number, state in work.session.execute(query)
    ]
