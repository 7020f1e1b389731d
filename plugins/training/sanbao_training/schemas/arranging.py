"""What comes in when a plan is worked on: many lines at once."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import AmountField, DayField, Input, ListField, TextField, WholeField, YesNoField


class LineInput(Input):
    """What a line of the plan says, or why it is left out."""

    position = WholeField(least=1, required=True)
    heads = WholeField(least=1, most=100000)
    by_day = DayField()
    budget = AmountField(least="0")
    is_left_out = YesNoField(load_default=False)
    reason = TextField(longest=400)

    @validates_schema
    def said_why(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask why a line is left out."""
        if data.get("is_left_out") and not data.get("reason"):
            raise ValidationError(_(N_("Please say why it is left out.")), "reason")


class ArrangeInput(Input):
    """The lines of a plan, each by its position; what is not named stays as it is."""

    lines = fields.List(fields.Nested(LineInput), required=True)


class MergeInput(Input):
    """Which lines become one session, and what that costs; left out, their sum."""

    positions = ListField(WholeField(least=1), required=True)
    budget = AmountField(least="0")
