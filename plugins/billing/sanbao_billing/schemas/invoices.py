"""What comes in about invoices and red letters."""

from __future__ import annotations

from marshmallow import fields, validate

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    Message,
    RefField,
    WholeField,
)
from sanbao_billing.schemas.common import INVOICE_KINDS, LEAST

#: The four causes that the red form (红字信息表) knows.
RED_CAUSES = {
    "wrongly_issued": N_("Wrongly issued, to be issued anew"),
    "returned": N_("Goods returned"),
    "service_ended": N_("Service ended"),
    "allowance": N_("Allowance on the price"),
}


class InvoiceInput(Input):
    """Which charges stand on one invoice."""

    charges = ListField(
        RefField("charge"),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please give at least one line."))),
    )
    kind = ChoiceField(INVOICE_KINDS, load_default="ordinary")
    tax_invoice_no = CodeField()
    on = DayField()
    due_on = DayField()


class NumberInput(Input):
    """The number that the tax system gave the invoice."""

    tax_invoice_no = CodeField(required=True)


class RedLine(Input):
    """So much of a line's net amount; left out, all that is left of it."""

    position = WholeField(least=1, required=True)
    net = AmountField(least=LEAST)


class RedInput(Input):
    """What a red letter takes back, and why."""

    cause = ChoiceField(RED_CAUSES, required=True)
    red_form_no = CodeField()
    tax_invoice_no = CodeField()
    lines = fields.List(fields.Nested(RedLine), load_default=list)
    on = DayField()
