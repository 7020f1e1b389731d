"""Reviewing vouchers (凭证审核): by a second person, one by one or a month at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select

from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger.models import AccountingPeriod, PostedEntry
from sanbao.operation import operation
from sanbao.vouchers import schemas
from sanbao.vouchers.errors import NothingToReview, OwnVoucher
from sanbao.vouchers.models import VoucherReview

if TYPE_CHECKING:
    from sanbao.work import Work


#: Who prepared an entry: who wrote it by hand, else whose operation posted it.
_PREPARER = func.coalesce(Document.created_by_id, PostedEntry.user_id)


def waiting(work: Work) -> Select[PostedEntry]:
    """Return the query of all entries that nobody has reviewed."""
    return (
        select(PostedEntry)
        .outerjoin(VoucherReview, VoucherReview.entry_id == PostedEntry.id)
        .outerjoin(Document, and_(Document.id == PostedEntry.document_id, Document.kind == "voucher"))
        .where(PostedEntry.company_id == work.company.id, VoucherReview.entry_id.is_(None))
        .order_by(PostedEntry.id)
    )


@operation("voucher.review", title=N_("Review vouchers"), schema=schemas.ReviewInput, roles=("finance",))
def review(
    work: Work, *, period: str | None = None, entries: Sequence[PostedEntry] | None = None
) -> dict[str, Any]:
    """Put one's name to vouchers that somebody else prepared: these, or all of a month that one may."""
    query = _asked(work, period, entries).add_columns(_PREPARER)
    preparers = {entry: preparer for entry, preparer in work.session.execute(query)}
    own = [entry for entry, preparer in preparers.items() if preparer == work.user.id]
    if own and entries is not None:
        numbers = ", ".join(f"{entry.number_key}/{entry.number}" for entry in own)
        raise OwnVoucher(user=work.user.login, vouchers=numbers)
    others = [entry for entry, preparer in preparers.items() if preparer != work.user.id]
    if not others:
        raise NothingToReview(user=work.user.login)
    _sign(work, others)
    return {"reviewed": len(others), "own_left": len(own)}


def _asked(work: Work, period: str | None, entries: Sequence[PostedEntry] | None) -> Select[PostedEntry]:
    if (period is None) == (entries is None):
        raise Invalid([Problem("period", N_("Please name either a month or single vouchers."))])
    if entries is not None:
        return waiting(work).where(PostedEntry.id.in_([entry.id for entry in entries]))
    in_month = AccountingPeriod.id == PostedEntry.period_id
    return waiting(work).join(AccountingPeriod, in_month).where(AccountingPeriod.code == period)


def _sign(work: Work, entries: Sequence[PostedEntry]) -> None:
    work.session.add_all(
        VoucherReview(
            entry_id=entry.id, company_id=work.company.id, reviewed_by_id=work.user.id, reviewed_at=work.now
        )
        for entry in entries
    )
