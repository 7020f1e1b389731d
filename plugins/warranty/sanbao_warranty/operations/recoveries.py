"""Getting a supplier's share back: drafted, filed, answered, disputed, paid (LED-14, PTY-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.costing.models import CostShareRecord
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Attachment, DeadlineRecord, Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.documents.schemas import PURPOSES
from sanbao.errors import Problem
from sanbao.i18n import N_, _
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Party
from sanbao_warranty import postings, schemas
from sanbao_warranty.errors import (
    AlreadyPaid,
    EvidenceMissing,
    HowPaid,
    LateFiling,
    NoSupplierShare,
    NothingOwed,
    NotOwed,
    TooMuch,
    UnknownRecognition,
)
from sanbao_warranty.models import Claim, Recovery
from sanbao_warranty.operations.provisions.holding import day_of
from sanbao_warranty.operations.suppliers import terms_with

if TYPE_CHECKING:
    from sanbao.work import Work

RECOVERERS = ("service_manager", "purchasing", "finance")
#: What a recovery waits for, by the word of its deadline.
FILING, ANSWER = "filing", "supplier_answer"
#: When a claim becomes receivable; prudence asks for the supplier's word (CAS 13).
RECOGNITIONS = ("on_acceptance", "on_filing")
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
    amount = unclaimed_share(work, claim.id, supplier.id)
    if amount <= 0:
        raise NoSupplierShare(claim=claim.number, supplier=supplier.name)
    called = work.session.get(Claim, claim.id)
    terms = terms_with(work, called, supplier.id) if called is not None else None
    head = new_document(
        work, "recovery", title=str(claim.number), party_id=supplier.id, unit_id=claim.unit_id
    )
    recovery = Recovery(
        document=head,
        company_id=work.company.id,
        claim_id=claim.id,
        supplier_id=supplier.id,
        terms_id=terms.id if terms is not None else None,
        claimed=amount,
        answer_due_on=answer_due_on,
    )
    if called is not None and terms is not None and terms.notice_days is not None:
        called_on = called.received_at.astimezone(work.zone).date()
        recovery.file_due_on = called_on + timedelta(days=terms.notice_days)
    work.session.add(recovery)
    work.session.flush()
    link_documents(work, head, claim, "claims")
    _set_deadline(work, recovery, FILING, recovery.file_due_on)
    return recovery


def draft_by_terms(work: Work, documents: Sequence[Document]) -> None:
    """Draft what suppliers owe on settled cases where their terms are known, so that no notice period is missed."""
    for document in documents:
        claim = work.session.get(Claim, document.id) if document.kind == "claim" else None
        for supplier in _suppliers_sharing(work, document) if claim is not None else ():
            assert claim is not None  # noqa: S101 - asked above
            if unclaimed_share(work, document.id, supplier.id) > 0 and terms_with(work, claim, supplier.id):
                recovery = draft(work, claim=document, supplier=supplier)
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


@operation(
    "recovery.file",
    title=N_("File with the supplier"),
    on=Recovery,
    moves={"drafted": "filed"},
    schema=schemas.FileRecovery,
    roles=RECOVERERS,
)
def file(
    work: Work,
    recovery: Recovery,
    *,
    on: date | None = None,
    answer_due_on: date | None = None,
    late_reason: str | None = None,
) -> Recovery:
    """Send the claim, in time and with the proof that the terms want; booked now only where so set (LED-14)."""
    day = day_of(work, on)
    if recovery.file_due_on is not None and day > recovery.file_due_on and late_reason is None:
        raise LateFiling(recovery=recovery.document.number, due=recovery.file_due_on)
    refuse_without_evidence(work, recovery)
    recovery.filed_on, recovery.late_reason = day, late_reason
    answer_days = recovery.terms.answer_days if recovery.terms is not None else None
    if answer_due_on is not None:
        recovery.answer_due_on = answer_due_on
    elif recovery.answer_due_on is None and answer_days is not None:
        recovery.answer_due_on = day + timedelta(days=answer_days)
    if recognition(work) == "on_filing":
        recovery.due_on_filing = True
        postings.due_on_filing(work, recovery, pending_centre(work), day)
    meet_deadline(work, recovery, FILING)
    _set_deadline(work, recovery, ANSWER, recovery.answer_due_on)
    return recovery


def recognition(work: Work) -> str:
    """Return when the company books what it claims of suppliers (LED-14)."""
    given: str = work.setting("claim_recognition")
    if given not in RECOGNITIONS:
        raise UnknownRecognition(given=given, known=", ".join(RECOGNITIONS))
    return given


def refuse_without_evidence(work: Work, recovery: Recovery) -> None:
    """Refuse to file without the proof that the supplier's terms want, on the recovery or on its claim."""
    wanted = set(recovery.terms.evidence) if recovery.terms is not None else set()
    query = select(Attachment.purpose).where(
        Attachment.document_id.in_([recovery.document_id, recovery.claim_id])
    )
    missing = sorted(wanted - set(work.session.scalars(query)))
    if missing:
        named = _(N_(", ")).join(_(PURPOSES[purpose]) for purpose in missing)
        raise EvidenceMissing(
            recovery=recovery.document.number, supplier=recovery.supplier.name, wanted=named
        )


def pending_centre(work: Work) -> CostCentre:
    """Return the cost centre on which suppliers' shares wait (LED-14)."""
    centre: CostCentre = work.find("cost_centre", work.setting("claims_pending_centre"))
    return centre


