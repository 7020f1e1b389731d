"""How long a quote stands, the deadlines on it, and how it was answered (RMA-04, RMA-05)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.models import Quote
from sanbao.documents.models import DeadlineRecord
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_

if TYPE_CHECKING:
    from sanbao.access.models import User
    from sanbao.work import Work

#: The kinds of deadline on a quote: when to ask once more, and when it must be answered.
REMINDER, ANSWER = "reminder", "answer"


def valid_until_of(work: Work, start: date, asked: date | None) -> date:
    """Return the last day of a quote: as asked, or so many calendar days after its start (RMA-04, CAL-05)."""
    if asked is not None and asked < start:
        message = N_("The quote cannot end on {day}, before {start}.")
        raise Invalid([Problem("valid_until", message, {"day": asked, "start": start})])
    return asked or start + timedelta(days=int(work.setting("quote_validity_days")))


def last_day(quote: Quote) -> date:
    """Return the last day on which a sent quote can be agreed to; a draft stands for its own day only."""
    return quote.valid_until or quote.document.dated_on


def set_deadlines(work: Work, quote: Quote) -> None:
    """Keep when the customer is asked once more, and when the answer must be there (RMA-04)."""
    ahead = timedelta(days=int(work.setting("quote_reminder_days")))
    until = last_day(quote)
    for kind, day in ((REMINDER, until - ahead), (ANSWER, until)):
        work.session.add(
            DeadlineRecord(
                company_id=work.company.id,
                document_id=quote.document_id,
                kind=kind,
                due_at=_end_of(work, max(day, quote.sent_on or day)),
                reckoning={"rule": "RMA-04", "valid_until": until.isoformat()},
            )
        )


def _end_of(work: Work, day: date) -> datetime:
    """Return 24:00 of a day by the company's clock (CAL-01)."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=work.zone)


def answered(
    work: Work, quote: Quote, on: date, channel: str, note: str | None, handler: User | None = None
) -> None:
    """Keep how the answer came and who took it; the deadlines are met."""
    quote.answered_on, quote.channel, quote.answer_note = on, channel, note
    quote.handler_id = handler.id if handler is not None else work.user.id
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == quote.document_id, DeadlineRecord.met_at.is_(None)
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now
