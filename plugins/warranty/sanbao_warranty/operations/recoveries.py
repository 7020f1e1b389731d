"""Getting a supplier's share back (LED-14, PTY-10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.costing.models import CostShareRecord
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Party
from sanbao_warranty import postings, schemas
from sanbao_warranty.errors import NoSupplierShare, TooMuch
from sanbao_warranty.models import Claim, Recovery

if TYPE_CHECKING:
    from sanbao.work import Work

RECOVERERS = ("service_manager", "purchasing", "finance")


@operation("recovery.draft", schema=schemas.DraftRecovery, roles=RECOVERERS)
def draft(work: Work, *, claim: Claim, supplier: Party, answer_due_on: date | None = None) -> Recovery:
    """Draft a claim on a supplier for its settled share of a case; no entry yet (LED-14: memo only)."""
    work.locked(claim)
    amount = _settled_share(work, claim, supplier) - _claimed_before(work, claim, supplier)
    if amount <= 0:
        raise NoSupplierShare(claim=claim.document.number, supplier=supplier.name)
    head = new_document(
        work, "recovery", title=str(claim.document.number), party_id=supplier.id, unit_id=claim.unit_id
    )
    recovery = Recovery(
        document=head,
        company_id=work.company.id,
        claim_id=claim.document_id,
        supplier_id=supplier.id,
        claimed=amount,
        answer_due_on=answer_due_on,
    )
    work.session.add(recovery)
    work.session.flush()
    link_documents(work, head, claim.document, "claims")
    return recovery


def _settled_share(work: Work, claim: Claim, supplier: Party) -> Decimal:
    query = select(CostShareRecord.amount).where(
        CostShareRecord.document_id == claim.document_id,
        CostShareRecord.bearer == "supplier",
        CostShareRecord.party_id == supplier.id,
        CostShareRecord.state == "settled",
    )
    return sum((amount or Decimal(0) for amount in work.session.scalars(query)), Decimal(0))


def _claimed_before(work: Work, claim: Claim, supplier: Party) -> Decimal:
    query = (
        select(func.sum(Recovery.claimed))
        .join(Document, Document.id == Recovery.document_id)
        .where(
            Recovery.claim_id == claim.document_id, Recovery.supplier_id == supplier.id, Document.state != VOID
        )
    )
    return work.session.scalar(query) or Decimal(0)


@operation("recovery.file", on=Recovery, moves={"drafted": "filed"}, roles=RECOVERERS)
def file(work: Work, recovery: Recovery) -> Recovery:
    """Send the claim to the supplier; nothing is booked until it answers (LED-14)."""
    return recovery


@operation(
    "recovery.answer",
    on=Recovery,
    moves={"filed": "answered", "drafted": "answered"},
    schema=schemas.Answer,
    roles=RECOVERERS,
)
def answer(
    work: Work,
    recovery: Recovery,
    *,
    accepted: Decimal,
    rejected_to: CostCentre | None = None,
    on: date | None = None,
) -> Recovery:
    """Book the supplier's answer: what it accepts is receivable, the rest falls on a department (LED-14)."""
    if accepted > recovery.claimed:
        raise TooMuch(accepted=accepted, claimed=recovery.claimed)
    recovery.accepted, recovery.rejected = accepted, recovery.claimed - accepted
    pending: CostCentre = work.find("cost_centre", work.setting("claims_pending_centre"))
    if accepted:
        postings.accepted(work, recovery, accepted, pending, on or work.today)
    if recovery.rejected:
        centre = rejected_to or work.find("cost_centre", work.setting("service_centre"))
        postings.rejected(work, recovery, recovery.rejected, pending, centre, on or work.today)
    return recovery


@operation(
    "recovery.withdraw_answer",
    on=Recovery,
    moves={"answered": "filed"},
    schema=schemas.Withdraw,
    roles=RECOVERERS,
)
def withdraw_answer(work: Work, recovery: Recovery, *, reason: str, on: date | None = None) -> Recovery:
    """Take a wrongly recorded answer back by red mirrors of its entries; the claim waits again (LED-01)."""
    query = (
        select(PostedEntry.id)
        .where(PostedEntry.document_id == recovery.document_id, PostedEntry.reverses_id.is_(None))
        .where(PostedEntry.id.not_in(select(PostedEntry.reverses_id).where(PostedEntry.reverses_id.is_not(None))))
    )
    for entry in work.session.scalars(query.order_by(PostedEntry.id)):
        work.ledger.reverse(entry, on or work.today, reason, operation=work.operation_name, user_id=work.user.id)
    recovery.accepted = recovery.rejected = None
    recovery.answers_count += 1
    return recovery


@operation(
    "recovery.settle",
    on=Recovery,
    moves={"answered": "settled"},
    schema=schemas.SettleRecovery,
    roles=("finance", "purchasing"),
)
def settle(work: Work, recovery: Recovery, *, against: str, on: date | None = None) -> Recovery:
    """Settle what was accepted, against what we owe the supplier or by its payment (LED-14)."""
    if recovery.accepted:
        postings.settled(work, recovery, against, on or work.today)
    return recovery
