"""What comes in about payments, offsets and matches."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    RefField,
    TextField,
    YesNoField,
)
from sanbao_billing.schemas.common import LEAST, RoleField, item_list

SIDES = {"received": N_("Deposit that we received"), "paid": N_("Prepayment that we made")}


class Matching(Input):
    """Which items: named ones, or the proposal."""

    items = item_list()
    automatic = YesNoField(load_default=False)

    @validates_schema
    def one_way(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse both at once: nobody could say which was meant."""
        if data.get("items") and data.get("automatic"):
            raise ValidationError(
                _(N_("Please name the items or take the proposal, one of them.")), "automatic"
            )


class PaymentInput(Matching):
    """A payment as the bank shows it, and what it is for."""

    party = RefField("party", required=True)
    amount = AmountField(least=LEAST, required=True)
    on = DayField()
    against = RoleField()
    account = CodeField(metadata={"reference": "account"})
    reference = TextField(longest=200)
    bank_text = TextField(longest=400)
    write_off = YesNoField(load_default=False)

    @validates_schema
    def difference_of_what(self, data: dict[str, object], **_kwargs: object) -> None:
        """A difference is the one to items that are named."""
        if data.get("write_off") and not data.get("items"):
            raise ValidationError(_(N_("Please name the items from which the payment differs.")), "items")


class MatchInput(Matching):
    """What a payment is for, said later."""

    on = DayField()


class ProposalQuestion(Input):
    """For which payment, or for which amount of which party, items are looked for."""

    payment = RefField("payment")
    party = RefField("party")
    role = RoleField(load_default="AR")
    amount = AmountField(least=LEAST)
    text = TextField(longest=400, load_default="")

    @validates_schema
    def enough(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for a payment, or for party and amount."""
        if "payment" not in data and not {"party", "amount"} <= set(data):
            raise ValidationError(_(N_("Please give a payment, or a party and an amount.")), "payment")


class ClearingInput(Input):
    """Which items of an account settle each other; left out, all that fit, of all parties."""

    role = RoleField(load_default="AR")
    party = RefField("party")
    items = ListField(CodeField(), load_default=list)
    on = DayField()


class OffsetInput(Input):
    """What is set off: what we owe (debit) against what is owed to us (credit)."""

    party = RefField("party", required=True)
    other_party = RefField("party")
    debit = RoleField(load_default="AP")
    credit = RoleField(load_default="AR")
    amount = AmountField(least=LEAST)
    items = ListField(CodeField(), load_default=list)
    assignment = TextField(longest=400)
    on = DayField()


class DepositInput(Input):
    """Which deposit is used up, for which items."""

    party = RefField("party", required=True)
    side = ChoiceField(SIDES, load_default="received")
    amount = AmountField(least=LEAST)
    items = ListField(CodeField(), load_default=list)
    on = DayField()
