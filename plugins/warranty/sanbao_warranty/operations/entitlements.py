"""What a customer may have of a faulty unit: return, exchange, repair, with days and amounts (N-01…N-30, RET-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from sanbao.calendar import end_of_day
from sanbao.coverage import Fault
from sanbao.coverage.returns import ReturnOffer
from sanbao.coverage.words import REMEDIES
from sanbao.decision import Step
from sanbao.documents.decisions import decided, in_force, keep
from sanbao.documents.models import DeadlineRecord, DecisionRecord
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation, question
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao_warranty import facts, schemas
from sanbao_warranty.errors import NotEntitled
from sanbao_warranty.kinds import ASKERS, CLERKS
from sanbao_warranty.models import Claim
from sanbao_warranty.operations.deciding import LIVE, admission_of, fault_of, has_proof
from sanbao_warranty.rules.entitle import entitle
from sanbao_warranty.rules.requests import Entitlement, Option, Request, Shop

if TYPE_CHECKING:
    from sanbao.coverage.returns import ReturnWish
    from sanbao.work import Work

QUESTION = "entitlement"
#: Field of an entitlement → the deadline that it sets (N-16, N-23).
_DEADLINES = {"answer_by": "answer", "complete_by": "complete", "repair_by": "repair"}


@question("warranty.entitlement", schema=schemas.EntitlementQuestion, roles=ASKERS)
def entitlement(
    work: Work, *, claim: Claim | None = None, unit: Unit | None = None, part: str | None = None, **asked: Any
) -> dict[str, Any]:
    """Tell what the customer may have: return, exchange or repair, until when, at what price, and why."""
    if claim is not None:
        return as_table(of_claim(work, claim, part, asked))
    assert unit is not None  # noqa: S101 - the schema asks for one of them
    fault = Fault(
        received_at=(asked.pop("at", None) or work.now).astimezone(work.zone),
        part=part_of(unit, part) if part is not None else None,
        fault_code=asked.pop("fault", None),
        **{name: asked.pop(name, None) for name in ("fault_class", "cause", "evidence", "product_caused")},
    )
    return as_table(_entitled(work, unit, fault, asked))


def of_claim(work: Work, claim: Claim, part: str | None, asked: Mapping[str, Any]) -> Entitlement:
    """Return what the customer may have because of a claim; its own facts count, and an approval on it."""
    wanted = part_of(claim.unit, part) if part is not None else next(iter(claim.parts), None)
    evidence = claim.evidence or has_proof(work, claim)
    fault = fault_of(claim, wanted, evidence, work.zone, admission_of(work, claim))
    known = {**asked, "special_case": claim.special_case is not None}
    if claim.is_serious is not None:
        known.setdefault("is_serious", claim.is_serious)
    return _entitled(work, claim.unit, fault, known)


def _entitled(
    work: Work, unit: Unit, fault: Fault, asked: Mapping[str, Any], case: facts.Case | None = None
) -> Entitlement:
    known = {one.name for one in fields(Request)}
    given = {name: value for name, value in asked.items() if name in known and value is not None}
    given.setdefault("requested_on", work.today)
    given.setdefault("is_consumer", unit.customer is None or unit.customer.is_consumer)
    case = case or facts.cases(work, [unit.id])[unit.id]
    return entitle(
        case.policies,
        case.facts,
        Request(fault=fault, **given),
        calendar=facts.calendar_of(work),
        zone=work.zone,
        currency=work.erp.currency,
    )


def find_returns(work: Work, wishes: Sequence[ReturnWish]) -> list[list[ReturnOffer]]:
    """Answer what each customer may have of a unit that comes back, and what its use costs (RET-07, N-08)."""
    known = facts.cases(work, [wish.unit.id for wish in wishes])
    found = [_of_wish(work, wish, known[wish.unit.id]) for wish in wishes]
    return [[_offer(option, one.steps) for option in one.options] for one in found]


def _of_wish(work: Work, wish: ReturnWish, case: facts.Case) -> Entitlement:
    fault = Fault(
        received_at=datetime.combine(wish.requested_on, time.min, work.zone),
        part=wish.part,
        fault_code=wish.fault_code,
        product_caused=True if wish.own_quality else None,
    )
    asked = {"requested_on": wish.requested_on, "same_model_available": wish.same_model_available}
    return _entitled(work, wish.unit, fault, asked, case)


def _offer(option: Option, steps: tuple[Step, ...]) -> ReturnOffer:
    return ReturnOffer(
        option.remedy, option.promise, option.rule, option.rank, option.price, option.fee, steps
    )


def as_table(found: Entitlement) -> dict[str, Any]:
    """Return an entitlement as plain data, with its reasons."""
    told = {one.name: getattr(found, one.name) for one in fields(Entitlement) if one.name != "steps"}
    return {
        **told,
        "options": [_row(option, Option) for option in found.options],
        "proposals": [_row(option, Option) for option in found.proposals],
        "repairs": [_row(shop, Shop) for shop in found.repairs],
        "cites": found.cites,
        "trace": [
            {"rule": step.rule, "text": step.text, "arithmetic": step.arithmetic, "holds": step.holds}
            for step in found.steps
        ],
    }


def _row(record: Any, kind: type[Any]) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(kind)}


@operation(
    "claim.entitle",
    title=N_("Settle what the customer may have"),
    on=Claim,
    moves={state: state for state in LIVE},
    schema=schemas.Entitle,
    roles=CLERKS,
)
def entitle_claim(
    work: Work, claim: Claim, *, part: str | None = None, choice: str | None = None, **asked: Any
) -> dict[str, Any]:
    """Take the customer's wish down, keep what she may have and what she chose, and set its deadlines (N-23)."""
    requested_on: date = asked.setdefault("requested_on", work.today)
    if requested_on > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem("requested_on", message, {"day": requested_on, "today": work.today})])
    found = of_claim(work, claim, part, asked)
    if choice is not None and choice not in found.remedies:
        raise NotEntitled(
            claim=claim.document.number, choice=choice, remedies=", ".join(found.remedies) or "–"
        )
    told = {**as_table(found), "choice": choice}
    _keep(work, claim, part, told)
    _set_deadlines(work, claim, told)
    offered = [REMEDIES.get(one, one) for one in ([choice] if choice else found.remedies)]
    work.note(claim.document, note=", ".join(in_language(work.company.locale, one) for one in offered))
    return told


