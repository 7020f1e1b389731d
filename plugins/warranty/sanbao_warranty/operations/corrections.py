"""What is found or was written down wrongly on a claim, and what is decided anew because of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao.coverage.facts import fault_code
from sanbao.decision import decision_from_json
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry import operations as registry
from sanbao.registry.finding import part_of
from sanbao_warranty import schemas
from sanbao_warranty.coverage import decisions_in_force
from sanbao_warranty.kinds import ENGINEERS
from sanbao_warranty.models import Claim
from sanbao_warranty.operations.calls import refuse_replaced
from sanbao_warranty.operations.deciding import LIVE, decide_anew
from sanbao_warranty.operations.terms import withdraw_extensions_of

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "claim.diagnose",
    title=N_("Write down the diagnosis"),
    on=Claim,
    moves={state: (state, "open") for state in LIVE},
    schema=schemas.FoundFaults,
    roles=ENGINEERS,
    edits=True,
)
def diagnose(work: Work, claim: Claim, **found: Any) -> Claim:
    """Write down what was found, and decide anew (W-11, CAP)."""
    _write(claim, found)
    decide_anew(work, claim)
    return claim


def _write(claim: Claim, values: dict[str, Any]) -> None:
    part = values.pop("part", None)
    if part is not None and "parts" not in values:
        values["parts"] = [part]
    if "parts" in values:
        values["parts"] = [part_of(claim.unit, one) for one in values["parts"] or ()]
    for name, value in values.items():
        setattr(claim, name, value)


def forget_exchanges(work: Work, documents: Sequence[Document]) -> None:
    """Take back what voided papers had changed on their units: parts exchanged, terms made longer."""
    for document in documents:
        if document.kind == "final_test" and document.state == VOID:
            withdraw_extensions_of(work, document)
        if document.kind == "claim" and document.state == VOID:
            registry.take_back_exchanges(work, document)


@operation(
    "claim.correct",
    title=N_("Correct the claim"),
    on=Claim,
    moves={state: (state, "open") for state in LIVE},
    schema=schemas.CorrectClaim,
    roles=("service_manager",),
    edits=True,
)
def correct(work: Work, claim: Claim, *, reason: str, redecide: bool, **values: Any) -> dict[str, Any]:
    """Put a wrong unit, date or word right; answer with the decisions that rest on it (CAL-09)."""
    unit = values.pop("unit", None)
    if unit is not None:
        refuse_replaced(work, unit)
        registry.move_exchanges(work, claim.document, unit)
        claim.unit_id = claim.document.unit_id = unit.id
        claim.document.party_id = unit.customer_id
        work.session.flush()
        work.session.refresh(claim, ["unit"])
    if "fault" in values:
        claim.document.title = values["fault"]
        claim.fault_code, claim.fault_text = fault_code(values.pop("fault"))
    _write(claim, values)
    before = decisions_in_force(work, claim.document_id)
    work.note(claim.document, note=reason)
    touched = [
        {"decision": one.id, "part": one.part, "covered": one.covered, "sentence": _sentence(one)}
        for one in before
    ]
    if redecide:
        decide_anew(work, claim)
        now = {one.part: _sentence(one) for one in decisions_in_force(work, claim.document_id)}
        for row, one in zip(touched, before, strict=True):
            row["becomes"] = now.get(one.part)
    return {"claim": claim, "decisions": touched, "redecided": redecide}


def _sentence(record: DecisionRecord) -> str:
    """Return a decision in the words that the customer was told."""
    return str(decision_from_json(record.body).sentence)
