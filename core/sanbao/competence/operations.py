"""What people ask of the gate: may she do this, and who was let through without qualifying."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.competence import gate
from sanbao.competence.facts import Assignment
from sanbao.competence.gate import disqualified
from sanbao.competence.models import CompetenceOverride
from sanbao.decision import from_json
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao.schema import CodeField, DayField, Input, RefField, TextField

if TYPE_CHECKING:
    from sanbao.work import Work

ASKERS = (
    "service_manager",
    "service_head",
    "service_clerk",
    "implementation_manager",
    "project_manager",
    "hr",
    "qc",
    "purchasing",
    "finance",
    "general_manager",
    "auditor",
)


class AssignmentQuestion(Input):
    """A kind of work, who is to do it, and when."""

    kind_of_work = CodeField(required=True)
    party = RefField("party", required=True)
    person = TextField(longest=80)
    on = DayField()


class OverrideInput(AssignmentQuestion):
    """Which work of whom on which day is to count all the same, and why."""

    on = DayField(required=True)
    reason = TextField(required=True, longest=400)


class OverrideQuestion(Input):
    """From which day of work to which."""

    start = DayField()
    end = DayField()


@operation(
    "competence.let_pass",
    title=N_("Let unqualified work count"),
    schema=OverrideInput,
    roles=("service_head", "general_manager"),
)
def let_pass(
    work: Work, *, kind_of_work: str, party: Party, on: date, reason: str, person: str | None = None
) -> dict[str, Any]:
    """Let work count that somebody did without qualifying, so that it can be paid; it is reported (PTY-12)."""
    gate.let_pass(work, Assignment(work=kind_of_work, party=party, on=on, person=person), reason)
    return {"party": party.code, "person": person, "on": on}


@question("competence.check", title=N_("May she do this work?"), schema=AssignmentQuestion, roles=ASKERS)
def check(
    work: Work, *, kind_of_work: str, party: Party, person: str | None = None, on: date | None = None
) -> dict[str, Any]:
    """Tell whether somebody may be assigned, with every reason against it (PTY-12)."""
    asked = Assignment(work=kind_of_work, party=party, on=on or work.today, person=person)
    reasons = disqualified(work, [asked])[0]
    return {
        "who": asked.who,
        "qualified": not reasons,
        "reasons": [{"reason": str(one.reason), "rule": one.rule} for one in reasons],
    }


@question(
    "competence.overrides",
    title=N_("Assigned without qualifying"),
    schema=OverrideQuestion,
    roles=ASKERS,
)
def overrides(work: Work, *, start: date | None = None, end: date | None = None) -> list[dict[str, Any]]:
    """List who was assigned although something spoke against it, with who decided that and why."""
    query = select(CompetenceOverride).where(CompetenceOverride.company_id == work.company.id)
    if start is not None:
        query = query.where(CompetenceOverride.assigned_on >= start)
    if end is not None:
        query = query.where(CompetenceOverride.assigned_on <= end)
    found = work.session.scalars(query.order_by(CompetenceOverride.assigned_on, CompetenceOverride.id))
    return [_row(one) for one in found]


def _row(one: CompetenceOverride) -> dict[str, Any]:
    return {
        "on": one.assigned_on,
        "document": one.document.number if one.document is not None else None,
        "work": one.work,
        "party": one.party.code,
        "name": one.party.name,
        "person": one.person,
        "against": _(N_(", ")).join(str(from_json(each["reason"])) for each in one.against),
        "reason": one.reason,
        "by": one.overridden_by.login,
        "at": one.overridden_at,
    }
