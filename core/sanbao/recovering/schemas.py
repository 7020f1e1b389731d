"""What comes in about getting a supplier's share back."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import AmountField, ChoiceField, DayField, Input, RefField, TextField

AGAINST = {"payable": N_("Against what we owe"), "bank": N_("Paid to the bank")}
RESTS = {"given_up": N_("Given up"), "disputed": N_("Disputed")}


class DraftRecovery(Input):
    """Which supplier's share of which claim."""

    claim = RefField("document", required=True, metadata={"title": N_("Case")})
    supplier = RefField("party", required=True)
    answer_due_on = DayField()


class FileRecovery(Input):
    """When it was sent; after the supplier's notice period also why so late."""

    on = DayField()
    answer_due_on = DayField()
    late_reason = TextField(longest=400)


class Answer(Input):
    """What the supplier accepts; the rest is given up, and falls on a department of ours, or disputed."""

    accepted = AmountField(required=True, least="0")
    rest = ChoiceField(RESTS, load_default="given_up")
    rejected_to = RefField("cost_centre")
    on = DayField()


class Withdraw(Input):
    """Why an answer is taken back."""

    reason = TextField(required=True)
    on = DayField()


class SettleRecovery(Input):
    """How much is paid and how; left out, all that is owed, in the way of the supplier's terms."""

    against = ChoiceField(AGAINST)
    amount = AmountField(least="0.0001")
    on = DayField()


class WriteOff(Input):
    """Which department bears what is given up, and why."""

    to = RefField("cost_centre", required=True)
    reason = TextField(required=True, longest=400)
    on = DayField()


class RecoveryRate(Input):
    """Claims that were filed from one day to another; one supplier, or all."""

    since = DayField(required=True)
    until = DayField(required=True)
    supplier = RefField("party")
