"""What is given without an obligation (善意支出): approved by a second person, within her limit and the year's budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_, select

from sanbao.costing import errors, schemas
from sanbao.costing.models import CostShareRecord, GoodwillBudget
from sanbao.costing.operations.cases import unsettled
from sanbao.costing.operations.shares import measure, shares_of
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.money import parse_decimal
from sanbao.operation import operation, question
from sanbao.registry.models import CostCentre

if TYPE_CHECKING:
    from sanbao.work import Work

APPROVERS = ("service_head", "general_manager", "sales_manager")
_NOTHING = Decimal(0)


@operation(
    "costing.approve_goodwill",
    title=N_("Approve goodwill"),
    on="document",
    apart_from=("costing.propose", "costing.settle"),
    roles=APPROVERS,
)
def approve_goodwill(work: Work, document: Document) -> Document:
    """Approve, as a second person, what is given without an obligation."""
    records = shares_of(work, document, "proposed")
    waiting = [share for share in records if share.bearer == "goodwill"]
    if not waiting:
        raise errors.NoGoodwill(document=document.number)
    measure(work, records, unsettled(work, document))
    refuse_above_limit(work, document, waiting)
    refuse_over_budget(work, document, waiting)
    for share in waiting:
        share.approved_by_id, share.approved_amount, share.approved_on = (
            work.user.id,
            share.amount,
            work.today,
        )
    return document


def refuse_more_goodwill(document: Document, records: Sequence[CostShareRecord]) -> None:
    """Refuse to give away more than the second person approved."""
    for share in records:
        approved = share.approved_amount or _NOTHING
        if share.bearer == "goodwill" and (share.amount or _NOTHING) > approved:
            raise errors.ApprovedForLess(document=document.number, approved=approved, amount=share.amount)


def refuse_above_limit(work: Work, document: Document, waiting: Sequence[CostShareRecord]) -> None:
    """Refuse to approve more on one case than the person's highest role may give away."""
    amount = sum((share.amount or _NOTHING for share in waiting), _NOTHING)
    limit = limit_of(work)
    if limit is not None and amount > limit:
        raise errors.AboveLimit(user=work.user.login, limit=limit, amount=amount, document=document.number)


def limit_of(work: Work) -> Decimal | None:
    """Return the most that this person may give away on one case; nothing where one of her roles has no limit."""
    limits: dict[str, Any] = work.setting("goodwill_limits")
    roles = work.user.role_codes & set(work.access.roles_for("costing.approve_goodwill"))
    if not roles or not roles <= set(limits):
        return None
    return max(_amount(role, limits[role]) for role in roles)


def _amount(role: str, given: Any) -> Decimal:
    try:
        return parse_decimal(str(given))
    except ValueError as error:
        raise errors.BadLimit(role=role, given=given) from error


def refuse_over_budget(work: Work, document: Document, waiting: Sequence[CostShareRecord]) -> None:
    """Refuse to approve more than a department's budget of the year has left, but by the role that may."""
    role = work.setting("goodwill_over_budget_role")
    work.hold("goodwill", [share.cost_centre_id or 0 for share in waiting])
    if work.user.role_codes & {role, "administrator"}:
        return
    wanted: dict[int, Decimal] = {}
    for share in waiting:
        key = share.cost_centre_id or 0
        wanted[key] = wanted.get(key, _NOTHING) + (share.amount or _NOTHING)
    year = work.today.year
    rows = {row["id"]: row for row in _rows(work, year, except_document=document.id)}
    for centre, amount in wanted.items():
        row = rows.get(centre)
        left = row["left"] if row is not None else _NOTHING
        is_bound = row is not None or work.setting("goodwill_needs_budget")
        if is_bound and amount > left:
            code = work.session.get_one(CostCentre, centre).code
            title = _(work.registry.role_title(role))
            raise errors.OverBudget(year=year, centre=code, left=left, amount=amount, role=title)


@operation(
    "goodwill.set_budget",
    title=N_("Set a goodwill budget"),
    schema=schemas.GoodwillBudgetInput,
    roles=("finance", "general_manager"),
)
def set_budget(work: Work, *, cost_centre: CostCentre, year: int, amount: Decimal) -> GoodwillBudget:
    """Say how much a department may give away in a year; never less than it already has."""
    work.hold("goodwill", [cost_centre.id])
    spent = _spent(work, year, cost_centre.id).get(cost_centre.id, (_NOTHING, _NOTHING))
    if sum(spent, _NOTHING) > amount:
        raise errors.BudgetSpent(centre=cost_centre.code, spent=sum(spent, _NOTHING), year=year)
    budget = work.session.scalars(_budgets(work, year, cost_centre)).one_or_none()
    if budget is None:
        budget = GoodwillBudget(company_id=work.company.id, cost_centre_id=cost_centre.id, year=year)
        work.session.add(budget)
    budget.amount = amount
    work.session.flush()
    return budget


@question(
    "goodwill.budget",
    schema=schemas.GoodwillQuestion,
    roles=(*APPROVERS, "service_manager", "finance", "auditor"),
)
def goodwill_budget(
    work: Work, *, year: int | None = None, cost_centre: CostCentre | None = None
) -> list[dict[str, Any]]:
    """Tell what each department may give away in a year, what it has given and promised, and what is left."""
    return [
        {name: value for name, value in row.items() if name != "id"}
        for row in _rows(work, year or work.today.year, cost_centre)
    ]


def _rows(
    work: Work, year: int, centre: CostCentre | None = None, except_document: int | None = None
) -> list[dict[str, Any]]:
    spent = _spent(work, year, centre.id if centre is not None else None, except_document)
    query = _budgets(work, year, centre).add_columns(CostCentre).join(CostCentre).order_by(CostCentre.code)
    found = []
    for budget, place in work.session.execute(query):
        used, reserved = spent.get(place.id, (_NOTHING, _NOTHING))
        found.append(
            {
                "id": place.id,
                "cost_centre": place.code,
                "name": place.name,
                "year": year,
                "granted": budget.amount,
                "used": used,
                "reserved": reserved,
                "left": budget.amount - used - reserved,
            }
        )
    return found


def _budgets(work: Work, year: int, centre: CostCentre | None) -> Any:
    query = select(GoodwillBudget).where(
        GoodwillBudget.company_id == work.company.id, GoodwillBudget.year == year
    )
    return query if centre is None else query.where(GoodwillBudget.cost_centre_id == centre.id)


def _spent(
    work: Work, year: int, centre_id: int | None = None, except_document: int | None = None
) -> dict[int, tuple[Decimal, Decimal]]:
    """Return by department what was given in a year, and what is approved and not yet given."""
    share = CostShareRecord
    settled = (share.state == "settled") & _within(share.settled_on, year)
    promised = (share.state == "proposed") & _within(share.approved_on, year)
    if except_document is not None:
        promised &= share.document_id != except_document
    query = (
        select(share.cost_centre_id, share.state, func.sum(share.amount), func.sum(share.approved_amount))
        .where(share.company_id == work.company.id, share.bearer == "goodwill", or_(settled, promised))
        .group_by(share.cost_centre_id, share.state)
    )
    if centre_id is not None:
        query = query.where(share.cost_centre_id == centre_id)
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for centre, state, amount, approved in work.session.execute(query):
        used, reserved = found.get(centre or 0, (_NOTHING, _NOTHING))
        given = (amount if state == "settled" else approved) or _NOTHING
        found[centre or 0] = (used + given, reserved) if state == "settled" else (used, reserved + given)
    return found


def _within(day: Any, year: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = day.between(date(year, 1, 1), date(year, 12, 31))
    return found
