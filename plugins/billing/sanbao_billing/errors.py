"""The billing plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, Refused
from sanbao.i18n import N_


class MoreThanOpen(Refused):
    """An item is settled once."""

    code = "match.more_than_open"
    message = N_("{item} has {open} open; {amount} is more than that")


class NotTogether(Refused):
    """Only a debit and a credit of one account and one party settle each other."""

    code = "match.not_together"
    message = N_(
        "{debit} and {credit} cannot settle each other: they need one account, one party and both sides"
    )


class NothingToMatch(Refused):
    """No two open items fit each other."""

    code = "match.nothing"
    message = N_("there is nothing open that could be matched")


class NothingMatched(Refused):
    """What was never matched cannot be taken apart."""

    code = "match.nothing_matched"
    message = N_("{document} has no matches that could be undone")


class DifferenceTooLarge(Refused):
    """Only small differences are written off."""

    code = "payment.difference_too_large"
    message = N_("the difference of {difference} is more than the {limit} that may be written off")


class BeforeItself(Invalid):
    """Nothing is undone before it was done."""

    code = "billing.before_itself"
    message = N_("{document} is of {day}; it cannot be taken back before that")


class NeedsAssignment(Refused):
    """What one party owes is set off against another's claim only if it was assigned."""

    code = "offset.needs_assignment"
    message = N_("{party} and {other} are two parties; write down the assignment on which the offset rests")


class NothingToOffset(Refused):
    """An offset needs something open on both sides."""

    code = "offset.too_much"
    message = N_("only {open} is open on both sides; {amount} cannot be set off")


class NotInvoiceable(Refused):
    """A charge is invoiced once, while it stands."""

    code = "invoice.charge_not_open"
    message = N_("{charge} cannot be invoiced: it is {state}, or {invoice} bills it already")


class ChargesDiffer(Refused):
    """One invoice has one buyer and one way of pricing."""

    code = "invoice.charges_differ"
    message = N_(
        "these charges cannot stand on one invoice; they differ in party, or in prices with and without tax"
    )


class NeedsTaxNumber(Refused):
    """A special VAT invoice names the buyer's tax number."""

    code = "invoice.needs_tax_number"
    message = N_("a special invoice needs the tax number of {party}; record it with party.change")


class NumberTaken(Refused):
    """A tax invoice number is given once per kind."""

    code = "invoice.number_taken"
    message = N_("the tax invoice number {number} already stands on {invoice}")


class MonthOver(Refused):
    """An invoice is cancelled in its own month; afterwards it takes a red letter (红字)."""

    code = "invoice.month_over"
    message = N_("{invoice} was issued in {month}; that month is over, so it takes a red letter instead")


class CancelInstead(Refused):
    """An invoice is not simply voided: tax and month are looked at first."""

    code = "invoice.cancel_instead"
    message = N_("{invoice} is taken back with invoice.cancel or invoice.red_letter")


class CreditAlone(Refused):
    """A credit is invoiced with its charge, or by a red letter to its invoice."""

    code = "invoice.credit_alone"
    message = N_("{credit} gives a part of {charge} back; it stands on the invoice over {charge}")


class HasRedLetter(Refused):
    """An invoice that a red letter rests on stays."""

    code = "invoice.has_red_letter"
    message = N_("{invoice} has the red letter {red}; that comes first")


class RedTooMuch(Refused):
    """Red letters take back what the invoice states, no more."""

    code = "invoice.red_too_much"
    message = N_("line {position} of {invoice} has {rest} left; {amount} cannot be taken back")


class RedOfRed(Refused):
    """A red letter has none of its own."""

    code = "invoice.red_of_red"
    message = N_("{invoice} is itself a red letter")


class RedFormMissing(Invalid):
    """A red letter to a special invoice rests on the tax bureau's red form (红字信息表)."""

    code = "invoice.red_form_missing"


class WholeOnly(Refused):
    """An invoice that was wrongly issued is taken back whole and issued anew."""

    code = "invoice.whole_only"
    message = N_("{invoice} was issued wrongly, so it is taken back whole and issued anew")


class BillTwice(Refused):
    """A supplier's invoice is entered once."""

    code = "bill.entered_twice"
    message = N_("the invoice {number} of {party} was already entered as {bill}")


class BillMatched(Refused):
    """A bill that payments settle is unmatched first."""

    code = "bill.still_matched"
    message = N_("{bill} is matched with {papers}; undo that first")
