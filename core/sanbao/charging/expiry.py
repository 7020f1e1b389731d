"""The end of a quote that nobody answered: asked for once more, then expired; the worker sees to both (RMA-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging import errors
from sanbao.charging.models import Quote
from sanbao.charging.quotes import SELLERS
from sanbao.charging.validity import last_day
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "quote.expire",
    title=N_("Let expire"),
    on=Quote,
    moves={"sent": "expired"},
    many=True,
    roles=SELLERS,
)
def expire(work: Work, quotes: Sequence[Quote]) -> list[Quote]:
    """Let quotes expire whose last day is over (RMA-04)."""
    for quote in quotes:
        if work.today <= last_day(quote):
            raise errors.NotYetLapsed(quote=quote.document.number, until=quote.valid_until)
    return list(quotes)


@operation("quote.remind", title=N_("Note a reminder"), on=Quote, many=True, roles=SELLERS)
def remind(work: Work, quotes: Sequence[Quote]) -> list[Quote]:
    """Note that a quote's answer was asked for once more before it expires (RMA-04)."""
    for quote in quotes:
        if quote.state != "sent":
            raise errors.QuoteFixed(quote=quote.document.number, state=work.state_label(quote, quote.state))
        quote.reminded_on = work.today
    return list(quotes)


def lapsed(work: Work) -> list[Quote]:
    """Return the sent quotes whose last day is over."""
    query = _sent(work).where(Quote.valid_until < work.today)
    return list(work.session.scalars(query))


def due_for_reminder(work: Work) -> list[Quote]:
    """Return the sent quotes that end within the days of the company's setting and were not reminded of."""
    ahead = timedelta(days=int(work.setting("quote_reminder_days")))
    query = _sent(work).where(Quote.reminded_on.is_(None), Quote.valid_until <= work.today + ahead)
    return list(work.session.scalars(query.where(Quote.valid_until >= work.today)))


def _sent(work: Work) -> Any:
    return (
        select(Quote)
        .join(Document, Document.id == Quote.document_id)
        .where(Quote.company_id == work.company.id, Document.state == "sent")
        .order_by(Quote.document_id)
    )


def look_after(work: Work) -> None:
    """Remind of the quotes that end soon and let those expire that have ended: what the worker does (RMA-04)."""
    ended = lapsed(work)
    if ended:
        work.do("quote.expire", subject=ended)
    soon = due_for_reminder(work)
    if soon:
        work.do("quote.remind", subject=soon)
