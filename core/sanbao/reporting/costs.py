"""What service cost (服务成本), by whatever people ask for; read from the books, so that it foots to them (LED-26)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger import reports
from sanbao.ledger.models import Account, AccountRole, PostedEntry, PostedLine
from sanbao.operation import question
from sanbao.registry.models import CostCentre, Party, Product, Unit
from sanbao.schema import ChoiceField, DayField, Input

if TYPE_CHECKING:
    from sanbao.work import Work

READERS = ("service_manager", "service_head", "finance", "general_manager", "auditor")
#: What costs can be grouped by.
GROUPS = {
    "case": N_("Case"),
    "unit": N_("Serial number"),
    "product": N_("Product"),
    "customer": N_("Customer"),
    "month": N_("Month"),
    "cost_centre": N_("Cost centre"),
    "supplier": N_("Supplier"),
}


class Days(Input):
    """From when to when; left out, all the time."""

    start = DayField()
    end = DayField()


class CostsQuestion(Days):
    """What costs are grouped by, and from when to when."""

    by = ChoiceField(GROUPS, required=True)


@question("cost.report", schema=CostsQuestion, roles=READERS)
def cost_report(work: Work, *, by: str, start: date | None = None, end: date | None = None) -> dict[str, Any]:
    """Return what cases cost and how much of it is borne, by case, serial number, product … (LED-26, KPI-10)."""
    return answer(work, by, _BY[by](work, start, end), start, end)


def answer(
    work: Work, by: str, rows: Sequence[Mapping[str, Any]], start: date | None, end: date | None
) -> dict[str, Any]:
    """Return rows of cost as the reports lay them out, the greatest first, with the figure of the books."""
    money = work.erp.currency.round
    shaped = [_shaped(row, money) for row in rows]
    shaped.sort(
        key=lambda row: str(row["group"]) if by == "month" else (-row["cost"], str(row["group"] or ""))
    )
    return {"by": by, "rows": shaped, "ledger": money(_in_books(work, by, start, end))}


def _shaped(row: Mapping[str, Any], money: Callable[[Decimal], Decimal]) -> dict[str, Any]:
    cost, borne = money(row["cost"] or Decimal(0)), money(row["borne"] or Decimal(0))
    return {
        "group": row["key"],
        "name": row["name"],
        "cases": row["cases"],
        "cost": cost,
        "borne": borne,
        "carried": cost - borne,
    }


def collected(work: Work, start: date | None, end: date | None) -> Select[*tuple[Any, ...]]:
    """Return, per case, what was collected on it and what was taken off it by settlement in these days (LED-04, 05).

    Columns: ``document_id``, ``cost``, ``borne``. Plugins join their own tables to it.
    """
    line = PostedLine
    query = (
        select(
            line.cost_object_id.label("document_id"),
            func.sum(line.debit).label("cost"),
            func.sum(line.credit).label("borne"),
        )
        .where(line.company_id == work.company.id, line.account_id == _account_of("SERVICE_WIP", work))
        .group_by(line.cost_object_id)
    )
    return _within(query, start, end)


def _within(
    query: Select[*tuple[Any, ...]], start: date | None, end: date | None
) -> Select[*tuple[Any, ...]]:
    if start is not None:
        query = query.where(PostedLine.date >= start)
    return query.where(PostedLine.date <= end) if end is not None else query


def _account_of(role: str, work: Work) -> Any:
    found = select(AccountRole.account_id).where(
        AccountRole.company_id == work.company.id, AccountRole.role == role
    )
    return found.scalar_subquery()


def grouped(
    work: Work,
    start: date | None,
    end: date | None,
    key: ColumnElement[Any],
    name: ColumnElement[Any],
    joins: Sequence[Any] = (),
    also: Sequence[Any] = (),
) -> Sequence[Mapping[str, Any]]:
    """Return cost per group; ``joins`` lead from the case's head (``Document``) to where ``key`` stands.

    ``also`` keeps apart what the key alone does not, such as one serial number on two products.
    """
    cases = collected(work, start, end).subquery()
    query = (
        select(
            key.label("key"),
            func.min(name).label("name"),
            func.count().label("cases"),
            func.sum(cases.c.cost).label("cost"),
            func.sum(cases.c.borne).label("borne"),
        )
        .select_from(cases)
        .outerjoin(Document, Document.id == cases.c.document_id)
        .group_by(key, *also)
    )
    for target, on in joins:
        query = query.outerjoin(target, on)
    return [dict(row) for row in work.session.execute(query).mappings()]


_TO_UNIT = (Unit.__table__, Unit.id == Document.unit_id)


def _by_case(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    return grouped(work, start, end, Document.number, Document.title)  # type: ignore[arg-type]


def _by_unit(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    joins = [_TO_UNIT, (Product.__table__, Product.id == Unit.product_id)]
    return grouped(work, start, end, Unit.serial, Product.name, joins, [Product.id])  # type: ignore[arg-type]


def _by_product(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    joins = [_TO_UNIT, (Product.__table__, Product.id == Unit.product_id)]
    return grouped(work, start, end, Product.code, Product.name, joins)  # type: ignore[arg-type]


def _by_customer(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    joins = [(Party.__table__, Party.id == Document.party_id)]
    return grouped(work, start, end, Party.code, Party.name, joins)  # type: ignore[arg-type]


def _by_month(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    line = PostedLine
    month = func.substr(cast(line.date, String), 1, 7).label("key")
    query = (
        select(
            month,
            literal("").label("name"),
            func.count(line.cost_object_id.distinct()).label("cases"),
            func.sum(line.debit).label("cost"),
            func.sum(line.credit).label("borne"),
        )
        .where(line.company_id == work.company.id, line.account_id == _account_of("SERVICE_WIP", work))
        .group_by(month)
    )
    return [dict(row) for row in work.session.execute(_within(query, start, end)).mappings()]


def _expensed(
    work: Work, start: date | None, end: date | None, dimension: Any, model: type[Any]
) -> Sequence[Mapping[str, Any]]:
    """Return what fell on a dimension of the warranty expense, without the entries that carried results."""
    line = PostedLine
    query = (
        select(
            model.code.label("key"),
            model.name.label("name"),
            func.count(line.cost_object_id.distinct()).label("cases"),
            func.sum(line.debit).label("debit"),
            func.sum(line.credit).label("credit"),
        )
        .join(PostedEntry, PostedEntry.id == line.entry_id)
        .join(Document, Document.id == PostedEntry.document_id)
        .outerjoin(model, model.id == dimension)
        .where(
            line.company_id == work.company.id,
            line.account_id == _account_of("WARRANTY_EXP", work),
            Document.kind != reports.CLOSING_KIND,
        )
        .group_by(model.code, model.name)
    )
    rows = work.session.execute(_within(query, start, end)).mappings()
    return [
        {**row, "cost": row["debit"] - row["credit"], "borne": row["debit"] - row["credit"]} for row in rows
    ]


def _by_cost_centre(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    return _expensed(work, start, end, PostedLine.cost_centre_id, CostCentre)


def _by_supplier(work: Work, start: date | None, end: date | None) -> Sequence[Mapping[str, Any]]:
    return _expensed(work, start, end, PostedLine.party_id, Party)


_BY: Mapping[str, Callable[..., Sequence[Mapping[str, Any]]]] = {
    "case": _by_case,
    "unit": _by_unit,
    "product": _by_product,
    "customer": _by_customer,
    "month": _by_month,
    "cost_centre": _by_cost_centre,
    "supplier": _by_supplier,
}
#: Grouped by these, what fell on the warranty expense is shown, not what was collected on cases.
_EXPENSED = ("cost_centre", "supplier")


def _in_books(work: Work, by: str, start: date | None, end: date | None) -> Decimal:
    """Return the same total from the balances of the account: another way than the rows went."""
    role = "WARRANTY_EXP" if by in _EXPENSED else "SERVICE_WIP"
    code = work.session.scalar(select(Account.code).where(Account.id == _account_of(role, work)))
    rows = reports.trial_balance(work.connection, work.company.id, on=end, since=start, without_closing=True)
    for row in rows:
        if row.code == code:
            return row.debit - row.credit if by in _EXPENSED else row.debit
    return Decimal(0)
