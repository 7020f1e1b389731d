"""How a clause is written, in a profile, in a contract or in a form; unknown words are refused, all at once (28.3)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.rules.delays import AUTO_RELIEF, NEGOTIATE, NO_RELIEF
from sanbao_installation_outsourcing.rules.penalties.caps import SCOPES
from sanbao_installation_outsourcing.rules.penalties.pricing import BASES

DIRECTIONS = {
    "they_owe": N_("They owe us"),
    "we_owe": N_("We owe them"),
    "internal": N_("Within our own house"),
}
PER = {
    "occurrence": N_("per occurrence"),
    "unit": N_("per unit"),
    "day": N_("per day"),
    "started_day": N_("per started day"),
    "hour": N_("per hour"),
    "started_hour": N_("per started hour"),
}
EFFECTS = {"right": N_("Right: somebody decides"), "duty": N_("Duty: it applies by itself")}
CONSEQUENCES = {
    "deduct": N_("Deducted from the fee"),
    "not_payable": N_("The unit is not paid while it fails"),
    "invoice": N_("Claimed separately"),
    "shift_cost": N_("The cost is shifted"),
    "pay": N_("Paid out"),
    "terminate_right": N_("Right to terminate"),
    "warn": N_("Warning only"),
}
FM_MODES = {
    AUTO_RELIEF: N_("Force majeure gives relief by itself"),
    NEGOTIATE: N_("Force majeure is negotiated"),
    NO_RELIEF: N_("No relief for force majeure"),
}
COMPLETIONS = {"installed": N_("The day of the work that passes"), "accepted": N_("The day of acceptance")}
UNACCEPTED = {
    "runs_on": N_("Never accepted: the delay runs on"),
    "left_out": N_("Never accepted: not counted as late"),
}
ROUNDINGS = {"half_up": N_("Half up"), "up": N_("Up"), "down": N_("Down")}
#: Force majeure has a word of its own: ``fm_mode`` (LEG-02).
EXCUSES = {"ours": N_("Our own doing"), "client": N_("The client's doing")}
SERIOUS = {"terminate_right": CONSEQUENCES["terminate_right"]}
_BASES = {basis.value: label for basis, label in BASES.items()}
_SCOPES = {scope.value: label for scope, label in SCOPES.items()}
#: Of what a cap within more than one event may be taken: what is the same for all of them.
_STEADY = ("contract_price", "total_fee", "lot_fee")


class TierInput(Input):
    """From which count on another percentage or amount holds."""

    start = AmountField(least="0", required=True, metadata={"title": N_("From no.")})
    percent = AmountField(least="0")
    amount = AmountField(least="0")

    @validates_schema
    def one_price(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A tier has one price."""
        if ("percent" in data) == ("amount" in data):
            raise ValidationError(_(N_("Please give a percentage or an amount, one of them.")), "percent")


class GraceInput(Input):
    """What is free."""

    days = WholeField(metadata={"title": N_("Free days")})
    hours = AmountField(least="0", metadata={"title": N_("Free hours")})
    count = WholeField(metadata={"title": N_("Free number")})
    within = ChoiceField(_SCOPES, metadata={"title": N_("Counted within")})


