"""What a month end looks at in suppliers' shares: those that nobody claimed, and claims that nobody ended (LED-14)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.closing.facts import ClosingCheck
from sanbao.costing.models import CostShareRecord
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.periods import Month
from sanbao.recovering.models import Recovery
from sanbao.registry.models import Party

if TYPE_CHECKING:
    from sanbao.work import Work

_NOTHING = Decimal(0)


def look(work: Work, month: Month) -> Iterator[ClosingCheck]:
    """Tell which settled shares of suppliers wait to be claimed, and which claims wait for their end."""
    unclaimed = tuple(_unclaimed(work))
    title = Text(N_("Suppliers' shares that nobody has claimed: {count}"), {"count": len(unclaimed)})
    yield _told("closing.shares_unclaimed", month, title, unclaimed)
    waiting = tuple(_waiting(work, month))
    title = Text(N_("Claims on suppliers that have not ended: {count}"), {"count": len(waiting)})
    yield _told("closing.recoveries_open", month, title, waiting)


def _told(code: str, month: Month, title: Text, details: tuple[dict[str, Any], ...]) -> ClosingCheck:
    return ClosingCheck(
        code, month.code, title, not details, is_blocking=False, details=details, rule="LED-14"
    )


def _unclaimed(work: Work) -> Iterator[dict[str, Any]]:
    """Give what suppliers were settled to bear of cases, less what was claimed of it."""
    claimed = {(case, supplier): amount for case, supplier, amount in work.session.execute(_claimed(work))}
    for case, number, supplier, code, amount in work.session.execute(_settled(work)):
        left = (amount or _NOTHING) - claimed.get((case, supplier), _NOTHING)
        if left > 0:
            yield {"document": number, "party": code, "amount": left}


def _settled(work: Work) -> Select[int, str | None, int, str, Decimal | None]:
    return (
        select(Document.id, Document.number, Party.id, Party.code, func.sum(CostShareRecord.amount))
        .join_from(CostShareRecord, Document, Document.id == CostShareRecord.document_id)
        .join(Party, Party.id == CostShareRecord.party_id)
        .where(Document.company_id == work.company.id)
        .where(CostShareRecord.bearer == "supplier", CostShareRecord.state == "settled")
        .group_by(Document.id, Document.number, Party.id, Party.code)
        .order_by(Document.id, Party.id)
    )


def _claimed(work: Work) -> Select[int, int, Decimal]:
    return (
        select(Recovery.claim_id, Recovery.supplier_id, func.sum(Recovery.claimed))
        .join(Document, Document.id == Recovery.document_id)
        .where(Recovery.company_id == work.company.id, Document.state != VOID)
        .group_by(Recovery.claim_id, Recovery.supplier_id)
    )


def _waiting(work: Work, month: Month) -> Iterator[dict[str, Any]]:
    """Give the claims that were drafted until the end of the month and are neither paid nor given up."""
    query = (
        select(Document.number, Party.code, Document.state, Recovery)
        .join_from(Recovery, Document, Document.id == Recovery.document_id)
        .join(Party, Party.id == Recovery.supplier_id)
        .where(
            Recovery.company_id == work.company.id, Document.state.not_in((VOID, "settled", "written_off"))
        )
        .where(Document.dated_on <= month.last_day)
        .order_by(Document.id)
    )
    for number, code, state, recovery in work.session.execute(query).unique():
        left = recovery.open_amount + recovery.owed
        if left:
            yield {"document": number, "party": code, "state": state, "amount": left}
