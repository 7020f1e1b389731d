"""Correcting what was recorded about a unit, with the decisions that rest on it (CAL-09)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from sanbao.database.pages import pages
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
            withdraw_milestone(work, [unit], kind)
            if values[column] is not None:
                record_milestone(work, [unit], kind, values[column])
    work.session.flush()
    work.session.refresh(unit)
    touched = decisions_resting_on(work, [unit])
    work.hooks.tell(
        "facts_corrected", work, units=[unit], changes={**values, "reason": reason, "redecide": redecide}
    )
    still = {one["decision"] for one in decisions_resting_on(work, [unit])}
    anew = sorted({str(one["document"]) for one in touched if one["decision"] not in still})
    return {"unit": unit, "decisions": touched, "redecided": anew}


def decisions_resting_on(work: Work, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the decisions in force that were made about units, with their papers, unit by unit."""
    found: dict[int | None, list[dict[str, Any]]] = {unit.id: [] for unit in units}
    for page in pages(units):
        for record, number, state in work.session.execute(_resting_on([unit.id for unit in page])):
            found[record.unit_id].append(_told(record, number, state))
    return [one for unit in units for one in found[unit.id]]


def _resting_on(unit_ids: Sequence[int]) -> Select[DecisionRecord, str | None, str]:
    return (
        select(DecisionRecord, Document.number, Document.state)
        .outerjoin(Document, Document.id == DecisionRecord.document_id)
        .where(
            DecisionRecord.unit_id.in_(unit_ids),
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        .order_by(DecisionRecord.id)
    )


def _told(record: DecisionRecord, number: str | None, state: str | None) -> dict[str, Any]:
    return {
        "decision": record.id,
        "document": number,
        "state": state,
        "part": record.part,
        "covered": record.covered,
        "made_at": record.made_at,
    }
