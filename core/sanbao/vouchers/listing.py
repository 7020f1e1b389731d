"""The vouchers of a month page by page (序时簿): their lines, who looked at them, in which batch they were handed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError
from sqlalchemy import Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.ledger import periods, reports, showing
from sanbao.ledger.documents import READERS
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao.ledger.periods import Month
from sanbao.ledger.schemas import PeriodInput
from sanbao.operation import question
from sanbao.schema import ChoiceField, CodeField, WholeField
from sanbao.vouchers.models import HandoverEntry, VoucherReview

if TYPE_CHECKING:
    from sanbao.work import Work

#: What can be asked for beside everything.
STATES = {
    "waiting": N_("Waits for review"),
    "reviewed": N_("Reviewed"),
    "kept": N_("Not handed over"),
}
_MARK = re.compile(r"(\d{1,18})\.(\d{4}(?:-\d{2})?)\.(\d{1,9})", re.ASCII)
Mark = tuple[int, str, int]


def _parsed(text: str) -> Mark:
    found = _MARK.fullmatch(text)
    if found is None:
        raise ValidationError(_(N_("This is no place in the ledger; please begin again at its first page.")))
    return int(found[1]), found[2], int(found[3])


class MonthInput(PeriodInput):
    """A month, or its next page; only what waits, or what was reviewed, where a state is given."""

    state = ChoiceField(STATES)
    after = CodeField(validate=lambda text: bool(_parsed(text)))
    limit = WholeField(least=1, most=500, load_default=100)


@question("voucher.list", schema=MonthInput, roles=READERS)
def list_vouchers(
    work: Work, *, period: str, limit: int, state: str | None = None, after: str | None = None
) -> dict[str, Any]:
    """Return a page of a month's vouchers in the order of their numbers, with their lines and what became of them."""
    month = periods.find(work.connection, work.company.id, period)
    query = _of(work, month)
    if state is not None:
        query = query.where(_CONDITIONS[state])
    if after:
        place = tuple_(PostedEntry.journal_id, PostedEntry.number_key, PostedEntry.number)
        query = query.where(place > tuple_(*_parsed(after)))
    heads = work.session.execute(query.limit(limit + 1)).all()
    last = heads[limit - 1] if len(heads) > limit else None
    return {
        "period": month.code,
        "is_open": month.state == "open",
        **_counts(work, month),
        "rows": _rows(work, heads[:limit]),
        "next": f"{last.journal_id}.{last.number_key}.{last.number}" if last is not None else None,
    }


#: What moves goods alone is not handed over to other books.
_HAS_MONEY = exists().where(
    PostedLine.entry_id == PostedEntry.id, or_(PostedLine.debit != 0, PostedLine.credit != 0)
)
_CONDITIONS = {
    "waiting": VoucherReview.entry_id.is_(None),
    "reviewed": VoucherReview.entry_id.is_not(None),
    "kept": and_(HandoverEntry.id.is_(None), _HAS_MONEY),
}


def _joined(query: Select[*tuple[Any, ...]], work: Work, month: Month) -> Select[*tuple[Any, ...]]:
    """Return a query of a month's entries with what happened to each after it was posted."""
    batch = and_(HandoverEntry.entry_id == PostedEntry.id, HandoverEntry.taken_back_at.is_(None))
    return (
        query.select_from(PostedEntry)
        .outerjoin(VoucherReview, VoucherReview.entry_id == PostedEntry.id)
        .outerjoin(HandoverEntry, batch)
        .where(PostedEntry.company_id == work.company.id, PostedEntry.period_id == month.id)
        # The month stands in the number too, or its year: by it the pages are found without a sort.
        .where(PostedEntry.number_key.in_([month.code, month.code[:4]]))
    )


def _of(work: Work, month: Month) -> Select[*tuple[Any, ...]]:
    poster, reviewer, batch = aliased(User), aliased(User), aliased(Document)
    entry = PostedEntry
    query = select(
        entry.id, entry.journal_id, entry.number_key, entry.number, poster.name.label("poster"),
        reviewer.name.label("reviewer"), batch.number.label("batch"),
    )  # fmt: skip
    return (
        _joined(query, work, month)
        .join(poster, poster.id == entry.user_id)
        .outerjoin(reviewer, reviewer.id == VoucherReview.reviewed_by_id)
        .outerjoin(batch, batch.id == HandoverEntry.document_id)
        .order_by(entry.journal_id, entry.number_key, entry.number)
    )


def _counts(work: Work, month: Month) -> dict[str, int]:
    """Return how many vouchers a month has, and of these how many wait to be reviewed and to be handed over."""
    kept = func.coalesce(func.sum(case((_CONDITIONS["kept"], 1), else_=0)), 0)
    query = select(func.count(), func.count(VoucherReview.entry_id), kept)
    total, reviewed, waiting = work.session.execute(_joined(query, work, month)).one()
    return {"vouchers": total, "waiting": total - reviewed, "kept": int(waiting)}


def _rows(work: Work, heads: Sequence[Any]) -> list[dict[str, Any]]:
    ids = [head.id for head in heads]
    views = reports.entries(work.connection, work.company.id, ids=ids, limit=max(len(ids), 1))
    shown = {one["id"]: one for one in showing.shown(work.connection, views)}
    money = work.erp.currency.round
    totals = {view.id: sum((line.debit for line in view.lines), Decimal(0)) for view in views}
    return [
        {
            **shown[head.id],
            "amount": money(totals[head.id]),
            "poster": head.poster,
            "reviewer": head.reviewer,
            "batch": head.batch,
        }
        for head in heads
    ]
