"""What comes in about loan units."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.charging.schemas import LineInput
from sanbao.i18n import N_, _
from sanbao.schema import AmountField, ChoiceField, DayField, Input, RefField, TextField, WholeField

#: Where a loan unit goes when it is back.
BACK_TO = {"goods": N_("Back to the goods"), "pool": N_("Stays a loan unit")}
GONE = {"kept": N_("The customer keeps it"), "lost": N_("Lost")}


class LendInput(Input):
    """Which unit is lent to whom, from where, for which case, until when."""

    unit = RefField("unit", required=True)
    party = RefField("party")
    case = RefField("document")
    place = RefField("place", required=True)
    lent_on = DayField()
    due_on = DayField()
    condition_out = TextField(longest=400)

    @validates_schema
    def somebody(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for whom it is, and for a last day that is not before the first."""
        if "party" not in data and "case" not in data:
            raise ValidationError(_(N_("Please name the customer, or the case.")), "party")
        if "lent_on" in data and "due_on" in data and data["due_on"] < data["lent_on"]:
            raise ValidationError(_(N_("This lies before the day on which it was lent.")), "due_on")


class BackInput(Input):
    """How a loan unit came back, and what the customer pays for what is broken."""

    place = RefField("place", required=True)
    returned_on = DayField()
    condition_back = TextField(longest=400)
    damage = TextField(longest=400)
    back_to = ChoiceField(BACK_TO, load_default="goods")
    write_down = AmountField(least="0.01")
    cost_centre = RefField("cost_centre")
    charges = fields.List(fields.Nested(LineInput), load_default=list)

    @validates_schema
    def broken(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Only what is broken is charged."""
        if data.get("charges") and not data.get("damage"):
            raise ValidationError(_(N_("Please say what is broken.")), "damage")


class WriteDownInput(Input):
    """By how much a loan unit is worth less, and who bears it."""

    amount = AmountField(least="0.01", required=True)
    cost_centre = RefField("cost_centre")
    reason = TextField(required=True, longest=400)
    on = DayField()


class WriteOffInput(Input):
    """Why a loan unit does not come back, and what the customer pays for it."""

    outcome = ChoiceField(GONE, required=True)
    reason = TextField(required=True, longest=400)
    cost_centre = RefField("cost_centre")
    charges = fields.List(fields.Nested(LineInput), load_default=list)
    on = DayField()


class ProlongInput(Input):
    """Until when a loan unit may stay longer."""

    due_on = DayField(required=True)
    reason = TextField(longest=400)


class OfferQuestion(Input):
    """When a repair began, and when it is expected to end."""

    unit = RefField("unit", required=True)
    start = DayField()
    ready_on = DayField()
    days = WholeField(least=0, most=3660)

    @validates_schema
    def how_long(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for the day or the number of days, one of them."""
        if ("ready_on" in data) == ("days" in data):
            message = _(N_("Please give the day on which it is ready, or the number of days, one of them."))
            raise ValidationError(message, "ready_on")


class OutQuestion(Input):
    """Loan units out with which customer, as of which day."""

    party = RefField("party")
    on = DayField()
