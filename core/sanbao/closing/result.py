"""Carrying a result: income and expense into the profit of the year (结转损益), the year's into retained (利润分配)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import aliased

from sanbao.closing.errors import BadSetting
from sanbao.closing.rules import Carried, carry_lines
from sanbao.i18n import N_, in_language
from sanbao.ledger.entries import Entry, Line, credit, debit
from sanbao.ledger.models import Account, AccountingPeriod, Balance, PostedEntry
from sanbao.ledger.periods import Month
from sanbao.money import from_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanbao.closing.models import MonthEnd
    from sanbao.work import Work

MONTHLY, YEARLY = "month", "year"
LAST_MONTH = 12


def is_due(work: Work, month: Month) -> bool:
    """Tell whether the company carries its result at the end of this month: each one, or December alone."""
    each = work.setting("result_carried_each")
    if each not in (MONTHLY, YEARLY):
        raise BadSetting(name="result_carried_each", value=each, known=f"{MONTHLY}, {YEARLY}")
    return each == MONTHLY or month.first_day.month == LAST_MONTH


def balances(work: Work, month: Month) -> list[Carried]:
    """Return what income and expense carry at a month's end, per account and cost centre."""
    net = cast(func.sum(Balance.debit - Balance.credit), BigInteger)
    query = (
        select(Account.code, Account.kind, Balance.cost_centre_id, net)
        .join_from(Balance, Account, Account.id == Balance.account_id)
        .join(AccountingPeriod, AccountingPeriod.id == Balance.period_id)
        .where(Balance.company_id == work.company.id, Account.kind.in_(("income", "expense")))
        .where(AccountingPeriod.code <= month.code)
        .group_by(Account.code, Account.kind, Balance.cost_centre_id)
        .having(net != 0)
        .order_by(Account.code, Balance.cost_centre_id)
    )
    digits = work.ledger.currency.digits
    return [
        Carried(code, kind == "income", centre or None, from_units(int(units), digits))
        for code, kind, centre, units in work.session.execute(query)
    ]


def carry(work: Work, paper: MonthEnd, month: Month) -> bool:
    """Post the entry that empties income and expense; tell whether there was anything to carry."""
    lines = carry_lines(balances(work, month))
    if lines:
        summary = in_language(work.company.locale, N_("Result of {period} carried over"), period=month.code)
        _post(work, paper, month, summary, lines)
    return bool(lines)


def carry_year(work: Work, paper: MonthEnd, month: Month) -> bool:
    """Post the year's profit, or loss, to what is retained."""
    profit = -_profit(work, month)
    if profit:
        summary = in_language(work.company.locale, N_("Profit of {year} carried over"), year=month.code[:4])
        _post(work, paper, month, summary, [debit("PROFIT", profit), credit("RETAINED", profit)])
    return bool(profit)


def _profit(work: Work, month: Month) -> Decimal:
    """Return debit minus credit of the profit account at a month's end."""
    query = (
        select(cast(func.coalesce(func.sum(Balance.debit - Balance.credit), 0), BigInteger))
        .join_from(Balance, AccountingPeriod, AccountingPeriod.id == Balance.period_id)
        .where(Balance.company_id == work.company.id, AccountingPeriod.code <= month.code)
        .where(Balance.account_id == work.ledger.chart.account("PROFIT").id)
    )
    return from_units(int(work.session.scalar(query) or 0), work.ledger.currency.digits)


def _post(work: Work, paper: MonthEnd, month: Month, summary: str, lines: Sequence[Line]) -> None:
    paper.carried_count += 1
    work.ledger.post(
        Entry(
            date=month.last_day,
            summary=summary,
            lines=lines,
            document_id=paper.document_id,
            event=f"carried:{paper.carried_count}",
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


def take_back(work: Work, paper: MonthEnd, month: Month) -> int:
    """Reverse every entry of this month end that is still in force; return how many there were."""
    reversal = aliased(PostedEntry)
    query = (
        select(PostedEntry.id)
        .outerjoin(reversal, reversal.reverses_id == PostedEntry.id)
        .where(PostedEntry.company_id == work.company.id, PostedEntry.document_id == paper.document_id)
        .where(PostedEntry.reverses_id.is_(None), reversal.id.is_(None))
        .order_by(PostedEntry.id.desc())
    )
    found = list(work.session.scalars(query))
    summary = in_language(work.company.locale, N_("Carried result of {period} taken back"), period=month.code)
    for entry in found:
        work.ledger.reverse(
            entry, month.last_day, summary, operation=work.operation_name, user_id=work.user.id
        )
    return len(found)
