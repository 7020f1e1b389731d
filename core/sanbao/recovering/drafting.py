"""A supplier's share of a case is drafted as a claim on it: by hand, or by its terms (LED-14, PTY-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.costing.models import CostShareRecord
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.recovering import schemas
from sanbao.recovering.errors import NoSupplierShare
from sanbao.recovering.facts import RecoveryTerms
from sanbao.recovering.models import Recovery
from sanbao.registry.models import Party

if TYPE_CHECKING:
    from sanbao.work import Work

RECOVERERS = ("service_manager", "purchasing", "finance")
#: What a recovery waits for, by the word of its deadline.
FILING, ANSWER = "filing", "supplier_answer"
_NOTHING = Decimal(0)


@operation(
    "recovery.draft",
    title=N_("Draft a supplier recovery"),
    schema=schemas.DraftRecovery,
    roles=RECOVERERS,
)
def draft(work: Work, *, claim: Document, supplier: Party, answer_due_on: date | None = None) -> Recovery:
    """Draft a claim on a supplier for its settled share of any case; no entry yet (LED-14: memo only)."""
    work.locked(claim)
    known = terms_of(work, [claim]).get((claim.id, supplier.id))
    return _draft(work, claim, supplier, known or RecoveryTerms(claim.id, supplier.id), answer_due_on)


def _draft(
    work: Work, claim: Document, supplier: Party, terms: RecoveryTerms, answer_due_on: date | None = None
) -> Recovery:
    amount = unclaimed_share(work, claim.id, supplier.id)
    if amount <= 0:
        raise NoSupplierShare(claim=claim.number, supplier=supplier.name)
    head = new_document(
        work, "recovery", title=str(claim.number), party_id=supplier.id, unit_id=claim.unit_id
    )
    recovery = Recovery(
        document=head,
        company_id=work.company.id,
        claim_id=claim.id,
        supplier_id=supplier.id,
        claimed=amount,
        file_due_on=terms.file_due_on,
        answer_days=terms.answer_days,
        answer_due_on=answer_due_on,
        evidence=list(terms.evidence),
        settled_by=terms.settled_by,
    )
    work.session.add(recovery)
    work.session.flush()
    link_documents(work, head, claim, "claims")
    watch_day(work, recovery, FILING, recovery.file_due_on)
    return recovery


def terms_of(work: Work, documents: Sequence[Document]) -> dict[tuple[int, int], RecoveryTerms]:
    """Ask every plugin which terms suppliers answer by for these cases; by case and supplier (PTY-10, W-18)."""
    answered = work.hooks.ask("find_recovery_terms", work, documents=list(documents))
    found: dict[tuple[int, int], RecoveryTerms] = {}
    for _plugin, terms in answered:
        for one in terms:
            found.setdefault((one.document_id, one.supplier_id), one)
    return found


def draft_by_terms(work: Work, documents: Sequence[Document]) -> None:
    """Draft what suppliers owe on settled cases where their terms are known, so that no notice period is missed."""
    known = terms_of(work, documents)
    told = {case_id for case_id, _supplier_id in known}
    for document in (one for one in documents if one.id in told):
        for supplier in _suppliers_sharing(work, document):
            terms = known.get((document.id, supplier.id))
            if terms is not None and unclaimed_share(work, document.id, supplier.id) > 0:
                recovery = _draft(work, document, supplier, terms)
                work.note(recovery.document, operation="recovery.draft")


def _suppliers_sharing(work: Work, document: Document) -> list[Party]:
    query = (
        select(Party)
        .join(CostShareRecord, CostShareRecord.party_id == Party.id)
        .where(
            CostShareRecord.document_id == document.id,
            CostShareRecord.bearer == "supplier",
            CostShareRecord.state == "settled",
        )
        .order_by(Party.id)
    )
    return list(work.session.scalars(query).unique())


def unclaimed_share(work: Work, case_id: int, supplier_id: int) -> Decimal:
    """Return what a supplier was settled to bear of a case and was not yet claimed."""
    settled = select(func.sum(CostShareRecord.amount)).where(
        CostShareRecord.document_id == case_id,
        CostShareRecord.bearer == "supplier",
        CostShareRecord.party_id == supplier_id,
        CostShareRecord.state == "settled",
    )
    claimed = (
        select(func.sum(Recovery.claimed))
        .join(Document, Document.id == Recovery.document_id)
        .where(
            Recovery.claim_id == case_id,
            Recovery.supplier_id == supplier_id,
            Document.state != VOID,
        )
    )
    return (work.session.scalar(settled) or _NOTHING) - (work.session.scalar(claimed) or _NOTHING)


def watch_day(work: Work, recovery: Recovery, kind: str, due_on: date | None) -> None:
    """Let a day be watched until its end; the one that was watched before is forgotten."""
    for old in _deadlines(work, recovery, kind):
        work.session.delete(old)
    if due_on is None:
        return
    due_at = datetime.combine(due_on + timedelta(days=1), time(), work.zone)
    work.session.add(
        DeadlineRecord(
            company_id=work.company.id,
            document_id=recovery.document_id,
            kind=kind,
            due_at=due_at,
            reckoning={"rule": "LED-14", "due_on": due_on.isoformat()},
        )
    )


def meet_deadline(work: Work, recovery: Recovery, kind: str) -> None:
    """Note that what was watched for has happened."""
    for deadline in _deadlines(work, recovery, kind):
        deadline.met_at = work.now


def _deadlines(work: Work, recovery: Recovery, kind: str) -> list[DeadlineRecord]:
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == recovery.document_id,
        DeadlineRecord.kind == kind,
        DeadlineRecord.met_at.is_(None),
    )
    return list(work.session.scalars(query))
