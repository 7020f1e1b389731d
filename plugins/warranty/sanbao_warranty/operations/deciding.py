"""The decision on a claim: made at once, made anew when facts change, signed where a review is wanted (CAL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage import Fault, UnitFault
from sanbao.coverage import operations as coverage
from sanbao.coverage.facts import Override
from sanbao.decision import Decision, decision_from_json
from sanbao.documents.decisions import decided, keep
from sanbao.documents.models import Attachment, DeadlineRecord, DecisionRecord, Document
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao_warranty import facts, models, schemas
from sanbao_warranty.coverage import decisions_in_force
from sanbao_warranty.errors import NoDecision, NotProposed, NotSigned
from sanbao_warranty.kinds import ASKERS
from sanbao_warranty.models import Claim
from sanbao_warranty.operations.repeats import propose_exchange
from sanbao_warranty.rules import Cost, charge, remedy_due

if TYPE_CHECKING:
    from sanbao.work import Work

_PROVING = ("evidence", "photo")
#: The states in which a claim has not ended.
LIVE = ("open", "decided", "in_repair", "repaired")


def decide(work: Work, claim: Claim) -> list[Decision]:
    """Decide every part of a claim, supersede what was decided before, and keep the trace (CAL-12)."""
    unit = work.session.get_one(Unit, claim.unit_id)
    evidence = claim.evidence or has_proof(work, claim)
    parts: list[str | None] = [*claim.parts] or [None]
    admitted = admission_of(work, claim)
    faults = [UnitFault(unit, fault_of(claim, part, evidence, work.zone, admitted)) for part in parts]
    decisions = propose_exchange(work, claim, coverage.decide(work, faults))
    keep(work, [_record(work, claim, decision) for decision in decisions], whole=True)
    _set_remedy_deadline(work, claim, faults[0].fault)
    return decisions


def fault_of(
    claim: Claim, part: str | None, evidence: bool, zone: tzinfo, admitted: Override | None = None
) -> Fault:
    """Return what the rules need to know of a claim's fault, its moments by the company's clock."""
    return Fault(
        received_at=claim.received_at.astimezone(zone),
        part=part,
        fault_code=claim.fault_code,
        fault_class=claim.fault_class,
        cause=claim.cause,
        evidence=evidence,
        occurred_at=claim.occurred_at.astimezone(zone) if claim.occurred_at is not None else None,
        occurred_evidenced=claim.occurred_proven,
        product_caused=claim.product_caused,
        override=admitted,
    )


def admission_of(work: Work, claim: Claim) -> Override | None:
    """Return the admission that stands above every promise, where there is one (W-15)."""
    table = models.Override
    work.session.flush()
    query = select(table).where(table.document_id == claim.document_id, table.withdrawn_at.is_(None))
    found = work.session.scalars(query).one_or_none()
    if found is None:
        return None
    return Override(found.responsible, found.rule, f"{found.breached}: {found.because}")


def has_proof(work: Work, claim: Claim) -> bool:
    """Tell whether a photo or report that proves the cause hangs on the claim (W-11)."""
    return bool(proven_of(work, [claim.document_id]))


def proven_of(work: Work, cases: Sequence[int]) -> set[int]:
    """Return those of many claims on which such a proof hangs (W-11)."""
    query = select(Attachment.document_id).where(
        Attachment.document_id.in_(cases), Attachment.purpose.in_(_PROVING)
    )
    return set(work.session.scalars(query))


def _record(work: Work, claim: Claim, decision: Decision) -> DecisionRecord:
    return decided(
        work,
        claim.document_id,
        "coverage",
        decision,
        unit_id=claim.unit_id,
        part=decision.part,
        covered=decision.covered,
        is_signed=not work.setting("warranty_review"),
    )


def _set_remedy_deadline(work: Work, claim: Claim, fault: Fault) -> None:
    """Keep the earliest day by which a bound promise wants the remedy done (W-09, CAL-11)."""
    policies = facts.cases(work, [claim.unit_id])[claim.unit_id].policies
    due = [moment for policy in policies if (moment := remedy_due(policy, fault, work.zone)) is not None]
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == claim.document_id, DeadlineRecord.kind == "remedy"
    )
    record = work.session.scalars(query).one_or_none()
    if not due:
        return
    if record is None:
        record = DeadlineRecord(
            company_id=work.company.id, document_id=claim.document_id, kind="remedy", reckoning={}
        )
        work.session.add(record)
    record.due_at = min(due)
    record.reckoning = {"rule": "W-09", "received_at": claim.received_at.isoformat()}


@operation(
    "claim.sign",
    title=N_("Sign the decision"),
    on=Claim,
    moves={"open": "decided", "decided": "decided", "in_repair": "in_repair", "repaired": "repaired"},
    apart_from=("claim.open", "claim.diagnose", "claim.correct"),
    roles=("service_head",),
)
def sign(work: Work, claim: Claim) -> Claim:
    """Sign the decision after review (001 §4): from now on it is no proposal."""
    waiting = [one for one in decisions_in_force(work, claim.document_id) if one.signed_at is None]
    if not waiting:
        raise NotProposed(claim=claim.document.number)
    for record in waiting:
        record.signed_at, record.signed_by_id = work.now, work.user.id
    return claim


def redecide_open(work: Work, units: Sequence[Unit]) -> None:
    """Decide the claims of these units anew that have not ended (CAL-09: what has ended stays)."""
    query = (
        select(Claim)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_([unit.id for unit in units]), Document.state.in_(LIVE))
        .order_by(Claim.document_id)
    )
    for claim in list(work.session.scalars(query)):
        decide_anew(work, work.locked(claim))
        work.note(claim.document)


def decide_anew(work: Work, claim: Claim) -> None:
    """Decide anew; where a review is wanted, what was signed becomes a proposal again."""
    work.session.flush()
    decide(work, claim)
    if work.setting("warranty_review") and claim.state == "decided":
        work.set_state(claim, "open")


def refuse_unsigned(work: Work, claim: Claim) -> None:
    """Refuse to go on while a decision waits for its signature."""
    if any(record.signed_at is None for record in decisions_in_force(work, claim.document_id)):
        raise NotSigned(claim=claim.document.number)


@question("claim.decision", schema=schemas.ClaimQuestion, roles=ASKERS)
def decision(work: Work, *, claim: Claim) -> list[dict[str, Any]]:
    """Return the decisions in force on a claim, per part, with their trace."""
    return [
        {
            "id": record.id,
            "part": record.part,
            "signed": record.signed_at is not None,
            "decision": decision_from_json(record.body),
        }
        for record in decisions_in_force(work, claim.document_id)
    ]


@question("claim.quote", schema=schemas.QuoteQuestion, roles=ASKERS)
def quote(
    work: Work, *, claim: Claim, costs: Sequence[dict[str, Any]], part: str | None = None
) -> dict[str, Any]:
    """Tell what the customer would pay for these costs under the decision in force (W-08, W-12)."""
    records = decisions_in_force(work, claim.document_id)
    wanted = [record for record in records if part is None or record.part == part_of(claim.unit, part)]
    if not wanted:
        raise NoDecision(claim=claim.document.number, part=part or "–")
    chosen = wanted[0]
    charged = charge(decision_from_json(chosen.body), [Cost(**cost) for cost in costs], work.erp.currency)
    return {
        "lines": [
            {"kind": line.cost.kind, "text": line.cost.text, "rate": line.rate, "amount": line.amount}
            for line in charged.lines
        ],
        "total": charged.total,
    }
