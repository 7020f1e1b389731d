"""Reasons to say no about claims on suppliers."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured, Refused
from sanbao.i18n import N_


class NoSupplierShare(Refused):
    """There is nothing to recover from this supplier."""

    code = "recovery.no_share"
    message = N_("{claim} has no settled share of {supplier} that is not yet claimed")


class TooMuch(Invalid):
    """More than was claimed cannot be accepted."""

    code = "recovery.too_much"
    message = N_("{accepted} is more than the {claimed} that were claimed")


class UnknownRecognition(Misconfigured):
    """The setting names no moment at which a claim on a supplier is booked."""

    code = "recovery.unknown_recognition"
    message = N_("the setting claim_recognition says {given}; it must be one of {known}")


class LateFiling(Refused):
    """The supplier's notice period is over."""

    code = "recovery.late"
    message = N_("{recovery} had to be filed by {due}; file it with the reason why it is late")


class EvidenceMissing(Refused):
    """The supplier's terms ask for proof."""

    code = "recovery.evidence_missing"
    message = N_("{supplier} wants {wanted} with {recovery}; attach it to the case or to the recovery")


class NothingOwed(Refused):
    """There is nothing left to pay or to give up."""

    code = "recovery.nothing_owed"
    message = N_("{recovery} has nothing left that {supplier} owes")


class WriteOffNotApproved(Refused):
    """Above a limit a second person gives it up."""

    code = "recovery.write_off_not_approved"
    message = N_(
        "{amount} of {recovery} is above {limit}; a second person must approve it with recovery.approve_write_off"
    )


class AlreadyPaid(Refused):
    """An answer that was paid for cannot be taken back."""

    code = "recovery.already_paid"
    message = N_("{supplier} has paid {received} on {recovery}; its answer cannot be taken back")


class NotOwed(Invalid):
    """Nobody pays more than he owes."""

    code = "recovery.not_owed"


class HowPaid(Invalid):
    """Without terms somebody has to say how it is paid."""

    code = "recovery.how_paid"
