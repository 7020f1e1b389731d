"""What comes in about the cost of a case."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
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
    WholeField,
)

#: Who can bear cost (PRD-03, LED-05…07, 14, 15).
BEARERS = {
    "department": N_("Own department"),
    "supplier": N_("Supplier"),
    "installer": N_("Installer"),
    "customer": N_("Customer"),
    "provision": N_("Warranty provision"),
    "goodwill": N_("Goodwill"),
    "contract": N_("Sales contract"),
}
CENTRED = frozenset({"department", "goodwill"})
PARTIED = frozenset({"supplier", "installer"})
#: How much a share is, one of them.
MEASURES = ("percent", "amount", "weight")


class CostInput(Input):
    """One cost: an amount, or hours at a rate, or pieces of a product from a place."""

    type = CodeField(required=True, metadata={"among": "cost_type"})
    description = TextField(longest=200, load_default="")
    amount = AmountField(least="0")
    quantity = AmountField(least="0.0001")
    rate = AmountField(least="0")
    product = RefField("product")
    place = RefField("place")
    party = RefField("party")

    @validates_schema
    def enough(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for an amount or for what it can be reckoned from."""
        if "product" in data and "amount" in data:
            raise ValidationError(_(N_("Pieces cost what they stand at; leave the amount out.")), "amount")
        if "amount" not in data and "quantity" not in data:
            raise ValidationError(_(N_("Please give an amount, or a quantity.")), "amount")


class Collect(Input):
    """What a case cost: short (``labour: 480.00``) or line by line."""

    labour = AmountField(least="0")
    travel = AmountField(least="0")
    lodging = AmountField(least="0")
    freight = AmountField(least="0")
    parts = AmountField(least="0")
    outside = AmountField(least="0")
    lines = fields.List(fields.Nested(CostInput), load_default=list)
    incurred_on = DayField()
    description = TextField(longest=200, load_default="")

    @validates_schema
    def something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for at least one cost."""
        if not data.get("lines") and not any(name in data for name in SHORT):
            raise ValidationError(_(N_("Please give at least one cost.")), "lines")


SHORT = ("labour", "travel", "lodging", "freight", "parts", "outside")


class ShareInput(Input):
    """A share: who, and how much of it as a percentage, an amount, or a weight such as 1 : 1 : 1."""

    bearer = ChoiceField(BEARERS, required=True)
    party = RefField("party")
    cost_centre = RefField("cost_centre")
    percent = AmountField(least="0")
    amount = AmountField(least="0")
    weight = AmountField(least="0.0001")
    reason = TextField(longest=400, load_default="")

    @validates_schema
    def complete(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for who exactly, and for one measure."""
        problems: dict[str, list[str]] = {}
        if data.get("bearer") in CENTRED and "cost_centre" not in data:
            problems["cost_centre"] = [_(N_("Please name the cost centre that bears it."))]
        if data.get("bearer") in PARTIED and "party" not in data:
            problems["party"] = [_(N_("Please name the supplier or installer."))]
        if sum(measure in data for measure in MEASURES) != 1:
            problems["percent"] = [_(N_("Please give a percentage, an amount or a weight, one of them."))]
        if problems:
            raise ValidationError(problems)


class Shares(Input):
    """Who bears the cost; left out, the proposal counts."""

    shares = fields.List(fields.Nested(ShareInput), load_default=list)
    on = DayField()

    @validates_schema
    def one_measure(self, data: dict[str, list[dict[str, object]]], **_kwargs: object) -> None:
        """Weights stand among themselves: 1 : 1 and 30 % have no common whole."""
        weighed = ["weight" in share for share in data.get("shares", ())]
        if any(weighed) and not all(weighed):
            raise ValidationError(_(N_("Please give every share a weight, or none.")), "shares")


class GoodwillBudgetInput(Input):
    """How much a department may give away in a year."""

    cost_centre = RefField("cost_centre", required=True)
    year = WholeField(least=1900, most=2199, required=True)
    amount = AmountField(least="0", required=True)


class GoodwillQuestion(Input):
    """Which year, and which department; left out, this year and all."""

    year = WholeField(least=1900, most=2199)
    cost_centre = RefField("cost_centre")


class Unsettle(Input):
    """Why a settlement is taken back."""

    reason = TextField(required=True)
    on = DayField()


class TakeBack(Input):
    """Costs that were collected wrongly."""

    lines = ListField(
        WholeField(least=1),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please give at least one line."))),
    )
    #: How many pieces of the one line come back; left out, all of them.
    quantity = AmountField(least="0.0001")
    reason = TextField(required=True)
    on = DayField()

    @validates_schema
    def one_line(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for one line where only some of its pieces come back."""
        if "quantity" in data and len(data.get("lines", ())) > 1:
            raise ValidationError(
                _(N_("Please name one line where only some of its pieces come back.")), "quantity"
            )
