"""The plugin's answers to the core's questions: what covers, who bears, what a unit's file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage import CostShare, UnitFault, decision_day
from sanbao.decision import Answer, Text
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Unit
from sanbao_warranty import facts
from sanbao_warranty.kinds import CLAIM
from sanbao_warranty.models import Claim
from sanbao_warranty.rules import answers, ends
from sanbao_warranty.rules.charges import after_warranty
from sanbao_warranty.rules.words import kind_label

if TYPE_CHECKING:
    from sanbao.work import Work

PROPOSAL_RANK = 50


def find_covers(work: Work, faults: Sequence[UnitFault]) -> list[list[Answer]]:
    """Answer for every promise bound to each unit (W-18)."""
    known = facts.cases(work, [case.unit.id for case in faults])
    found = []
    for case in faults:
        unit = known[case.unit.id]
        day = decision_day(case.fault, work.zone)
        post = after_warranty(unit.policies)
        roll = facts.roller(work, unit.policies)
        found.append(
            [one for policy in unit.policies for one in answers(policy, unit.facts, case.fault, day, post, roll)]
        )
    return found


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose who bears a claim: covered, the department that caused it; otherwise the customer (PRD-03, LED-05)."""
    ids = [document.id for document in documents if document.kind == "claim"]
    claims = work.session.scalars(select(Claim).where(Claim.document_id.in_(ids)))
    return [share for claim in claims for share in _shares(work, claim)]


def _shares(work: Work, claim: Claim) -> list[CostShare]:
    """Propose nothing where the parts are decided differently: somebody has to say whose cost is whose."""
    outcomes = {record.covered for record in decisions_in_force(work, claim.document_id)}
    return [_share(work, claim, outcomes == {True})] if len(outcomes) == 1 else []


def _share(work: Work, claim: Claim, is_free: bool) -> CostShare:
    if not is_free:
        reason = Text(N_("Not covered: the customer bears it."))
        return CostShare(claim.document_id, "customer", Decimal(100), reason, "PRD-03", PROPOSAL_RANK)
    centres: Mapping[str, str] = work.setting("warranty_cause_centres")
    centre = centres.get(claim.cause, work.setting("service_centre"))
    reason = Text(N_("Covered: the department that answers for the cause bears it."))
    return CostShare(
        claim.document_id, "department", Decimal(100), reason, "LED-05", PROPOSAL_RANK, cost_centre=centre
    )


def is_covered(work: Work, document_id: int) -> bool:
    """Tell whether any part of a claim is covered by the decisions in force."""
    return any(record.covered for record in decisions_in_force(work, document_id))


def decisions_in_force(work: Work, document_id: int) -> list[DecisionRecord]:
    """Return the decisions of a claim that have not been superseded or withdrawn."""
    query = (
        select(DecisionRecord)
        .where(
            DecisionRecord.document_id == document_id,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        .order_by(DecisionRecord.id)
    )
    return list(work.session.scalars(query))


def describe_unit(work: Work, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the coverage of each unit per promise and part, and its claims (PRD-04)."""
    known = facts.cases(work, [unit.id for unit in units])
    claims = _claims_of(work, [unit.id for unit in units])
    return [
        {
            "title": _(N_("Warranty")),
            "coverage": _ends(work, known[unit.id]),
            "claims": claims.get(unit.id, []),
        }
        for unit in units
    ]


def _ends(work: Work, case: facts.Case) -> list[dict[str, Any]]:
    roll = facts.roller(work, case.policies)
    return [
        {
            "promise": policy.code,
            "version": policy.version,
            "name": policy.names.get("zh", policy.code),
            "kind": Text(kind_label(end.kind)),
            "part": end.part,
            "source": end.source,
            "start": end.start,
            "until": end.until if end.stated else None,
            "runs": end.start is not None and end.until is not None and end.stated and work.today <= end.until,
        }
        for policy in case.policies
        for end in ends(policy, case.facts, roll)
    ]


def _claims_of(work: Work, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    query = (
        select(Claim, Document)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_(ids))
        .order_by(Claim.received_at, Claim.document_id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for claim, document in work.session.execute(query):
        found.setdefault(claim.unit_id, []).append(
            {
                "number": document.number,
                "state": Text(CLAIM.flow.state(document.state).label),
                "received_at": claim.received_at,
                "fault": " ".join(part for part in (claim.fault_code, claim.fault_text) if part),
                "parts": claim.parts,
                "covered": is_covered(work, document.id),
                "repaired_on": claim.repaired_on,
            }
        )
    return found
