"""What comes in about claims."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import ValidationError, fields, validates_schema

from sanbao.coverage import CAUSES
from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    MomentField,
    RefField,
    TextField,
    YesNoField,
)


class FaultFields(Input):
    """What is known of a fault."""

    part = CodeField()
    parts = ListField(CodeField())
    fault_class = CodeField()
    cause = ChoiceField(CAUSES)
    evidence = YesNoField()
    product_caused = YesNoField()
    is_serious = YesNoField()


#: What it takes to know which unit a call is about, one of them.
_UNIT_BY = ({"unit"}, {"serial", "product"}, {"order_no"})


class OpenClaim(FaultFields):
    """A fault call, as the clerk takes it down."""

    unit = RefField("unit")
    serial = CodeField()
    product = RefField("product")
    customer = RefField("party")
    order_no = CodeField()
    caller = TextField(longest=80)
    phone = CodeField()
    fault = TextField(required=True, longest=400)
    occurred_at = MomentField()
    occurred_proven = YesNoField(load_default=False)
    received_at = MomentField()
    recurs_from = RefField("claim")

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def about_a_unit(self, data: object, original: Mapping[str, object], **_kwargs: object) -> None:
        """Ask for the unit, or for what it takes to register it, together with all else that is wrong."""
        # What was given and not found has a sentence of its own already.
        if any(
            needed <= {name for name, said in original.items() if str(said or "").strip()}
            for needed in _UNIT_BY
        ):
            return
        raise ValidationError(
            _(N_("Please give the unit, or serial number and product of a new one.")), "unit"
        )


class FoundFaults(FaultFields):
    """What is found of a fault; only what is given changes, and null empties a field."""

    parts = ListField(CodeField(), allow_none=True)
    fault_class = CodeField(allow_none=True)
    product_caused = YesNoField(allow_none=True)
    is_serious = YesNoField(allow_none=True)


class CorrectClaim(FoundFaults):
    """Facts of a call that were written down wrongly; only what is given changes, and null empties a field."""

    unit = RefField("unit")
    fault = TextField(longest=400)
    occurred_at = MomentField(allow_none=True)
    occurred_proven = YesNoField()
    received_at = MomentField()
    caller = TextField(longest=80, allow_none=True)
    phone = CodeField(allow_none=True)
    reason = TextField(required=True)
    redecide = YesNoField(load_default=True)


class ReplacePart(Input):
    """A part that was replaced on a claim (W-07)."""

    part = CodeField(required=True)
    replaced_on = DayField()
    serial = CodeField()
    paid_by_customer = YesNoField(load_default=False)


class CostInput(Input):
    """A cost that might be charged."""

    kind = CodeField(required=True)
    amount = AmountField(required=True, least="0")
    quantity = AmountField(least="0.0001")
    text = TextField(load_default="")


class QuoteQuestion(Input):
    """What the customer would pay for these costs."""

    claim = RefField("claim", required=True)
    part = CodeField()
    costs = fields.List(fields.Nested(CostInput), required=True)


class ClaimQuestion(Input):
    """Which claim."""

    claim = RefField("claim", required=True)


class Admit(Input):
    """Which promise of ours was breached, and how."""

    breached = CodeField(required=True)
    because = TextField(required=True, longest=400)


class WithdrawAdmission(Input):
    """Why an admission is taken back."""

    reason = TextField(required=True)
