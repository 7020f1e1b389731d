"""Reasons to say no about the cost of a case."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured, Refused
from sanbao.i18n import N_


class NoCostsHere(Refused):
    """This kind of paper collects no cost."""

    code = "costing.not_a_cost_object"
    message = N_("{document} does not collect cost")


class HasEnded(Refused):
    """Cost after the end belongs on a reopened case."""

    code = "costing.has_ended"
    message = N_("{document} is {state}; reopen it before cost is changed")


class NothingToSettle(Refused):
    """The case carries no cost."""

    code = "costing.nothing_to_settle"
    message = N_("{document} carries no cost to settle")


class SharesMismatch(Invalid):
    """The shares must make up the whole (LED-27)."""

    code = "costing.shares_mismatch"
    message = N_("the shares sum to {sum}, they must sum to {whole}")


class NoShares(Refused):
    """Nobody proposed who bears the cost."""

    code = "costing.no_shares"
    message = N_("say who bears the cost of {document}: nobody proposed shares")


class GoodwillNotApproved(Refused):
    """Goodwill needs a second person."""

    code = "costing.goodwill_not_approved"
    message = N_(
        "{document} has a goodwill share; a second person must approve it with costing.approve_goodwill"
    )


class NoGoodwill(Refused):
    """There is nothing to approve."""

    code = "costing.no_goodwill"
    message = N_("{document} has no goodwill share that waits for approval")


class ApprovedForLess(Refused):
    """Goodwill was approved up to an amount."""

    code = "costing.approved_for_less"
    message = N_("goodwill on {document} was approved up to {approved}; {amount} needs a new approval")


class AboveLimit(Refused):
    """Each role may give away so much on one case."""

    code = "goodwill.above_limit"
    message = N_("{user} may give away up to {limit} on one case; {amount} on {document} needs a higher role")


class OverBudget(Refused):
    """The year's goodwill is spent."""

    code = "goodwill.over_budget"
    message = N_(
        "the goodwill budget {year} of {centre} has {left} left; {amount} more needs the role {role}"
    )


class BudgetSpent(Refused):
    """What is given away cannot be unsaid by a smaller budget."""

    code = "goodwill.budget_spent"
    message = N_("{centre} has given away or promised {spent} in {year}; the budget cannot be less")


class BadLimit(Misconfigured):
    """A limit in the settings is no amount."""

    code = "goodwill.bad_limit"
    message = N_("the setting goodwill_limits gives {role} “{given}”, which is no amount such as 5000.00")


class NothingSettled(Refused):
    """There is no settlement to take back."""

    code = "costing.nothing_settled"
    message = N_("{document} has no settlement that can be taken back")


class StillClaimed(Refused):
    """A supplier's share that was claimed cannot be unsettled."""

    code = "costing.still_claimed"
    message = N_("{papers} rest on the settlement of {document}; void them first")


class NotEnoughStock(Refused):
    """A part cannot be taken from where it does not lie."""

    code = "costing.not_enough_stock"
    message = N_("{place} holds {there} of {product}, {wanted} are wanted")


class MoreThanTaken(Refused):
    """Only pieces that were taken come back."""

    code = "costing.more_than_taken"
    message = N_("cost line {line} of {document} took {taken} pieces; no more than that can come back")


class UnknownCostLine(Refused):
    """The line to take back is not on this case, or was taken back before."""

    code = "costing.unknown_line"
    message = N_("{document} has no cost line {line} that can be taken back")
