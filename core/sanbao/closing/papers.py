"""What a month end looks at in papers and calendars: drafts, reviews, earlier months, the result, rest days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.calendar.errors import NoSuchCalendar
from sanbao.calendar.seed import load
from sanbao.closing import result
from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.documents import Voucher
from sanbao.ledger.models import AccountingPeriod, PostedEntry
from sanbao.ledger.periods import Month
from sanbao.vouchers import reviews

if TYPE_CHECKING:
    from sanbao.work import Work

MOST_NAMED = 50


def look(work: Work, month: Month) -> Iterator[ClosingCheck]:
    """Check what is still to be done on paper; a company says by ``closing_stops`` what of this blocks."""
    title = Text(N_("No hand-written voucher of the month waits to be posted"))
    yield _told("closing.drafts", month, title, _drafts(work, month))
    count = _unreviewed_count(work, month)
    title = Text(N_("Every voucher of the month is reviewed ({count} wait)"), {"count": count})
    yield _told("closing.unreviewed", month, title, _unreviewed(work, month) if count else [])
    title = Text(N_("Every earlier month with entries is closed"))
    yield _told("closing.earlier_open", month, title, _earlier(work, month))
    title = Text(N_("Income and expense are carried to the profit of the year"))
    yield _told("closing.result", month, title, _not_carried(work, month), "LED-02")
    title = Text(N_("The rest days of {year} are known"), {"year": month.first_day.year})
    yield _told("closing.calendar", month, title, _unknown_year(work, month), "CAL-04")
    title = Text(N_("The month is over"))
    late = [] if work.today > month.last_day else [{"day": month.last_day}]
    yield _told("closing.not_over", month, title, late)


def _told(
    code: str, month: Month, title: Text, details: list[dict[str, Any]], rule: str = "LED-01"
) -> ClosingCheck:
    return ClosingCheck(
        code, month.code, title, not details, is_blocking=False, details=tuple(details), rule=rule
    )


def _drafts(work: Work, month: Month) -> list[dict[str, Any]]:
    query = (
        select(Document.number, Voucher.posting_date, Voucher.summary)
        .join_from(Voucher, Document, Document.id == Voucher.document_id)
        .where(Document.company_id == work.company.id, Document.state == "draft")
        .where(Voucher.posting_date.between(month.first_day, month.last_day))
        .order_by(Document.id)
    )
    rows = work.session.execute(query)
    return [{"document": number, "date": day, "summary": summary} for number, day, summary in rows]


def _unreviewed_count(work: Work, month: Month) -> int:
    waiting = reviews.waiting(work).where(PostedEntry.period_id == month.id).order_by(None)
    return int(work.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0)


def _unreviewed(work: Work, month: Month) -> list[dict[str, Any]]:
    query = reviews.waiting(work).where(PostedEntry.period_id == month.id).limit(MOST_NAMED)
    return [
        {"number": f"{entry.number_key}/{entry.number}", "date": entry.date, "summary": entry.summary}
        for entry in work.session.scalars(query)
    ]


def _earlier(work: Work, month: Month) -> list[dict[str, Any]]:
    has_entries = select(PostedEntry.id).where(PostedEntry.period_id == AccountingPeriod.id).exists()
    query = (
        select(AccountingPeriod.code)
        .where(AccountingPeriod.company_id == work.company.id, AccountingPeriod.code < month.code)
        .where(AccountingPeriod.state == "open", has_entries)
        .order_by(AccountingPeriod.code)
    )
    return [{"period": code} for code in work.session.scalars(query)]


def _not_carried(work: Work, month: Month) -> list[dict[str, Any]]:
    """Return what income and expense still carry, in a month in which the company carries its result."""
    if not result.is_due(work, month):
        return []
    left = result.balances(work, month)
    amount = -sum(one.balance for one in left)
    accounts = ", ".join(sorted({one.account for one in left}))
    return [{"accounts": accounts, "amount": amount}] if left else []


def _unknown_year(work: Work, month: Month) -> list[dict[str, Any]]:
    year = month.first_day.year
    try:
        known = load(work.connection, work.company.id, work.company.calendar).is_known(year)
    except NoSuchCalendar:
        known = False
    return [] if known else [{"calendar": work.company.calendar, "year": year}]
