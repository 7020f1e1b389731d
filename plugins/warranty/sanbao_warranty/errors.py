"""The warranty plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured, Refused
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
    """A call, and a card, belong on the unit that stands there now."""

    code = "claim.unit_replaced"
    message = N_("unit {unit} was replaced by {successor}; name that one instead")


class NoDecision(Refused):
    """There is no decision in force on this."""

    code = "claim.no_decision"
    message = N_("{claim} has no decision in force on {part}")


class AlreadyWaiting(Refused):
    """A repair waits for one thing at a time."""

    code = "claim.already_waiting"
    message = N_("{claim} is waiting already; say first when the waiting ended")


class NotWaiting(Refused):
    """Nothing was waited for."""

    code = "claim.not_waiting"
    message = N_("{claim} waits for nothing")


class NeverRepaired(Refused):
    """There is no repair that could have helped."""

    code = "claim.never_repaired"
    message = N_("{claim} has no repair that was handed back")


class NotADayYet(Invalid):
    """Nothing is booked on a day that has not come."""

    code = "provision.not_yet"


class UnknownContra(Misconfigured):
    """The setting names an account role that provisions are not made against."""

    code = "provision.unknown_contra"
    message = N_("the setting provision_contra says {given}; it must be one of {known}")


class NoRate(Refused):
    """What was typed has no rate to be reckoned with."""

    code = "provision.no_rate"
    message = N_("there is no provision rate for {product} in {month}; set one with provision.set_rate")


class BatchEnded(Refused):
    """A released batch takes nothing more."""

    code = "provision.ended"
    message = N_("{batch} is {state}; nothing more is set aside in it")


class BatchUsed(Refused):
    """A batch that cases have used cannot be taken back."""

    code = "provision.used"
    message = N_("{batch} has borne {used} of cases; take those settlements back first")


class NoTerm(Invalid):
    """Nobody knows how long claims are to be expected."""

    code = "provision.no_term"


class SameTerms(Refused):
    """A supplier's terms on the same thing and the same days are bound once."""

    code = "supplier.same_terms"
    message = N_("{supplier} already has terms on {about} from {since} on")


class NotBound(Refused):
    """Only a promise that was made to a unit can be lengthened."""

    code = "warranty.not_bound"
    message = N_("{promise} is not bound to unit {unit}")


class AdmittedAlready(Refused):
    """A case is admitted once."""

    code = "claim.admitted_already"
    message = N_("{claim} counts as admitted already")


class NotAdmitted(Refused):
    """There is no admission to take back."""

    code = "claim.not_admitted"
    message = N_("{claim} has no admission in force")


class NotAgreed(Refused):
    """Nothing is repaired at the customer's cost before the signed reply (RMA-04)."""

    code = "claim.not_agreed"
    message = N_(
        "{claim} is not covered: the customer first agrees to a quote in writing (claim.propose_quote), "
        "or somebody else is to bear it (costing.propose)"
    )


class NothingToPay(Refused):
    """Where the customer pays nothing there is nothing to quote (W-12, AMB-10)."""

    code = "claim.nothing_to_pay"
    message = N_("the customer pays nothing of this under the decision on {claim}")


class NoSupplier(Invalid):
    """Only a supplier has terms towards us."""

    code = "supplier.no_supplier"


class NoTerms(Refused):
    """There are no such terms to end."""

    code = "supplier.no_terms"
    message = N_("{supplier} has no terms on this that run beyond {until}")


class NotEntitled(Refused):
    """The customer may choose only of what she may have."""

    code = "claim.not_entitled"
    message = N_("{claim} does not give a right to “{choice}”; it gives: {remedies}")


class CardThere(Refused):
    """A unit has a card already."""

    code = "card.exists"
    message = N_("{unit} has the card {cards}; give a reason, and a new one takes its place")


class NothingPromised(Refused):
    """A card would say nothing."""

    code = "card.nothing_promised"
    message = N_("nothing is promised for {unit} yet: bind a promise, or record the day from which it runs")


class CardMistyped(Refused):
    """A code that no card can have: a character is wrong, missing or in the wrong place."""

    code = "card.mistyped"
    message = N_("“{code}” is no code of a card; please look once more: ten characters, such as 4KQ7M-20XRA")


class NotReleased(Refused):
    """The design department has not decided yet what is promised for a product (PRD-02)."""

    code = "product.not_released"
    message = N_(
        "{product} is not released: the design department decides with product.release what is promised for it"
    )


class QuoteNotInForce(Refused):
    """A delivery is held against what stands, not against an offer that ended (PRD-08)."""

    code = "delivery.quote_not_in_force"
    message = N_("{quote} is {state}; hold the delivery against the quote that took its place")


class NotAQuote(Refused):
    """A delivery is held against a quote, and this paper is none."""

    code = "delivery.not_a_quote"
    message = N_("{document} is no quote")


class DeliveryDiffers(Refused):
    """What was delivered is not what was quoted or registered (PRD-08, W-20)."""

    code = "delivery.differs"
    message = N_("delivery {delivery} does not agree, so nothing of it is accepted yet: {differences}")


class PapersMissing(Refused):
    """Papers that belong to a delivery did not come (PRD-09)."""

    code = "delivery.papers_missing"
    message = N_("these papers of delivery {delivery} are missing: {papers}")