class CapInput(Input):
    """The most that a clause may take."""

    scope = ChoiceField(_SCOPES, metadata={"title": N_("Counted within")})
    of = ChoiceField(_BASES, metadata={"title": N_("Taken of")})
    percent = AmountField(least="0")
    amount = AmountField(least="0")

    @validates_schema
    def one_limit(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A cap has one limit, and one that is the same for all whom it binds."""
        if ("percent" in data) == ("amount" in data):
            raise ValidationError(_(N_("Please give a percentage or an amount, one of them.")), "percent")
        within_one = data.get("scope", "contract") in ("event", "job")
        if "percent" in data and not within_one and data.get("of", "total_fee") not in _STEADY:
            said = N_("Such a basis differs from event to event; choose one that is the same for all.")
            raise ValidationError(_(said), "of")


class RoundingInput(Input):
    """How an amount is rounded."""

    to = ChoiceField(ROUNDINGS, metadata={"title": N_("Which way")})
    step = AmountField(least="0.0001", metadata={"title": N_("To multiples of")})


class ClauseFields(Input):
    """What a clause may say; what is left out is taken from its profile, or is as usual."""

    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    rule = CodeField()
    direction = ChoiceField(DIRECTIONS)
    trigger = CodeField(metadata={"reference": "installer_trigger"})
    basis = ChoiceField(_BASES)
    per = ChoiceField(PER)
    percent = AmountField(least="0", allow_none=True)
    amount = AmountField(least="0", allow_none=True)
    tiers = fields.List(fields.Nested(TierInput))
    tariff = fields.Dict(keys=CodeField(), values=AmountField(least="0"))
    whole_tier = YesNoField()
    each_unit = YesNoField()
    grace = fields.Nested(GraceInput)
    caps = fields.List(fields.Nested(CapInput))
    joint = YesNoField()
    rounding = fields.Nested(RoundingInput)
    effect = ChoiceField(EFFECTS)
    needs_verification = YesNoField()
    once_per_matter = YesNoField()
    excused_by = ListField(ChoiceField(EXCUSES))
    fm_mode = ChoiceField(FM_MODES)
    exclusions = ListField(CodeField(metadata={"reference": "installer_case"}))
    completion = ChoiceField(COMPLETIONS)
    unaccepted = ChoiceField(UNACCEPTED)
    consequence = ChoiceField(CONSEQUENCES)
    when_serious = ChoiceField(SERIOUS)

    @validates_schema(skip_on_field_errors=False)
    def agree(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Refuse a clause that contradicts itself; all of it at once."""
        problems: dict[str, list[str]] = {}
        prices = [name for name in ("percent", "amount", "tiers", "tariff") if data.get(name)]
        if len(prices) > 1:
            problems[prices[1]] = [
                _(N_("The price is told twice; keep one of: {names}."), names=", ".join(prices))
            ]
        tiers = data.get("tiers") or []
        starts = [tier["start"] for tier in tiers if "start" in tier]
        if starts != sorted(set(starts)):
            problems["tiers"] = [_(N_("Please put the tiers in order; each begins once."))]
        if data.get("whole_tier") and not _rising(tiers):
            problems["whole_tier"] = [
                _(N_("A tier that prices the whole count must not be cheaper than the one before."))
            ]
        if data.get("basis") == "fixed" and data.get("percent"):
            problems["basis"] = [_(N_("A percentage needs something to be taken of."))]
        if problems:
            raise ValidationError(problems)


def _rising(tiers: list[Mapping[str, Any]]) -> bool:
    """Tell whether no tier is cheaper than the one before, and all are priced the same way."""
    for name in ("percent", "amount"):
        prices: list[Any] = [tier.get(name) for tier in tiers]
        if None not in prices:
            return all(low <= high for low, high in pairwise(prices))
    return not tiers


class ClauseInput(ClauseFields):
    """A clause as a profile of its own."""

    code = CodeField(required=True)
    version = WholeField(least=1)
    direction = ChoiceField(DIRECTIONS, required=True)
    trigger = CodeField(required=True, metadata={"reference": "installer_trigger"})


class ContractClauseInput(ClauseFields):
    """A clause of a contract: taken from a profile as it is, changed, or written anew."""

    class Meta(ClauseFields.Meta):
        """Ask for the profile first: most clauses are taken from one as it is."""

        fields = ("profile", "code", *(name for name in ClauseFields._declared_fields if name != "code"))

    code = CodeField()
    profile = RefField(
        "clause_profile",
        metadata={
            "reference": "installer_clause",
            "help": N_("The profile it is taken from, such as PC-004-DELAY or PC-004-DELAY@2."),
        },
    )

    @validates_schema
    def has_name(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A clause without a profile names itself and what it is about."""
        missing = [name for name in ("code", "direction", "trigger") if name not in data]
        if "profile" not in data and missing:
            raise ValidationError(
                {name: [_(N_("Please fill this in, or name a profile."))] for name in missing}
            )
