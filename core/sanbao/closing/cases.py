"""What a month end looks at in the cases: interim accounts at zero, what open cases carry, goods not invoiced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, func, select

from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Account, AccountingPeriod, Balance
from sanbao.ledger.periods import Month
from sanbao.money import from_units
from sanbao.registry.models import Party
from sanbao.seal import INTERIM_ROLES

if TYPE_CHECKING:
    from sanbao.work import Work

_NET = cast(func.sum(Balance.debit - Balance.credit), BigInteger)


def look(work: Work, month: Month) -> Iterator[ClosingCheck]:
    """Check what cases have left on the interim accounts (LED-27), and what is received but not invoiced."""
    left = _carried(work, month)
    ended = [row for row in left if row.pop("has_ended")]
    still_open = [row for row in left if row not in ended]
    title = Text(N_("Cases that have ended carry nothing: {total}"), {"total": _sum(ended)})
    yield ClosingCheck(
        "closing.cases_ended", month.code, title, not ended, details=tuple(ended), rule="LED-27"
    )
    title = Text(N_("Open cases carry {total}"), {"total": _sum(still_open)})
    yield ClosingCheck(
        "closing.cases_open",
        month.code,
        title,
        not still_open,
        is_blocking=False,
        details=tuple(still_open),
        rule="LED-27",
    )
    waiting = _not_invoiced(work, month)
    title = Text(N_("Received and not invoiced: {total}"), {"total": _sum(waiting)})
    yield ClosingCheck(
        "closing.grir",
        month.code,
        title,
        not waiting,
        is_blocking=False,
        details=tuple(waiting),
        rule="LED-09",
    )


def _carried(work: Work, month: Month) -> list[dict[str, Any]]:
    """Return what each case carried on the interim accounts when the month ended."""
    accounts = [work.ledger.chart.account(role).id for role in INTERIM_ROLES]
    query = (
        select(Account.code, Document.number, Document.title, Document.closed_at, _NET)
        .join_from(Balance, AccountingPeriod, AccountingPeriod.id == Balance.period_id)
        .join(Account, Account.id == Balance.account_id)
        .outerjoin(Document, Document.id == Balance.cost_object_id)
        .where(Balance.company_id == work.company.id, Balance.account_id.in_(accounts))
        .where(AccountingPeriod.code <= month.code)
        .group_by(Account.code, Document.number, Document.title, Document.closed_at)
        .having(_NET != 0)
        .order_by(Document.number, Account.code)
    )
    after = datetime.combine(month.last_day + timedelta(days=1), datetime.min.time(), work.zone)
    return [
        {
            "document": number or "",
            "title": title or "",
            "account": code,
            "amount": _money(work, net),
            "has_ended": closed_at is not None and closed_at < after,
        }
        for code, number, title, closed_at, net in work.session.execute(query)
    ]


def _not_invoiced(work: Work, month: Month) -> list[dict[str, Any]]:
    """Return what stands on GR/IR per supplier and case, with the month since which something has stood there."""
    query = (
        select(
            Balance.party_id, Balance.cost_object_id, Party.code, Document.number, AccountingPeriod.code, _NET
        )
        .join_from(Balance, AccountingPeriod, AccountingPeriod.id == Balance.period_id)
        .outerjoin(Party, Party.id == Balance.party_id)
        .outerjoin(Document, Document.id == Balance.cost_object_id)
        .where(Balance.company_id == work.company.id, AccountingPeriod.code <= month.code)
        .where(Balance.account_id == work.ledger.chart.account("GRIR").id)
        .group_by(
            Balance.party_id, Balance.cost_object_id, Party.code, Document.number, AccountingPeriod.code
        )
        .order_by(Balance.party_id, Balance.cost_object_id, AccountingPeriod.code)
    )
    rows: list[dict[str, Any]] = []
    for (party, number), months in groupby(work.session.execute(query), lambda row: (row[2], row[3])):
        since, units = _standing([(code, net) for *_dimensions, code, net in months])
        if units:
            amount = _money(work, -units)
            rows.append({"party": party or "", "document": number or "", "since": since, "amount": amount})
    return rows


def _standing(months: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """Return since when an item has stood without a break, and what stands there now."""
    since, carried = "", 0
    for code, net in months:
        since = since if carried else code
        carried += int(net)
    return since, carried


def _money(work: Work, units: int) -> Decimal:
    return from_units(int(units), work.ledger.currency.digits)


def _sum(rows: Sequence[dict[str, Any]]) -> str:
    """Return what the rows come to, as one reads it."""
    return f"{sum((row['amount'] for row in rows), Decimal('0.00')):,f}"
