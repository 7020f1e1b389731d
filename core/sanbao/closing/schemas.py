"""What comes in about the month end."""

from __future__ import annotations

from marshmallow import fields, validate

from sanbao.i18n import N_
from sanbao.ledger.schemas import PeriodInput
from sanbao.schema import AmountField, CodeField, DayField, Input, Message, RefField, TextField, WholeField

SOME = validate.Length(min=1, error=Message(N_("Please give at least one line.")))


class CloseInput(PeriodInput):
    """A month, and the reason why it is closed although something blocks."""

    despite = TextField(longest=500)


class OverrideInput(PeriodInput):
    """A month, and why what blocks it may pass."""

    despite = TextField(required=True, longest=500)


class ReopenInput(PeriodInput):
    """A month, and why it is opened again."""

    reason = TextField(longest=500)


class YearInput(Input):
    """A year of the books."""

    year = WholeField(least=1900, most=2199, required=True)


class CountLineInput(Input):
    """How many pieces of a product were found."""

    product = RefField("product", required=True)
    quantity = AmountField(required=True, least="0")
    account = CodeField(metadata={"reference": "account"})


class CountInput(Input):
    """What was counted at a place on a day."""

    place = RefField("place", required=True)
    counted_on = DayField(required=True)
    lines = fields.List(fields.Nested(CountLineInput), required=True, validate=SOME)
