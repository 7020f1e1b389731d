"""Reasons to say no about spare parts and loan units."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured, Refused
from sanbao.i18n import N_


class SamePlace(Invalid):
    """A transfer goes from one place to another one."""

    code = "spare.same_place"
    message = N_("parts are at {place} already; name another place")


class NoSupplier(Invalid):
    """Parts are bought from a supplier."""

    code = "spare.no_supplier"
    message = N_("{party} is no supplier; give the party that role first")


class NotOnOrder(Refused):
    """What comes on an order was ordered there."""

    code = "spare.not_on_order"
    message = N_("{order} has no {product} open; receive it without the order, or correct the quantity")


class NotOrderedYet(Refused):
    """What was only proposed does not come."""

    code = "spare.not_ordered_yet"
    message = N_("{order} is {state}; order it first")


class GoneAlready(Refused):
    """A receipt is taken back while its pieces lie where they came to."""

    code = "spare.gone_already"
    message = N_(
        "{place} holds {there} of {product}; {receipt} brought {wanted}, so that it cannot be taken back"
    )


class AverageMoved(Refused):
    """What is left must still be worth what it stands at (WE-40)."""

    code = "spare.average_moved"
    message = N_(
        "the average of {product} has moved since; taking {paper} back would leave {quantity} pieces worth {value}"
    )


class ClearedAlready(Refused):
    """What the supplier has billed is taken back by its bill first."""

    code = "spare.cleared_already"
    message = N_("{papers} rest on {receipt}; take them back first")


class NoDifference(Refused):
    """Where count and books agree there is nothing to put right."""

    code = "spare.no_difference"
    message = N_("{count} and the books say the same of spare parts; there is nothing to post")


class AdjustedAlready(Refused):
    """A count is put right once."""

    code = "spare.adjusted_already"
    message = N_("{paper} puts {count} right already")


class NoValue(Invalid):
    """Pieces that were found must be worth something."""

    code = "spare.no_value"
    message = N_("nothing is known of what {product} costs; give its price")


class ChangedSince(Refused):
    """What waits for approval must still be true."""

    code = "spare.changed_since"
    message = N_("the books of {place} have changed since {paper} was written; void it and write it anew")


class CannotBear(Invalid):
    """Who answers for missing parts is somebody of whom we can claim them."""

    code = "spare.cannot_bear"
    message = N_("{party} is neither installer, supplier nor staff; nothing can be claimed there")


class NothingShort(Refused):
    """Nothing is below its minimum."""

    code = "spare.nothing_short"
    message = N_("nothing is below its minimum that is not on its way already")


class NoReference(Invalid):
    """Parts are free only on a call that says why (SPR-01)."""

    code = "parts_order.no_reference"
    message = N_("parts are free only with the case or the call on which they rest; name it")


class NobodyBears(Invalid):
    """Somebody bears what the customer does not pay (LED-03)."""

    code = "parts_order.nobody_bears"
    message = N_("say which cost centre bears the free parts of {order}; nobody proposed one for {case}")


class MoreThanOrdered(Refused):
    """No more is delivered, received or returned than was ordered."""

    code = "parts_order.more_than_ordered"
    message = N_("line {line} of {order} has {left} left; {wanted} is more than that")


class NoSuchLine(Refused):
    """The paper has no such line."""

    code = "parts_order.no_such_line"
    message = N_("{order} has no line {line}")


class ChargedStill(Refused):
    """What the customer was charged for is taken back together with its charge."""

    code = "parts_order.charged_still"
    message = N_("{charges} charge what {order} delivered; cancel them first")


class NothingDelivered(Refused):
    """There is no delivery to take back."""

    code = "parts_order.nothing_delivered"
    message = N_("nothing of {order} was delivered")


class NotOnCase(Refused):
    """Only what a case took comes back from it."""

    code = "spare.not_on_case"
    message = N_("{case} has {there} of {product} that can come back, {wanted} are given")


class StillAwaited(Refused):
    """A zero-price order ends when every piece is accounted for (LED-10)."""

    code = "old_part.still_awaited"
    message = N_("{order} still awaits or holds {pieces}; receive, give up, send or scrap them first")


class NotTested(Refused):
    """What goes back into stock meets the requirements (SPR-06)."""

    code = "old_part.not_tested"
    message = N_(
        "{order}: quality control has not found {products} good; test the parts first (old_part.check)"
    )


class OrderEnded(Refused):
    """What has ended is opened again before it changes."""

    code = "old_part.order_ended"
    message = N_("{order} is {state}; open it again first")


class ElsewhereAlready(Refused):
    """The pieces of one line lie together."""

    code = "old_part.elsewhere_already"
    message = N_("pieces of {product} lie at {place} already; put these there too")


class NothingThere(Refused):
    """There is no piece for this step."""

    code = "old_part.nothing_there"
    message = N_("{order} has no piece for this")


class ClaimUndecided(Refused):
    """An old part stays in custody until the claim on its supplier is decided (LED-10)."""

    code = "old_part.claim_undecided"
    message = N_(
        "the supplier has not decided on {case} yet, {amount} wait for his answer; keep the old parts"
    )


class NoSupplierNamed(Invalid):
    """Somebody is told on whom to claim."""

    code = "old_part.no_supplier"
    message = N_("name the supplier who answers for the quality of {product}")


class NotOurs(Refused):
    """Only what lies with us as goods or as a loan unit is lent."""

    code = "rma_loan.not_here"
    message = N_("{unit} does not lie at {place} as goods or as a loan unit")


class OutAlready(Refused):
    """A unit is lent to one customer at a time."""

    code = "rma_loan.out_already"
    message = N_("{unit} is lent to {party} on {loan}")


class BeforeLent(Invalid):
    """Nothing comes back before it went out."""

    code = "rma_loan.before_lent"
    message = N_("{loan} was lent on {lent_on}; {day} lies before that")


class CustomersUnit(Refused):
    """A unit that belongs to a customer is nobody's loan unit (LON-03)."""

    code = "rma_loan.customers_unit"
    message = N_("{unit} belongs to {customer}; only what is ours is lent")


class LoanEnded(Refused):
    """A loan that has ended does not change."""

    code = "rma_loan.ended"
    message = N_("{loan} is {state} and does not change any more")


class WorthLess(Refused):
    """No more is written down than a unit still stands at."""

    code = "rma_loan.worth_less"
    message = N_("{unit} stands at {value}; {amount} is more than that")


class NoWarranty(Refused):
    """A loan unit stays ours: it is not accepted, and no warranty begins (LON-03)."""

    code = "rma_loan.no_warranty"
    message = N_("{units} are lent and stay ours; a loan unit starts no warranty")


class BadLabelSize(Misconfigured):
    """The setting names a size of label that nobody knows."""

    code = "rma.bad_label_size"
    message = N_("the setting rma_label_sizes gives {label} the size “{size}”; there are: {known}")
