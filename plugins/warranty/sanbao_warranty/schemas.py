"""What comes in about warranties and claims."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.calendar.periods import Period
from sanbao.coverage import CAUSES
from sanbao.errors import SanbaoError
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


class TermField(CodeField):
    """A term such as 3y, 6m or 15d."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(Period.parse(text))
        except SanbaoError as error:
            raise ValidationError(str(error)) from error


class WarrantyFields(Input):
    """What the warranty plugin adds to a unit: its promises, and what the manufacturer owes."""

    warranty = ListField(RefField("warranty_policy"), load_default=list)
    manufacturer_term = TermField()
    manufacturer_start = DayField()
    agreed_term = TermField()


class BindInput(Input):
    """A promise for a unit; ``CODE`` is its newest version, ``CODE@2`` a certain one."""

    policy = RefField("warranty_policy", required=True)


class FaultFields(Input):
    """What is known of a fault."""

    part = CodeField()
    parts = ListField(CodeField())
    fault_class = CodeField()
    cause = ChoiceField(CAUSES)
    evidence = YesNoField()
    product_caused = YesNoField()


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

    @validates_schema
    def about_a_unit(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the unit, or for what it takes to register it."""
        if "unit" in data or {"serial", "product"} <= set(data) or "order_no" in data:
            return
        raise ValidationError(_(N_("Please give the unit, or serial number and product of a new one.")), "unit")


class CorrectClaim(FaultFields):
    """Facts of a call that were written down wrongly."""

    unit = RefField("unit")
    fault = TextField(longest=400)
    occurred_at = MomentField()
    occurred_proven = YesNoField()
    received_at = MomentField()
    caller = TextField(longest=80)
    phone = CodeField()
    reason = TextField(required=True)
    redecide = YesNoField(load_default=True)


class ReplacePart(Input):
    """A part that was replaced on a claim (W-07)."""

    part = CodeField(required=True)
    replaced_on = DayField()
    serial = CodeField()
    paid_by_customer = YesNoField(load_default=False)


class FinishRepair(Input):
    """When the repair was handed back."""

    repaired_on = DayField()


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


class DraftRecovery(Input):
    """Which supplier's share of which claim."""

    claim = RefField("claim", required=True)
    supplier = RefField("party", required=True)
    answer_due_on = DayField()


class Answer(Input):
    """What the supplier accepts; the rest falls on a department of ours."""

    accepted = AmountField(required=True, least="0")
    rejected_to = RefField("cost_centre")
    on = DayField()


class Withdraw(Input):
    """Why an answer is taken back."""

    reason = TextField(required=True)
    on = DayField()


class SettleRecovery(Input):
    """How the accepted amount is paid."""

    against = ChoiceField({"payable": N_("Against what we owe"), "bank": N_("Paid to the bank")}, required=True)
    on = DayField()


class ExposureQuestion(Input):
    """On which day; left out, today."""

    on = DayField()
