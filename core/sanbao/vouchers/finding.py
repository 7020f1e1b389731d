"""Finding vouchers: by their number, or those of a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from sanbao.ledger.models import Journal, PostedEntry, PostedLine
from sanbao.ledger.periods import Month
from sanbao.vouchers.errors import UnknownVoucher

if TYPE_CHECKING:
    from sanbao.work import Work

#: 2024-05/12 or 2024/12; of another journal than the first, GEN:2024-05/12.
NUMBER = re.compile(
    r"(?:(?P<journal>[^:/\s]+):)?(?P<key>\d{4}(?:-\d{2})?)/(?P<number>[1-9]\d{0,8})", re.ASCII
)


def entry(work: Work, key: str) -> PostedEntry:
    """Return the entry of a voucher's number, such as ``2024-05/12``, or of its key in the books."""
    query = select(PostedEntry).where(PostedEntry.company_id == work.company.id)
    found = NUMBER.fullmatch(key.strip())
    if found is not None:
        query = query.where(
            PostedEntry.number_key == found["key"], PostedEntry.number == int(found["number"])
        )
        if found["journal"]:
            query = query.join(Journal, Journal.id == PostedEntry.journal_id).where(
                Journal.code == found["journal"]
            )
    elif key.isascii() and key.isdigit() and len(key) < 19:
        query = query.where(PostedEntry.id == int(key))
    else:
        raise UnknownVoucher(number=key)
    record = work.session.scalars(query.order_by(PostedEntry.journal_id).limit(1)).one_or_none()
    if record is None:
        raise UnknownVoucher(number=key)
    return record


def of_month(work: Work, month: Month, first: int | None = None, last: int | None = None) -> list[int]:
    """Return the keys of a month's vouchers that move money, by journal and number."""
    line = exists().where(
        PostedLine.entry_id == PostedEntry.id, or_(PostedLine.debit != 0, PostedLine.credit != 0)
    )
    query = (
        select(PostedEntry.id)
        .where(PostedEntry.company_id == work.company.id, PostedEntry.period_id == month.id, line)
        .order_by(PostedEntry.journal_id, PostedEntry.number)
    )
    if first is not None:
        query = query.where(PostedEntry.number >= first)
    if last is not None:
        query = query.where(PostedEntry.number <= last)
    return list(work.session.scalars(query))
