"""Getting a supplier's share back: filed, answered, disputed, paid (LED-14, PTY-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.quotes import not_in_future
from sanbao.documents.models import Attachment
from sanbao.documents.schemas import PURPOSES
from sanbao.errors import Problem
from sanbao.i18n import N_, _
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao.recovering import postings, schemas
from sanbao.recovering.drafting import ANSWER, FILING, RECOVERERS, meet_deadline, watch_day
from sanbao.recovering.errors import (
    AlreadyPaid,
    EvidenceMissing,
    HowPaid,
    LateFiling,
    NothingOwed,
    NotOwed,
    TooMuch,
    UnknownRecognition,
)
from sanbao.recovering.models import Recovery
from sanbao.registry.models import CostCentre

if TYPE_CHECKING:
    from sanbao.work import Work

#: When a claim becomes receivable; prudence asks for the supplier's word (CAS 13).
RECOGNITIONS = ("on_acceptance", "on_filing")
_NOTHING = Decimal(0)


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
    day = not_in_future(work, "on", on)
    if recovery.file_due_on is not None and day > recovery.file_due_on and late_reason is None:
        raise LateFiling(recovery=recovery.document.number, due=recovery.file_due_on)
    refuse_without_evidence(work, recovery)
    recovery.filed_on, recovery.late_reason = day, late_reason
    if answer_due_on is not None:
        recovery.answer_due_on = answer_due_on
    elif recovery.answer_due_on is None and recovery.answer_days is not None:
        recovery.answer_due_on = day + timedelta(days=recovery.answer_days)
    if recognition(work) == "on_filing":
        recovery.due_on_filing = True
        postings.due_on_filing(work, recovery, pending_centre(work), day)
    meet_deadline(work, recovery, FILING)
    watch_day(work, recovery, ANSWER, recovery.answer_due_on)
    return recovery


def recognition(work: Work) -> str:
    """Return when the company books what it claims of suppliers (LED-14)."""
    given: str = work.setting("claim_recognition")
    if given not in RECOGNITIONS:
        raise UnknownRecognition(given=given, known=", ".join(RECOGNITIONS))
    return given


def refuse_without_evidence(work: Work, recovery: Recovery) -> None:
    """Refuse to file without the proof that the supplier's terms want, on the recovery or on its case."""
    wanted = set(recovery.evidence)
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
    day = not_in_future(work, "on", on)
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
    _take_back(work, recovery, ("accepted:", "rejected:"), reason, not_in_future(work, "on", on))
    recovery.accepted = recovery.rejected = recovery.answered_on = None
    watch_day(work, recovery, ANSWER, recovery.answer_due_on)
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
    _take_back(work, recovery, ("filed:",), reason, not_in_future(work, "on", on))
    recovery.filed_on, recovery.due_on_filing = None, False
    recovery.answers_count += 1
    meet_deadline(work, recovery, ANSWER)
    watch_day(work, recovery, FILING, recovery.file_due_on)
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
        postings.settled(work, recovery, paid, _way(recovery, against), not_in_future(work, "on", on))
        recovery.received += paid
    elif recovery.state == "disputed":
        raise NothingOwed(recovery=recovery.document.number, supplier=recovery.supplier.name)
    if recovery.state == "answered" and not recovery.owed:
        recovery.settled_on = not_in_future(work, "on", on)
        work.move(recovery, "settled")
    return recovery


def _way(recovery: Recovery, against: str | None) -> str:
    """Return how it is paid: as was said, else as the terms say."""
    if against is not None:
        return against
    if recovery.settled_by is None:
        raise HowPaid(
            [Problem("against", N_("Please say how it is paid: against what we owe, or to the bank."))]
        )
    return recovery.settled_by
