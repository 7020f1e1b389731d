"""The warranty plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, Refused
from sanbao.i18n import N_


class NotSigned(Refused):
    """The company's rules want a review before work begins (001 §4)."""

    code = "claim.not_signed"
    message = N_("the decision on {claim} is a proposal until it is signed with claim.sign")


class NotProposed(Refused):
    """There is nothing to sign."""

    code = "claim.nothing_to_sign"
    message = N_("{claim} has no decision that waits for a signature")


class BoundAlready(Refused):
    """A promise is bound once."""

    code = "warranty.bound_already"
    message = N_("{promise} is already bound to unit {unit}")


class UnitMissing(Invalid):
    """A call is about a unit."""

    code = "claim.unit_missing"


class UnitReplaced(Refused):
    """A call belongs on the unit that stands there now."""

    code = "claim.unit_replaced"
    message = N_("unit {unit} was replaced by {successor}; take the call on that one")


class NoDecision(Refused):
    """There is no decision in force on this."""

    code = "claim.no_decision"
    message = N_("{claim} has no decision in force on {part}")


class NoSupplierShare(Refused):
    """There is nothing to recover from this supplier."""

    code = "recovery.no_share"
    message = N_("{claim} has no settled share of {supplier} that is not yet claimed")


class TooMuch(Invalid):
    """More than was claimed cannot be accepted."""

    code = "recovery.too_much"
    message = N_("{accepted} is more than the {claimed} that were claimed")
