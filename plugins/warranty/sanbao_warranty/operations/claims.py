"""A fault call from the first word to the closed case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage import Fault, UnitFault
from sanbao.coverage import operations as coverage
from sanbao.decision import VERSION, Decision, decision_from_json, to_json
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Attachment, DeadlineRecord, DecisionRecord, Document
from sanbao.documents.operations import new_document
from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry import operations as registry
from sanbao.registry.finding import part_of
from sanbao.registry.models import Party, Product, Unit
from sanbao_warranty import facts, schemas
from sanbao_warranty.coverage import decisions_in_force
from sanbao_warranty.errors import NoDecision, NotProposed, NotSigned, UnitMissing, UnitReplaced
from sanbao_warranty.models import Claim
from sanbao_warranty.rules import Cost, charge, remedy_due

if TYPE_CHECKING:
    from sanbao.work import Work

CLERKS = ("service_manager", "service_clerk")
ENGINEERS = (*CLERKS, "service_engineer")
READERS = (*ENGINEERS, "service_head", "finance", "qc", "sales", "auditor")
#: A fault code such as E07 or F-12 in front of the words.
_FAULT_CODE = re.compile(r"([A-Z]{1,3}-?\d{1,5})\b[\s:：,，]*(.*)", re.DOTALL)
_PROVING = ("evidence", "photo")


@operation("claim.open", schema=schemas.OpenClaim, roles=CLERKS)
def open_claim(
    work: Work,
    *,
    fault: str,
    unit: Unit | None = None,
    serial: str | None = None,
    product: Product | None = None,
    customer: Party | None = None,
    order_no: str | None = None,
    occurred_proven: bool,
    received_at: datetime | None = None,
    part: str | None = None,
    parts: Sequence[str] | None = None,
    cause: str = "unknown",
    evidence: bool = False,
    **said: Any,
) -> Claim:
    """Take a fault call and decide at once, per promise and per part (CSI, W-18, W-19).

    Where the company wants a review the decision is a proposal until it is signed (001 §4).
    """
    about = unit or _unit_of(work, serial, product, customer, order_no)
    refuse_replaced(work, about)
    refuse_later_than_now(work, received_at)
    code, words = fault_code(fault)
    head = new_document(work, "claim", title=fault, unit_id=about.id, party_id=about.customer_id)
    claim = Claim(
        document=head,
        company_id=work.company.id,
        unit_id=about.id,
        fault_code=code,
        fault_text=words,
        cause=cause,
        evidence=evidence,
        occurred_proven=occurred_proven,
        received_at=received_at or work.now,
        parts=[part_of(about, one) for one in parts or ([part] if part else [])],
        **said,
    )
    work.session.add(claim)
    work.session.flush()
    decide(work, claim)
    if not work.setting("warranty_review"):
        work.set_state(claim, "decided")
    return claim


def refuse_replaced(work: Work, unit: Unit) -> None:
    """Refuse a call on a unit that was exchanged; its successor carries the promises on."""
    if unit.state != "replaced":
        return
    query = select(Unit.serial).where(Unit.replaces_id == unit.id).order_by(Unit.id.desc()).limit(1)
    raise UnitReplaced(unit=unit.serial, successor=work.session.scalar(query) or "–")


def refuse_later_than_now(work: Work, received_at: datetime | None) -> None:
    """Refuse a call that has not come yet."""
    if received_at is not None and received_at > work.now:
        message = N_("{moment} has not come yet.")
        shown = received_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M")
        raise UnitMissing([Problem("received_at", message, {"moment": shown})])


def fault_code(text: str) -> tuple[str | None, str]:
    """Split ``E07 无压力`` into its code and its words."""
    found = _FAULT_CODE.fullmatch(text.strip())
    return (found.group(1), found.group(2) or found.group(1)) if found else (None, text.strip())


def _unit_of(
    work: Work, serial: str | None, product: Product | None, customer: Party | None, order_no: str | None
) -> Unit:
    """Return the unit that the call is about; one that nobody knows yet is registered on the spot."""
    if serial is not None and product is not None:
        query = select(Unit).where(
            Unit.company_id == work.company.id, Unit.serial == serial, Unit.product_id == product.id
        )
        known = work.session.scalars(query).one_or_none()
        if known is not None:
            return known
        given = {"customer": customer.code} if customer is not None else {}
        if order_no is not None:
            given["order_no"] = order_no
        registered: Unit = work.do("unit.register", {"serial": serial, "product": product.code, **given})
        return registered
    query = select(Unit).where(Unit.company_id == work.company.id, Unit.order_no == order_no).limit(2)
    found = list(work.session.scalars(query))
    if len(found) != 1:
        message = N_("The order {order} has {count} units here; please give the serial number.")
        raise UnitMissing([Problem("unit", message, {"order": order_no, "count": len(found)})])
    return found[0]


def decide(work: Work, claim: Claim) -> list[Decision]:
    """Decide every part of a claim, supersede what was decided before, and keep the trace (CAL-12)."""
    unit = work.session.get_one(Unit, claim.unit_id)
    evidence = claim.evidence or _has_proof(work, claim)
    parts: list[str | None] = [*claim.parts] or [None]
    faults = [UnitFault(unit, fault_of(claim, part, evidence, work.zone)) for part in parts]
    decisions = coverage.decide(work, faults)
    before = decisions_in_force(work, claim.document_id)
    records = [_record(work, claim, decision) for decision in decisions]
    work.session.add_all(records)
    work.session.flush()
    for old in before:
        old.superseded_by_id = records[0].id
    _set_remedy_deadline(work, claim, faults[0].fault)
    return decisions


def fault_of(claim: Claim, part: str | None, evidence: bool, zone: tzinfo) -> Fault:
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
    )


def _has_proof(work: Work, claim: Claim) -> bool:
    query = select(Attachment.id).where(
        Attachment.document_id == claim.document_id, Attachment.purpose.in_(_PROVING)
    )
    return work.session.scalar(query.limit(1)) is not None


def _record(work: Work, claim: Claim, decision: Decision) -> DecisionRecord:
    is_signed = not work.setting("warranty_review")
    return DecisionRecord(
        company_id=work.company.id,
        document_id=claim.document_id,
        unit_id=claim.unit_id,
        question="coverage",
        part=decision.part,
        version=VERSION,
        body=to_json(decision),
        covered=decision.covered,
        made_at=work.now,
        made_by_id=work.user.id,
        signed_at=work.now if is_signed else None,
        signed_by_id=work.user.id if is_signed else None,
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


_LIVE = ("open", "decided", "in_repair", "repaired")


@operation(
    "claim.diagnose", on=Claim, moves={state: (state, "open") for state in _LIVE}, schema=schemas.FaultFields, roles=ENGINEERS
)
def diagnose(work: Work, claim: Claim, **found: Any) -> Claim:
    """Write down what was found, and decide anew (W-11, CAP)."""
    _write(claim, found)
    _redecide(work, claim)
    return claim


def _write(claim: Claim, values: dict[str, Any]) -> None:
    part = values.pop("part", None)
    if part is not None and "parts" not in values:
        values["parts"] = [part]
    if "parts" in values:
        values["parts"] = [part_of(claim.unit, one) for one in values["parts"]]
    for name, value in values.items():
        setattr(claim, name, value)


def redecide_open(work: Work, units: Sequence[Unit]) -> None:
    """Decide the claims of these units anew that have not ended (CAL-09: what has ended stays)."""
    query = (
        select(Claim)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_([unit.id for unit in units]), Document.state.in_(_LIVE))
        .order_by(Claim.document_id)
    )
    for claim in list(work.session.scalars(query)):
        _redecide(work, work.locked(claim))
        work.note(claim.document)


def forget_exchanges(work: Work, documents: Sequence[Document]) -> None:
    """Take the part exchanges of voided claims back."""
    for document in documents:
        if document.kind == "claim" and document.state == VOID:
            registry.take_back_exchanges(work, document)


def _redecide(work: Work, claim: Claim) -> None:
    """Decide anew; where a review is wanted, what was signed becomes a proposal again."""
    work.session.flush()
    decide(work, claim)
    if work.setting("warranty_review") and claim.state == "decided":
        work.set_state(claim, "open")


@operation(
    "claim.correct",
    on=Claim,
    moves={state: (state, "open") for state in _LIVE},
    schema=schemas.CorrectClaim,
    roles=("service_manager",),
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
    touched = [
        {"decision": record.id, "part": record.part, "covered": record.covered}
        for record in decisions_in_force(work, claim.document_id)
    ]
    if redecide:
        _redecide(work, claim)
    work.note(claim.document, note=reason)
    return {"claim": claim, "decisions": touched, "redecided": redecide}


@operation(
    "claim.start_repair", on=Claim, moves={"decided": "in_repair"}, roles=ENGINEERS
)
def start_repair(work: Work, claim: Claim) -> Claim:
    """Begin the repair; a proposal is not enough (001 §4)."""
    refuse_unsigned(work, claim)
    return claim


def refuse_unsigned(work: Work, claim: Claim) -> None:
    """Refuse to go on while a decision waits for its signature."""
    if any(record.signed_at is None for record in decisions_in_force(work, claim.document_id)):
        raise NotSigned(claim=claim.document.number)


@operation(
    "claim.replace_part",
    on=Claim,
    moves={"decided": "in_repair", "in_repair": "in_repair"},
    schema=schemas.ReplacePart,
    roles=ENGINEERS,
)
def replace_part(
    work: Work,
    claim: Claim,
    *,
    part: str,
    replaced_on: date | None = None,
    serial: str | None = None,
    paid_by_customer: bool,
) -> Claim:
    """Replace a part on the claim: it restarts its own warranty (W-07)."""
    refuse_unsigned(work, claim)
    registry.exchange_part(
        work,
        work.locked(work.session.get_one(Unit, claim.unit_id)),
        part,
        replaced_on or work.today,
        serial=serial,
        paid_by_customer=paid_by_customer,
        document=claim.document,
    )
    return claim


@operation(
    "claim.finish_repair",
    on=Claim,
    moves={"in_repair": "repaired", "decided": "repaired"},
    schema=schemas.FinishRepair,
    roles=ENGINEERS,
)
def finish_repair(work: Work, claim: Claim, *, repaired_on: date | None = None) -> Claim:
    """Hand the repaired unit back; the repair guarantee runs from this day (N-07)."""
    refuse_unsigned(work, claim)
    claim.repaired_on = repaired_on or work.today
    work.session.flush()
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == claim.document_id,
        DeadlineRecord.kind == "remedy",
        DeadlineRecord.met_at.is_(None),
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now
    return claim


@operation(
    "claim.close",
    on=Claim,
    moves={"decided": "closed", "in_repair": "closed", "repaired": "closed"},
    roles=("service_manager",),
)
def close(work: Work, claim: Claim) -> Claim:
    """End the case: its cost must be borne, every interim account at zero (LED-27)."""
    refuse_unsigned(work, claim)
    return claim


@question("claim.decision", schema=schemas.ClaimQuestion, roles=READERS)
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


@question("claim.quote", schema=schemas.QuoteQuestion, roles=READERS)
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
