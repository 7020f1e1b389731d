"""The plan of a year: needs gathered into proposed sessions, a budget, an approval, and what became of it (TRN-11, TRN-16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text, from_json, to_json
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Site
from sanbao.schema import Input, RefField
from sanbao_training.errors import NoSuchLine, OverBudget, PlanEmpty
from sanbao_training.kinds import MANAGERS, READERS
from sanbao_training.models import Need, Plan, PlanLine, Session
from sanbao_training.operations.needs import gathered
from sanbao_training.operations.outlines import approved_outline
from sanbao_training.operations.sessions import PLANNERS, planned
from sanbao_training.rules.grouping import Proposal, propose
from sanbao_training.schemas.plans import (
    GatherInput,
    LineChange,
    LineDrop,
    PlanInput,
    PlanLineInput,
    ScheduleInput,
)

if TYPE_CHECKING:
    from sanbao.work import Work

APPROVERS = ("service_head", "general_manager", "management_representative")
ZERO = Decimal(0)
#: How the key of a line begins that no need asked for.
_BY_HAND = "+"


@operation("training_plan.draft", title=N_("Begin a plan"), schema=PlanInput, roles=MANAGERS)
def draft(work: Work, *, year: int, budget: Decimal) -> Plan:
    """Begin the training plan of a year with what it may cost."""
    query = (
        select(Plan.version)
        .join(Document, Document.id == Plan.document_id)
        .where(Plan.company_id == work.company.id, Plan.year == year)
        .order_by(Plan.version.desc())
    )
    title = in_language(work.company.locale, N_("Training plan {year}"), year=year)
    plan = Plan(
        document=new_document(work, "training_plan", title=title),
        company_id=work.company.id,
        year=year,
        version=(work.session.scalars(query).first() or 0) + 1,
        budget=budget,
    )
    work.session.add(plan)
    work.session.flush()
    return plan


@operation(
    "training_plan.gather",
    title=N_("Gather the needs"),
    on=Plan,
    moves={"draft": "draft"},
    schema=GatherInput,
    roles=MANAGERS,
)
def gather(
    work: Work, plan: Plan, *, session_cost: Decimal | None = None, head_cost: Decimal | None = None
) -> Plan:
    """Propose sessions for every need of the year; what was said of a line before stays (TRN-16)."""
    known = {line.key: line for line in lines_of(work, plan)}
    position = max((line.position for line in known.values()), default=0)
    for earlier in known.values():
        if not earlier.key.startswith(_BY_HAND):  # what nobody needs any more shows no need
            earlier.needs = []
    for proposal in propose(gathered(work, plan.year)):
        line = known.get(proposal.key)
        if line is None:
            position += 1
            work.session.add(_line(work, plan, position, proposal, session_cost or ZERO, head_cost or ZERO))
        else:
            line.needs, line.by_day = _kept(proposal), proposal.by_day
    work.session.flush()
    return plan


def _line(
    work: Work, plan: Plan, position: int, proposal: Proposal, session_cost: Decimal, head_cost: Decimal
) -> PlanLine:
    return PlanLine(
        company_id=work.company.id,
        document_id=plan.document_id,
        position=position,
        key=proposal.key,
        outline_code=proposal.subject,
        party_id=proposal.party,
        site_id=proposal.site,
        batch=proposal.batch,
        heads=proposal.heads,
        by_day=proposal.by_day,
        budget=work.erp.currency.round(session_cost + head_cost * proposal.heads),
        needs=_kept(proposal),
    )


def _kept(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {"cause": need.cause, "reason": dict(need.reason), "source": need.source} for need in proposal.needs
    ]


@operation(
    "training_plan.add",
    title=N_("Add a session"),
    on=Plan,
    moves={"draft": "draft"},
    schema=PlanLineInput,
    roles=MANAGERS,
)
def add(
    work: Work,
    plan: Plan,
    *,
    outline: str,
    heads: int,
    budget: Decimal,
    reason: str,
    party: Party | None = None,
    site: Site | None = None,
    batch: str | None = None,
    by_day: date | None = None,
) -> Plan:
    """Add a session that no need asked for, with the reason for it."""
    position = max((line.position for line in lines_of(work, plan)), default=0) + 1
    work.session.add(
        PlanLine(
            company_id=work.company.id,
            document_id=plan.document_id,
            position=position,
            key=f"{_BY_HAND}{position}",
            outline_code=outline,
            party_id=party.id if party is not None else None,
            site_id=site.id if site is not None else None,
            batch=batch,
            heads=heads,
            by_day=by_day,
            budget=budget,
            needs=[{"cause": "other", "reason": to_json(Text("{words}", {"words": reason})), "source": None}],
        )
    )
    work.session.flush()
    return plan


@operation(
    "training_plan.change_line",
    title=N_("Change a line"),
    on=Plan,
    moves={"draft": "draft"},
    schema=LineChange,
    roles=MANAGERS,
)
def change_line(work: Work, plan: Plan, *, position: int, **facts: Any) -> Plan:
    """Say how many, until when, at what cost."""
    line = line_of(work, plan, position)
    for name, value in facts.items():
        setattr(line, name, value)
    return plan


@operation(
    "training_plan.drop_line",
    title=N_("Leave a line out"),
    on=Plan,
    moves={"draft": "draft", "approved": "approved"},
    schema=LineDrop,
    roles=MANAGERS,
)
def drop_line(work: Work, plan: Plan, *, position: int, reason: str) -> Plan:
    """Leave a proposed session out of the plan, with the reason for it."""
    line_of(work, plan, position).dropped_because = reason
    work.note(plan.document, note=f"{position}: {reason}")
    return plan


@operation(
    "training_plan.approve",
    title=N_("Approve"),
    on=Plan,
    moves={"draft": "approved"},
    roles=APPROVERS,
    apart_from=("training_plan.draft", "training_plan.gather"),
)
def approve(work: Work, plan: Plan) -> Plan:
    """Approve a plan that keeps to its budget; the needs that people reported are answered by it."""
    lines = [line for line in lines_of(work, plan) if line.dropped_because is None]
    if not lines:
        raise PlanEmpty(plan=plan.document.number)
    cost = sum((line.budget for line in lines), ZERO)
    if cost > plan.budget:
        raise OverBudget(plan=plan.document.number, cost=cost, budget=plan.budget)
    plan.approved_on = work.today
    planned = {line.key for line in lines} | {need.get("key") for line in lines for need in line.needs}
    query = select(Need).where(Need.company_id == work.company.id, Need.settled_on.is_(None))
    for need in work.session.scalars(query):
        if Proposal(need.outline_code, need.party_id, None, None).key in planned:
            need.settled_on = work.today
    return plan


@operation(
    "training_plan.schedule",
    title=N_("Schedule a session"),
    on=Plan,
    moves={"approved": "approved"},
    schema=ScheduleInput,
    roles=PLANNERS,
)
def schedule(work: Work, plan: Plan, *, position: int, outline: str | None = None, **facts: Any) -> Session:
    """Make a line of an approved plan a session with trainer, place and dates."""
    line = line_of(work, plan, position)
    given = {"party": line.party, "site": line.site if facts["place"] == "customer" else None, **facts}
    if facts["planned_heads"] == 1:
        given["planned_heads"] = line.heads
    session = planned(work, approved_outline(work, outline or line.outline_code), **given)
    line.session_id = session.document_id
    link_documents(work, plan.document, session.document, "originates")
    return session


@operation(
    "training_plan.close",
    title=N_("Close"),
    on=Plan,
    moves={"approved": "closed"},
    roles=MANAGERS,
)
def close(work: Work, plan: Plan) -> Plan:
    """Close the plan of a year; what was not held stays visible in it."""
    return plan


def lines_of(work: Work, plan: Plan) -> list[PlanLine]:
    """Return the lines of a plan in order."""
    query = select(PlanLine).where(PlanLine.document_id == plan.document_id).order_by(PlanLine.position)
    return list(work.session.scalars(query))


def line_of(work: Work, plan: Plan, position: int) -> PlanLine:
    """Return a line that is neither left out nor a session already."""
    for line in lines_of(work, plan):
        if line.position == position and line.dropped_because is None and line.session_id is None:
            return line
    raise NoSuchLine(plan=plan.document.number, position=position)


class PlanQuestion(Input):
    """Which plan."""

    plan = RefField("training_plan", required=True)


@question("training_plan.show", title=N_("Plan in detail"), schema=PlanQuestion, roles=READERS)
def show(work: Work, *, plan: Plan) -> dict[str, Any]:
    """Show a plan: every proposed session with its needs, budget, and what became of it."""
    sessions = _sessions(work, plan)
    lines = [_row(line, sessions.get(line.session_id or 0)) for line in lines_of(work, plan)]
    counted = [line for line in lines if line["dropped"] is None]
    return {
        "number": plan.document.number,
        "year": plan.year,
        "budget": plan.budget,
        "planned_cost": sum((line["budget"] for line in counted), ZERO),
        "lines": lines,
        "planned": len(counted),
        "held": sum(line["state"] in ("held", "closed") for line in counted),
    }


def _sessions(work: Work, plan: Plan) -> dict[int, tuple[str | None, str]]:
    query = (
        select(Document.id, Document.number, Document.state)
        .join(PlanLine, PlanLine.session_id == Document.id)
        .where(PlanLine.document_id == plan.document_id, Document.state.not_in(UNDONE))
    )
    return {key: (number, state) for key, number, state in work.session.execute(query)}


def _row(line: PlanLine, session: tuple[str | None, str] | None) -> dict[str, Any]:
    return {
        "position": line.position,
        "outline": line.outline_code,
        "party": line.party.code if line.party is not None else None,
        "name": line.party.name if line.party is not None else None,
        "site": line.site.code if line.site is not None else None,
        "batch": line.batch,
        "heads": line.heads,
        "by_day": line.by_day,
        "budget": line.budget,
        "needs": [{**need, "reason": str(from_json(need["reason"]))} for need in line.needs],
        "dropped": line.dropped_because,
        "session": session[0] if session is not None else None,
        "state": session[1] if session is not None else None,
    }
