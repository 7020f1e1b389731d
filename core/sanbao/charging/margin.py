"""Cost against charge: what a case brought in and what it cost, and the guard that a paid case has its charge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, exists, func, select

from sanbao.charging import schemas
from sanbao.charging.errors import NoCharge
from sanbao.charging.models import Charge, ChargeLine, Quote, QuoteLine
from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.database.pages import pages
from sanbao.documents.kinds import UNDONE, VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.ledger.models import Account, Balance
from sanbao.money import from_units
from sanbao.operation import question

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

READERS = ("service_manager", "service_head", "finance", "sales_manager", "general_manager", "auditor")


@question("charge.margin", schema=schemas.MarginQuestion, roles=READERS)
def margin(
    work: Work,
    *,
    cases: Sequence[Document] = (),
    unit: Unit | None = None,
    start: date | None = None,
    end: date | None = None,
) -> list[dict[str, Any]]:
    """Return what cases were quoted, charged and cost, and the margin: charge less cost (LED-04, LED-26, RMA-12)."""
    papers = _papers(work, cases, unit, start, end)
    ids = [paper.id for paper in papers]
    cost = _sums(work, select(CostLine.document_id, func.sum(CostLine.amount)), CostLine.document_id, ids)
    cost |= _expensed(work, papers)
    charges = _charges(work, ids)
    quoted = _quoted(work, ids)
    return [
        _row(work, paper, cost.get(paper.id), charges.get(paper.id, []), quoted.get(paper.id))
        for paper in papers
    ]


def _papers(
    work: Work, cases: Sequence[Document], unit: Unit | None, start: date | None, end: date | None
) -> list[Document]:
    query = select(Document).where(Document.company_id == work.company.id).order_by(Document.id)
    if cases:
        query = query.where(Document.id.in_([case.id for case in cases]))
    if unit is not None:
        query = query.where(Document.unit_id == unit.id)
    charged = select(Charge.case_id).join(Document, Document.id == Charge.document_id)
    charged = charged.where(Document.state.not_in(UNDONE), Charge.case_id.is_not(None))
    if start is not None:
        charged = charged.where(Charge.charged_on >= start)
    if end is not None:
        charged = charged.where(Charge.charged_on <= end)
    kinds = [kind.name for kind in work.registry.kinds.values() if kind.is_case]
    if not cases:
        query = query.where(Document.id.in_(charged) if unit is None else Document.kind.in_(kinds))
    return list(work.session.scalars(query))


def _sums(work: Work, query: Any, column: Any, ids: Sequence[int]) -> dict[int, Decimal]:
    return {
        key: amount for key, amount in work.session.execute(query.where(column.in_(ids)).group_by(column))
    }


def _expensed(work: Work, papers: Sequence[Document]) -> dict[int, Decimal]:
    """Return what stands in the expenses for papers whose cost never waits for a settlement (LED-03)."""
    direct = {name for name, kind in work.registry.kinds.items() if kind.expenses_cost}
    ids = [paper.id for paper in papers if paper.kind in direct]
    expenses = select(Account.id).where(Account.company_id == work.company.id, Account.kind == "expense")
    net = cast(func.sum(Balance.debit - Balance.credit), BigInteger)
    query = (
        select(Balance.cost_object_id, net)
        .where(Balance.company_id == work.company.id, Balance.account_id.in_(expenses))
        .where(Balance.cost_object_id.in_(ids))
        .group_by(Balance.cost_object_id)
    )
    return {key: from_units(int(units)) for key, units in work.session.execute(query)} if ids else {}


def _charges(work: Work, ids: Sequence[int]) -> dict[int, list[tuple[str, Decimal]]]:
    query = (
        select(Charge.case_id, Document.number, Charge.net)
        .join(Document, Document.id == Charge.document_id)
        .where(Charge.case_id.in_(ids), Document.state.not_in(UNDONE))
        .order_by(Charge.document_id)
    )
    found: dict[int, list[tuple[str, Decimal]]] = {}
    for case_id, number, net in work.session.execute(query):
        found.setdefault(case_id or 0, []).append((number or "", net))
    return found


def _quoted(work: Work, ids: Sequence[int]) -> dict[int, Decimal]:
    query = (
        select(Quote.case_id, func.sum(QuoteLine.net))
        .join(QuoteLine, QuoteLine.document_id == Quote.document_id)
        .join(Document, Document.id == Quote.document_id)
        .where(Document.state == "agreed", QuoteLine.is_agreed.is_(True))
    )
    return _sums(work, query, Quote.case_id, ids)


def _row(
    work: Work,
    paper: Document,
    cost: Decimal | None,
    charges: Sequence[tuple[str, Decimal]],
    quoted: Decimal | None,
) -> dict[str, Any]:
    money = work.erp.currency
    spent = money.round(cost or Decimal(0))
    charged = money.round(sum((net for _number, net in charges), Decimal(0)))
    return {
        "case": paper.number,
        "charges": [number for number, _net in charges],
        "quoted": money.round(quoted) if quoted is not None else None,
        "charged": charged,
        "cost": spent,
        "margin": charged - spent,
        "above_quote": quoted is not None and spent > quoted,
    }


def has_revenue(work: Work, case_id: int) -> bool:
    """Tell whether somebody pays for a case: a charge in force, or an agreed quote (LED-07)."""
    return bool(_charged(work, [case_id]) or _agreed(work, [case_id]))


def refuse_uncharged(work: Work, cases: Sequence[Document], target: str) -> None:
    """Refuse to end cases that the customer pays for without their charge (LED-04, SPR-01)."""
    kinds = work.registry.kinds
    costing = [one for one in cases if one.kind in kinds and kinds[one.kind].collects_cost]
    if target == VOID or not costing:
        return
    ids = [one.id for one in costing]
    unpaid = _agreed(work, ids, uncharged=True) | (_customer_bears(work, ids) - _charged(work, ids))
    for case in costing:
        if case.id in unpaid:
            raise NoCharge(case=case.number or _(N_("This case")))


def _customer_bears(work: Work, case_ids: Sequence[int]) -> set[int]:
    query = select(CostShareRecord.document_id).where(
        CostShareRecord.state == "settled",
        CostShareRecord.bearer == "customer",
        CostShareRecord.amount > 0,
    )
    return _found(work, query, CostShareRecord.document_id, case_ids)


def _charged(work: Work, case_ids: Sequence[int]) -> set[int]:
    query = (
        select(Charge.case_id)
        .join(Document, Document.id == Charge.document_id)
        .where(Charge.gross > 0, Document.state.not_in(UNDONE))
    )
    return _found(work, query, Charge.case_id, case_ids)


def _agreed(work: Work, case_ids: Sequence[int], *, uncharged: bool = False) -> set[int]:
    """Return the cases for which a line with an amount was agreed; on request only lines not charged yet."""
    query = (
        select(Quote.case_id)
        .join(QuoteLine, QuoteLine.document_id == Quote.document_id)
        .join(Document, Document.id == Quote.document_id)
        .where(Document.state == "agreed", QuoteLine.is_agreed.is_(True), QuoteLine.gross > 0)
    )
    if uncharged:
        query = query.where(~exists(_in_force().where(ChargeLine.quote_line_id == QuoteLine.id)))
    return _found(work, query, Quote.case_id, case_ids)


def _found(work: Work, query: Any, column: Any, case_ids: Sequence[int]) -> set[int]:
    """Return which of many cases a search finds, so many at a time as a statement takes."""
    found: set[int] = set()
    for keys in pages(case_ids):
        found.update(work.session.scalars(query.where(column.in_(keys))))
    return found


def _in_force() -> Any:
    paper = Document.__table__.alias("charge_paper")
    return (
        select(ChargeLine.id)
        .join(paper, paper.c.id == ChargeLine.document_id)
        .where(paper.c.state.not_in(UNDONE))
        .correlate(QuoteLine)
    )
