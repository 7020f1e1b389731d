"""What comes in when a customer asks to return, to exchange, or to have repaired."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.coverage import CAUSES
from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    MomentField,
    RefField,
    TextField,
    YesNoField,
)


class Wish(Input):
    """What must be known to answer a wish; what nobody has looked at is left out (N-08, N-28)."""

    requested_on = DayField()
    same_model_available = YesNoField()
    is_consumer = YesNoField()
    is_serious = YesNoField()
    is_distance_sale = YesNoField(load_default=False)
    is_fraud = YesNoField(load_default=False)
    in_season = YesNoField(load_default=False)
    service_available = YesNoField(load_default=True)
    current_price = AmountField(least="0")
    proof = CodeField()
    goods_back_on = DayField()


class EntitlementQuestion(Wish):
    """A wish about a claim, or about a unit and a fault on it."""

    claim = RefField("claim")
    unit = RefField("unit")
    part = CodeField()
    fault = CodeField()
    fault_class = CodeField()
    cause = ChoiceField(CAUSES, load_default="unknown")
    evidence = YesNoField(load_default=False)
    product_caused = YesNoField()
    at = MomentField()
    special_case = YesNoField(load_default=False)

    @validates_schema
    def about_one(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the claim or for the unit."""
        if ("claim" in data) == ("unit" in data):
            raise ValidationError(_(N_("Please give the claim or the unit, one of them.")), "unit")


class Entitle(Wish):
    """A wish about a claim, and what the customer chose of what she may have."""

    part = CodeField()
    choice = CodeField()


class SpecialCase(Input):
    """Why a case is granted although its term has passed."""

    because = TextField(required=True, longest=400)