@operation(
    "recovery.answer",
    title=N_("Record the supplier's answer"),
    on=Recovery,
    moves={"filed": ("answered", "disputed"), "disputed": ("answered", "disputed")},
    schema=schemas.Answer,
    roles=RECOVERERS,
)
def answer(
    work: Work,
    recovery: Recovery,
    *,
    accepted: Decimal,
    rest: str,
    rejected_to: CostCentre | None = None,
    on: date | None = None,
) -> Recovery:
    """Book what the supplier accepts; the rest falls on a department, or stays open and disputed (LED-14)."""
    day = day_of(work, on)
    if accepted > recovery.open_amount:
        raise TooMuch(accepted=accepted, claimed=recovery.open_amount)
    rejected = recovery.open_amount - accepted if rest == "given_up" else _NOTHING
    recovery.accepted = (recovery.accepted or _NOTHING) + accepted
    recovery.rejected = (recovery.rejected or _NOTHING) + rejected
    recovery.answers_count += 1
    recovery.answered_on = day
    if accepted and not recovery.due_on_filing:
        postings.accepted(work, recovery, accepted, pending_centre(work), day)
    if rejected:
        centre = rejected_to or work.find("cost_centre", work.setting("service_centre"))
        postings.rejected(work, recovery, rejected, pending_centre(work), centre, day)
    meet_deadline(work, recovery, ANSWER)
    work.move(recovery, "disputed" if recovery.open_amount else "answered")
    return recovery


@operation(
    "recovery.withdraw_answer",
    title=N_("Take the answer back"),
    on=Recovery,
    moves={"answered": "filed", "disputed": "filed"},
    schema=schemas.Withdraw,
    roles=RECOVERERS,
)
def withdraw_answer(work: Work, recovery: Recovery, *, reason: str, on: date | None = None) -> Recovery:
    """Take wrongly recorded answers back by red mirrors of their entries; the claim waits again (LED-01)."""
    if recovery.received:
        supplier = recovery.supplier.name
        raise AlreadyPaid(recovery=recovery.document.number, supplier=supplier, received=recovery.received)
    _take_back(work, recovery, ("accepted:", "rejected:"), reason, day_of(work, on))
    recovery.accepted = recovery.rejected = recovery.answered_on = None
    _set_deadline(work, recovery, ANSWER, recovery.answer_due_on)
    return recovery


@operation(
    "recovery.withdraw",
    title=N_("Withdraw the filing"),
    on=Recovery,
    moves={"filed": "drafted"},
    schema=schemas.Withdraw,
    roles=RECOVERERS,
)
def withdraw(work: Work, recovery: Recovery, *, reason: str, on: date | None = None) -> Recovery:
    """Take a filed claim back to its draft, with what was booked on filing (LED-01)."""
    _take_back(work, recovery, ("filed:",), reason, day_of(work, on))
    recovery.filed_on, recovery.due_on_filing = None, False
    recovery.answers_count += 1
    meet_deadline(work, recovery, ANSWER)
    _set_deadline(work, recovery, FILING, recovery.file_due_on)
    work.note(recovery.document, note=reason)
    return recovery


def _take_back(work: Work, recovery: Recovery, events: Sequence[str], reason: str, on: date) -> None:
    """Mirror a recovery's standing entries of these events in red."""
    mirrored = select(PostedEntry.reverses_id).where(PostedEntry.reverses_id.is_not(None))
    query = select(PostedEntry.id, PostedEntry.event).where(
        PostedEntry.document_id == recovery.document_id,
        PostedEntry.reverses_id.is_(None),
        PostedEntry.id.not_in(mirrored),
    )
    for entry, event in work.session.execute(query.order_by(PostedEntry.id)).all():
        if event.startswith(tuple(events)):
            work.ledger.reverse(entry, on, reason, operation=work.operation_name, user_id=work.user.id)


@operation(
    "recovery.settle",
    title=N_("Settle the recovery"),
    on=Recovery,
    moves={"answered": ("answered", "settled"), "disputed": ("disputed",)},
    schema=schemas.SettleRecovery,
    roles=("finance", "purchasing"),
)
def settle(
    work: Work,
    recovery: Recovery,
    *,
    against: str | None = None,
    amount: Decimal | None = None,
    on: date | None = None,
) -> Recovery:
    """Settle what was accepted, whole or in part, against what we owe the supplier or by its payment (LED-14)."""
    paid = amount if amount is not None else recovery.owed
    if paid > recovery.owed:
        message = N_("{supplier} owes no more than {owed}.")
        raise NotOwed(
            [Problem("amount", message, {"supplier": recovery.supplier.name, "owed": recovery.owed})]
        )
    if paid:
        recovery.payments_count += 1
        postings.settled(work, recovery, paid, _way(recovery, against), day_of(work, on))
        recovery.received += paid
    elif recovery.state == "disputed":
        raise NothingOwed(recovery=recovery.document.number, supplier=recovery.supplier.name)
    if recovery.state == "answered" and not recovery.owed:
        recovery.settled_on = day_of(work, on)
        work.move(recovery, "settled")
    return recovery


def _way(recovery: Recovery, against: str | None) -> str:
    """Return how it is paid: as was said, else as the terms say."""
    if against is not None:
        return against
    if recovery.terms is None:
        raise HowPaid(
            [Problem("against", N_("Please say how it is paid: against what we owe, or to the bank."))]
        )
    return recovery.terms.settled_by


def _set_deadline(work: Work, recovery: Recovery, kind: str, due_on: date | None) -> None:
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
