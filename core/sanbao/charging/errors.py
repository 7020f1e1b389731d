"""Reasons to say no about prices, quotes and charges."""

from __future__ import annotations

from sanbao.errors import NotFound, Refused
from sanbao.i18n import N_


class NoRate(NotFound):
    """There is no such tax rate on that day."""

    code = "charging.no_rate"
    message = N_("there is no tax rate “{key}” on {on}; there are: {known}")


class RateOverlaps(Refused):
    """A tax rate has one percentage on a day."""

    code = "charging.rate_overlaps"
    message = N_("the tax rate {rate} already stands for {start}; end it first")


class NoPrice(NotFound):
    """No price list that counts names this."""

    code = "charging.no_price"
    message = N_("no price list has a price for “{key}” on {on}")


class ListOverlaps(Refused):
    """A price list has one validity on a day; what was asked stays on record."""

    code = "charging.list_overlaps"
    message = N_("the price list {list} already has prices from {start}; let the new ones begin later")


class ListOfOthers(Refused):
    """A price list stays for whom it was made: new prices for one party would take everybody's away."""

    code = "charging.list_of_others"
    message = N_("the price list {list} is kept for somebody else; give this one a code of its own")


class NoParty(Refused):
    """Somebody must be asked to pay."""

    code = "charging.no_party"
    message = N_("say who is to pay: {case} names no customer")


class CaseEnded(Refused):
    """What has ended is neither quoted nor charged any more."""

    code = "charging.case_ended"
    message = N_("{case} is {state}; reopen it first")


class NotACase(Refused):
    """What is paid for is a case; a quote or a charge is only the paper about it (LED-04)."""

    code = "charging.not_a_case"
    message = N_("{document} is no case; name what the work is done for, or give the quote as the quote")


class QuoteFixed(Refused):
    """What the customer holds in hand is not changed behind his back."""

    code = "charging.quote_fixed"
    message = N_("{quote} is {state} and stays as it is; make a new version with quote.revise")


class QuoteLapsed(Refused):
    """The quote was valid until a day that has passed (RMA-04)."""

    code = "charging.quote_lapsed"
    message = N_("{quote} was valid until {until}; make a new version with quote.revise")


class NotYetLapsed(Refused):
    """A quote expires when its last day is over."""

    code = "charging.not_yet_lapsed"
    message = N_("{quote} is valid until {until}")


class NoSignature(Refused):
    """Agreement is in writing (RMA-04)."""

    code = "charging.no_signature"
    message = N_("attach the customer's signed reply to {quote} first, with the purpose “signature”")


class NoAgreementText(Refused):
    """A friendly word is no agreement: the reply must say it (RMA-04)."""

    code = "charging.no_agreement_text"
    message = N_("the reply to {quote} does not say one of: {phrases}")


class NoSuchLine(Refused):
    """The quote has no such line."""

    code = "charging.no_such_line"
    message = N_("{quote} has no line {positions} for this")


class NotAgreed(Refused):
    """Nothing is charged before the signed reply (RMA-04)."""

    code = "charging.not_agreed"
    message = N_("{quote} is {state}; it is charged once the customer has agreed in writing")


class UseQuote(Refused):
    """What was agreed is charged from the quote, and more needs a new agreement (RMA-04)."""

    code = "charging.use_quote"
    message = N_("{case} has the agreed quote {quote}; charge that one, or revise it first")


class AboveQuote(Refused):
    """More than was agreed needs a new agreement (RMA-04)."""

    code = "charging.above_quote"
    message = N_(
        "{actual} is more than the {agreed} agreed on {quote}; revise it and let the customer agree anew"
    )


class ChargedAlready(Refused):
    """A line is charged once."""

    code = "charging.charged_already"
    message = N_("what was agreed on {quote} is charged already: {charges}")


class CreditOfCredit(Refused):
    """A credit is taken back whole."""

    code = "charging.credit_of_credit"
    message = N_("{charge} is a credit itself; cancel it if it is wrong")


class CreditedAlready(Refused):
    """What was given back is not given back again."""

    code = "charging.credited_already"
    message = N_("{charge} is credited in whole already")


class PapersRest(Refused):
    """An invoice or another paper rests on the charge."""

    code = "charging.papers_rest"
    message = N_("{papers} rest on {charge}; take them back first")


class NoCharge(Refused):
    """A case that the customer pays for ends with its charge (LED-04)."""

    code = "charging.no_charge"
    message = N_("{case} is to be paid by the customer and has no charge for it; issue it with charge.issue")


class CaseNeedsCharge(Refused):
    """A case that has ended rests on its charge (LED-04)."""

    code = "charging.case_needs_charge"
    message = N_("{case} ended with {charge}; reopen it before the charge is cancelled")
