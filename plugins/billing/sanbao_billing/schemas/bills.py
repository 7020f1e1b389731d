"""What comes in about suppliers' bills."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import AmountField, ChoiceField, CodeField, DayField, Input, Message, RefField, TextField
from sanbao_billing.schemas.common import INVOICE_KINDS, LEAST


class BillLineInput(Input):
    """One line: against an accrual, or as a cost of a department."""

    text = TextField(longest=200, load_default="")
    accrual = CodeField()
    accrued = AmountField(least=LEAST)
    account = CodeField(metadata={"reference": "account"})
    cost_centre = RefField("cost_centre")
    net = AmountField(least="0", required=True)
    tax = AmountField(least="0")
    reason = TextField(longest=200)

    @validates_schema
    def one_purpose(self, data: dict[str, object], **_kwargs: object) -> None:
        """An accrual knows its account; a cost needs its cost centre (PUR-03)."""
        if "accrual" in data and "account" in data:
            raise ValidationError(_(N_("Please give an accrual or an account, one of them.")), "account")
        if "accrual" not in data and "cost_centre" not in data:
            raise ValidationError(_(N_("Please name the cost centre that bears it.")), "cost_centre")
        if "accrued" in data and "accrual" not in data:
            raise ValidationError(_(N_("Please name the accrual of which this is a part.")), "accrual")


class BillInput(Input):
    """A supplier's invoice as it arrived; ``gross`` is what is printed on it, to be compared."""

    party = RefField("party", required=True)
    vendor_no = CodeField(required=True)
    kind = ChoiceField(INVOICE_KINDS, load_default="ordinary")
    billed_on = DayField(required=True)
    on = DayField()
    due_on = DayField()
    gross = AmountField(least="0")
    lines = fields.List(
        fields.Nested(BillLineInput),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please give at least one line."))),
    )
