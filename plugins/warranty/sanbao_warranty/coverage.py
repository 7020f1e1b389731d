"""The plugin's answers to the core's questions: what covers, who bears, what a unit's file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.margin import has_revenue
from sanbao.coverage import CostShare, UnitFault, decision_day
from sanbao.decision import Answer, Text
from sanbao.documents.decisions import in_force
from sanbao.documents.models import DecisionRecord, Document
from sanbao.i18n import N_
from sanbao_warranty import facts
from sanbao_warranty.models import Claim, Override
from sanbao_warranty.operations.suppliers import shares_of_suppliers
from sanbao_warranty.rules.answers import answers_of_all

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
        roll = facts.roller(work, unit.policies)
        found.append(answers_of_all(unit.policies, unit.facts, case.fault, day, roll))
    return found


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose who bears a case: covered, the department that caused it; otherwise the customer (PRD-03, LED-05)."""
    ids = [document.id for document in documents if document.kind == "claim"]
    claims = work.session.scalars(select(Claim).where(Claim.document_id.in_(ids)))
    tests = [document.id for document in documents if document.kind == "final_test"]
    return [
        *(share for claim in claims for share in _shares(work, claim)),
        *(_of_test(work, key) for key in tests),
    ]


def _of_test(work: Work, document_id: int) -> CostShare:
    """What a final test and the repair after it cost is ours (W-10)."""
    reason = Text(N_("The final test and the repair after it are at our cost."))
    centre = work.setting("service_centre")
    return CostShare(
        document_id, "department", Decimal(100), reason, "W-10", PROPOSAL_RANK, cost_centre=centre
    )


def _shares(work: Work, claim: Claim) -> list[CostShare]:
    """Propose nothing where the parts are decided differently: somebody has to say whose cost is whose."""
    outcomes = {record.covered for record in decisions_in_force(work, claim.document_id)}
    if len(outcomes) != 1:
        return []
    share = _share(work, claim, outcomes == {True})
    is_ours = share.bearer != "department" or is_admitted(work, claim)
    return [share] if is_ours else shares_of_suppliers(work, claim, share)


def _share(work: Work, claim: Claim, is_free: bool) -> CostShare:
    if not is_free:
        return _not_covered(work, claim)
    centres: Mapping[str, str] = work.setting("warranty_cause_centres")
    centre = centres.get(claim.cause, work.setting("service_centre"))
    reason, rule = Text(N_("Covered: the department that answers for the cause bears it.")), "LED-05"
    if is_admitted(work, claim):
        reason, rule = Text(N_("It counts as admitted by us, so the whole of it is ours.")), "LED-23"
    return CostShare(
        claim.document_id, "department", Decimal(100), reason, rule, PROPOSAL_RANK, cost_centre=centre
    )


def _not_covered(work: Work, claim: Claim) -> CostShare:
    """The customer bears what somebody charges for; what nobody charges stays with the service department (LED-07)."""
    if has_revenue(work, claim.document_id):
        reason = Text(N_("Not covered: the customer bears it."))
        return CostShare(claim.document_id, "customer", Decimal(100), reason, "LED-07", PROPOSAL_RANK)
    reason = Text(N_("Not covered, and nothing is charged: the service department bears it."))
    centre = work.setting("service_centre")
    return CostShare(
        claim.document_id, "department", Decimal(100), reason, "LED-07", PROPOSAL_RANK, cost_centre=centre
    )


def is_admitted(work: Work, claim: Claim) -> bool:
    """Tell whether a case counts as admitted by us whatever its cause (W-15)."""
    query = select(Override.id).where(
        Override.document_id == claim.document_id, Override.withdrawn_at.is_(None)
    )
    return work.session.scalar(query) is not None


def is_covered(work: Work, document_id: int) -> bool:
    """Tell whether any part of a claim is covered by the decisions in force."""
    return any(record.covered for record in decisions_in_force(work, document_id))


def decisions_in_force(work: Work, document_id: int) -> list[DecisionRecord]:
    """Return what was decided on a claim's coverage and has not been superseded or withdrawn."""
    return in_force(work, [document_id], "coverage")
