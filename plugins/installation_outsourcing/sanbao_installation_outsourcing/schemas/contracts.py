"""What comes in about contracts: lots, clauses, payment, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    Message,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.rules.agreements import PRECONDITIONS
from sanbao_installation_outsourcing.schemas.clauses import ContractClauseInput

SIDES = {"a": N_("We give the work out (party A)"), "b": N_("We do the work (party B)")}
TREATMENTS = {
    "reduce_cost": N_("Deductions reduce the cost"),
    "other_income": N_("Deductions are other income"),
}
ACCRUALS = {
    "acceptance": N_("Cost is accrued at acceptance"),
    "settlement": N_("Cost is booked at settlement"),
}
FROZEN = {"withheld": N_("Withheld until it is decided"), "paid": N_("Paid until it is decided")}
BELOW_ZERO = {"carry": N_("Carried to the next statement"), "claim": N_("Claimed at once")}


class FeeTierInput(Input):
    """From which unit on another fee holds."""

    start = WholeField(least=2, required=True, metadata={"title": N_("From unit no.")})
    fee = AmountField(least="0", required=True, metadata={"title": N_("Unit fee")})


class LotInput(Input):
    """A lot of the contract."""

    code = CodeField(required=True)
    name = TextField(longest=200, load_default="")
    quantity = WholeField(least=1, required=True)
    unit_fee = AmountField(least="0", required=True)
    tiers = fields.List(fields.Nested(FeeTierInput), load_default=list)
    whole_tier = YesNoField(load_default=False)
    starts_on = DayField()
    due_on = DayField()
    daily_quota = WholeField(least=1)
    centre = RefField("office")
    product = TextField(longest=200)
    place = TextField(longest=200, metadata={"title": N_("Place of work")})

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Tiers rise; work ends after it began."""
        starts = [tier["start"] for tier in data.get("tiers", []) if "start" in tier]
        if starts != sorted(set(starts)):
            raise ValidationError(_(N_("Please put the tiers in order; each begins once.")), "tiers")
        if data.get("starts_on") and data.get("due_on") and data["due_on"] < data["starts_on"]:
            raise ValidationError(_(N_("The work cannot be due before it begins.")), "due_on")


class TeamInput(Input):
    """How many persons have to be named for a function, and whether they do nothing else (PTY-08)."""

    function = TextField(
        longest=80,
        required=True,
        metadata={"title": N_("Function"), "reference": "team_function"},
    )
    count = WholeField(least=1, most=1_000, required=True, metadata={"title": N_("Persons wanted")})
    full_time = YesNoField(load_default=False, metadata={"title": N_("Full-time")})
    starts_on = DayField(metadata={"title": N_("Wanted from")})
    ends_on = DayField(metadata={"title": N_("Wanted until")})

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Nobody is wanted until a day before the first one."""
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "ends_on")


class PaymentInput(Input):
    """How the contract pays."""

    preconditions = ListField(ChoiceField(PRECONDITIONS))
    days = WholeField(most=3650, metadata={"title": N_("Days until payment")})
    retention_percent = AmountField(least="0")
    retention_months = WholeField(most=600)
    treatment = ChoiceField(TREATMENTS)
    accrue = ChoiceField(ACCRUALS)
    frozen = ChoiceField(FROZEN)
    below_zero = ChoiceField(BELOW_ZERO)

    @validates_schema
    def no_more_than_all(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Nobody keeps back more than there is."""
        if data.get("retention_percent", 0) > 100:
            raise ValidationError(_(N_("At most 100 %.")), "retention_percent")


class TermsInput(Input):
    """Everything that a version of a contract says."""

    works = TextField(longest=500)
    starts_on = DayField()
    ends_on = DayField()
    lots = fields.List(
        fields.Nested(LotInput),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please give at least one lot."))),
    )
    clauses = fields.List(fields.Nested(ContractClauseInput), load_default=list)
    team = fields.List(
        fields.Nested(TeamInput), load_default=list, metadata={"title": N_("Persons to be named")}
    )
    joint_cap_percent = AmountField(least="0")
    no_joint_cap = YesNoField(load_default=False)
    payment = fields.Nested(PaymentInput, load_default=dict)
    tax_percent = AmountField(least="0")
    price = AmountField(least="0", metadata={"title": N_("Contract price with tax")})
    bond = AmountField(least="0")
    answer_days = WholeField(most=365)
    service_level = CodeField(
        metadata={
            "title": N_("Service level"),
            "reference": "installer_service_level",
            "help": N_("How fast problems of users are answered; left out: SLA-003-1H12H48H."),
        }
    )
    our_responsible = TextField(longest=80)
    their_responsible = TextField(longest=80)
    bank_name = TextField(longest=80)
    bank_account = CodeField()
    court = TextField(longest=80)

    @validates_schema
    def once_each(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Lots and clauses have names of their own; the term ends after it begins."""
        problems: dict[str, Any] = {}
        codes = [lot.get("code") for lot in data.get("lots", [])]
        if len(set(codes)) != len(codes):
            problems["lots"] = [_(N_("Each lot needs a code of its own."))]
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            problems["ends_on"] = [_(N_("The term cannot end before it begins."))]
        if data.get("tax_percent", 0) > 100:
            problems["tax_percent"] = [_(N_("At most 100 %."))]
        if data.get("no_joint_cap") and "joint_cap_percent" in data:
            problems["joint_cap_percent"] = [_(N_("Leave it out where there is no joint cap."))]
        if problems:
            raise ValidationError(problems)


class DraftInput(TermsInput):
    """A new contract."""

    party = RefField("party", required=True)
    our_side = ChoiceField(SIDES, load_default="a")
    title = TextField(longest=200, load_default="")


class AmendInput(TermsInput):
    """The next version of a contract."""

    reason = TextField(longest=500, required=True)


class SignInput(Input):
    """Who signed for which side, when, and whether the seal is on it."""

    side = ChoiceField(
        {"ours": N_("Our side"), "theirs": N_("Their side")},
        required=True,
        metadata={"title": N_("Signing side")},
    )
    signer = TextField(longest=80, required=True)
    on = DayField()
    sealed = YesNoField(load_default=True)


class EndInput(Input):
    """Why and when a contract ends."""

    reason = TextField(longest=500, required=True)
    on = DayField()
