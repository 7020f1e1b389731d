"""The printed plan of a year: sessions, needs, what they cost (TRN-11, TRN-16)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text, from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao_training.kinds import PLAN
from sanbao_training.models import Outline, Plan, PlanLine
from sanbao_training.operations.plans import lines_of

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (N_("Drawn up by"), N_("Approved by"))
#: So many needs of a session are spelled out on paper; how many there are is said.
_MOST_NEEDS = 3


def plan_context(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the plan of a year with its lines that count, what they come to, and what is left of the budget."""
    lines = [line for line in lines_of(work, plan) if line.dropped_because is None]
    cost = sum((line.budget for line in lines), start=plan.budget * 0)
    return {
        "document": {"number": plan.document.number},
        "facts": [
            (N_("Year"), plan.year),
            (N_("State"), Text(PLAN.flow.state(plan.state).label)),
            (N_("Budget"), _amount(work, plan.budget)),
            (N_("Planned cost"), _amount(work, cost)),
            (N_("Left of the budget"), _amount(work, plan.budget - cost)),
            (N_("Approved on"), plan.approved_on),
        ],
        "lines": [_line(work, line, names) for names in [_courses(work)] for line in lines],
        "heads": sum(line.heads for line in lines),
        "cost": _amount(work, cost),
    }


def _courses(work: Work) -> dict[str, str]:
    query = (
        select(Outline.code, Outline.name)
        .join(Document, Document.id == Outline.document_id)
        .where(Outline.company_id == work.company.id, Document.state == "approved")
    )
    return {code: name for code, name in work.session.execute(query)}


def _amount(work: Work, amount: Decimal) -> str:
    """Return an amount in the digits of the company's currency."""
    return f"{work.erp.currency.round(amount):,f}"


def _line(work: Work, line: PlanLine, names: dict[str, str]) -> dict[str, Any]:
    return {
        "position": line.position,
        "course": names.get(line.outline_code, line.outline_code),
        "party": line.party.name if line.party is not None else "",
        "site": line.site.name if line.site is not None else line.batch or "",
        "needs": [from_json(dict(need["reason"])) for need in line.needs[:_MOST_NEEDS]],
        "more": max(len(line.needs) - _MOST_NEEDS, 0),
        "heads": line.heads,
        "by_day": line.by_day,
        "budget": _amount(work, line.budget),
    }
