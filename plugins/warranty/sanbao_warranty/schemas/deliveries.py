"""What comes in about released products and deliveries."""

from __future__ import annotations

from collections.abc import Mapping

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
    TextField,
    YesNoField,
)

#: The papers that can come with a delivery (PRD-09).
PAPERS: Mapping[str, str] = {
    "certificate": N_("certificate of quality"),
    "manual": N_("manual"),
    "manual_zh": N_("Chinese manual"),
    "manual_en": N_("English manual"),
    "training_manual": N_("training manual"),
    "process_calculation": N_("process calculation"),
    "drawings": N_("drawings"),
    "customs": N_("customs papers"),
    "origin": N_("certificate of origin"),
    "operation_guide": N_("guide to running and maintenance"),
}


SOME = validate.Length(min=1, error=Message(N_("Please give at least one line.")))


class ReleaseProduct(Input):
    """What the design department decides before a product is sold."""

    promises = ListField(RefField("warranty_policy"), required=True)
    scope = TextField(required=True, longest=400)


class DeliveryLineInput(Input):
    """One product as the delivery note shows it."""

    product = RefField("product", required=True)
    brand = TextField(longest=80)
    model = TextField(longest=120)
    quantity = AmountField(least="0.0001", required=True)
    serials = ListField(CodeField(), load_default=list)


class RecordDelivery(Input):
    """A delivery note: to whom, when, what, with which papers."""

    party = RefField("party", required=True)
    quote = RefField("document")
    delivered_on = DayField()
    is_imported = YesNoField(load_default=False)
    papers = ListField(ChoiceField(PAPERS), load_default=list)
    lines = fields.List(fields.Nested(DeliveryLineInput), required=True, validate=SOME)


class CorrectDelivery(Input):
    """What the slip really says, and why it was put right; only what is given changes."""

    reason = TextField(required=True, longest=400)
    papers = ListField(ChoiceField(PAPERS))
    lines = fields.List(fields.Nested(DeliveryLineInput), validate=SOME)


class DeliveryQuestion(Input):
    """Which delivery."""

    delivery = RefField("delivery", required=True)


class BatchQuestion(Input):
    """Which batch."""

    batch = CodeField(required=True)
