"""The months of the books, as pages offer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.ledger.models import AccountingPeriod, PostedEntry
from sanbao.ledger.periods import Month

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many months are offered; older ones are typed.
MOST = 120


@dataclass(frozen=True)
class BookMonth:
    """A month of the books: whether anything was posted in it, and whether it still takes entries."""

    month: Month
    has_entries: bool

    @property
    def code(self) -> str:
        """Its name, such as 2024-05."""
        return self.month.code


def listed(work: Work) -> list[BookMonth]:
    """Return the months that the books know, the newest first."""
    has_entries = select(PostedEntry.id).where(PostedEntry.period_id == AccountingPeriod.id).exists()
    query = (
        select(AccountingPeriod.id, AccountingPeriod.code, AccountingPeriod.state, has_entries)
        .where(AccountingPeriod.company_id == work.company.id)
        .order_by(AccountingPeriod.code.desc())
        .limit(MOST)
    )
    return [BookMonth(Month(key, code, state), has) for key, code, state, has in work.session.execute(query)]


def usual(known: list[BookMonth], today: date) -> str:
    """Return the month that a page shows when nobody names one: the newest with entries that has begun."""
    begun = [one.code for one in known if one.has_entries and one.month.first_day <= today]
    return begun[0] if begun else f"{today:%Y-%m}"


def to_work_on(known: list[BookMonth], today: date) -> str:
    """Return the month that is to be closed next: the oldest open one with entries, else the usual one."""
    still_open = [
        one.code
        for one in known
        if one.has_entries and one.month.state == "open" and one.month.first_day <= today
    ]
    return still_open[-1] if still_open else usual(known, today)
