"""What comes in about loans."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import fields

from sanbao.schema import AmountField, DayField, Input, RefField, TextField, YesNoField


class LoanedUnit(Input):
    """One unit and the day on which it is due."""

    unit = RefField("unit", required=True)
    due_on = DayField(required=True)


class Lend(Input):
    """Who gets which units, and what she leaves with us."""

    customer = RefField("party", required=True)
    deposit = AmountField(least="0", load_default=Decimal(0))
    lines = fields.List(fields.Nested(LoanedUnit), required=True)


class TakeBack(Input):
    """How the unit came back."""

    condition = TextField(required=True)


class LoanerFields(Input):
    """What the plugin asks when a unit is registered."""

    loaner = YesNoField(load_default=False)


class OverdueQuestion(Input):
    """On which day; left out, today."""

    on = DayField()