def _keep(work: Work, claim: Claim, part: str | None, told: Mapping[str, Any]) -> None:
    """Keep the decision with its reasons on the claim; the one before is superseded (CAL-12)."""
    keep(
        work,
        [
            decided(
                work,
                claim.document_id,
                QUESTION,
                told,
                unit_id=claim.unit_id,
                part=part_of(claim.unit, part) if part is not None else None,
                covered=bool(told["remedies"]),
            )
        ],
        whole=True,
    )


def entitlements_of(work: Work, claim: Claim) -> list[DecisionRecord]:
    """Return the entitlement in force on a claim."""
    return in_force(work, [claim.document_id], QUESTION)


def _set_deadlines(work: Work, claim: Claim, told: Mapping[str, Any]) -> None:
    """Set when the wish must be answered, fulfilled and the repair be done; what was met stays as it is (N-23)."""
    wanted = {kind: told[field] for field, kind in _DEADLINES.items() if told[field] is not None}
    _forget(work, claim, _DEADLINES.values())
    for kind, day in wanted.items():
        work.session.add(
            DeadlineRecord(
                company_id=work.company.id,
                document_id=claim.document_id,
                kind=kind,
                due_at=_end(work, day),
                reckoning={
                    "rule": "N-23",
                    "requested_on": told["requested_on"].isoformat(),
                    "last_day": day.isoformat(),
                },
            )
        )


def _forget(work: Work, claim: Claim, kinds: Iterable[str]) -> None:
    work.session.execute(
        delete(DeadlineRecord).where(
            DeadlineRecord.document_id == claim.document_id,
            DeadlineRecord.kind.in_(list(kinds)),
            DeadlineRecord.met_at.is_(None),
        )
    )


def _end(work: Work, day: date) -> datetime:
    return end_of_day(day, work.zone)


@operation(
    "claim.approve_special_case",
    title=N_("Approve a special case"),
    on=Claim,
    moves={state: state for state in LIVE},
    schema=schemas.SpecialCase,
    apart_from=("claim.open",),
    roles=("service_head", "sales_manager", "general_manager"),
)
def approve_special_case(work: Work, claim: Claim, *, because: str) -> Claim:
    """Approve, as a second person, what the terms alone do not give (RET-03: 特殊情况特殊处理)."""
    claim.special_case = because
    work.note(claim.document, note=because)
    return claim
