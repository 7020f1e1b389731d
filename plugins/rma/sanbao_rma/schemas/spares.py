"""What comes in about spare parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.calendar.operations import WithinField
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
    YesNoField,
)

SOME = validate.Length(min=1, error=Message(N_("Please give at least one line.")))
PIECES = "0.0001"
CREDITED = {"GRIR": N_("Goods received, bill to come"), "AP": N_("The supplier's account")}


def once(lines: list[dict[str, Any]], name: str) -> None:
    """Refuse lines that name the same thing twice; what is meant together is written together."""
    seen: set[Any] = set()
    problems: dict[int, dict[str, list[str]]] = {}
    for position, line in enumerate(lines):
        value = line[name]
        key = getattr(value, "id", value)
        if key in seen:
            problems[position] = {name: [_(N_("This stands here twice; write it in one line."))]}
        seen.add(key)
    if problems:
        raise ValidationError({"lines": problems})


class PiecesInput(Input):
    """So many pieces of a part."""

    product = RefField("product", required=True)
    quantity = AmountField(least=PIECES, required=True)


class ProductLines(Input):
    """Parts, each once."""

    lines = fields.List(fields.Nested(PiecesInput), required=True, validate=SOME)

    @validates_schema
    def each_once(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for one line per part."""
        once(data.get("lines", []), "product")


class ReceivedInput(PiecesInput):
    """So many pieces of a part at a price each, without tax."""

    price = AmountField(least="0", required=True)


class ReceiptInput(ProductLines):
    """What came from a supplier."""

    supplier = RefField("party", required=True)
    place = RefField("place", required=True)
    received_on = DayField()
    slip_no = CodeField()
    order = RefField("spare_order")
    credited_to = ChoiceField(CREDITED, load_default="GRIR")
    lines = fields.List(fields.Nested(ReceivedInput), required=True, validate=SOME)


class WhyOn(Input):
    """Why something is taken back, and on which day."""

    reason = TextField(required=True, longest=400)
    on = DayField()


class TransferInput(ProductLines):
    """Parts from one place to another."""

    from_place = RefField("place", required=True)
    to_place = RefField("place", required=True)
    moved_on = DayField()
    note = TextField(longest=400)


class RequestInput(ProductLines):
    """Parts that somebody asks for; urgent ones have a deadline (SPR-08)."""

    from_place = RefField("place", required=True)
    to_place = RefField("place", required=True)
    urgent = YesNoField(load_default=False)
    within = WithinField()
    note = TextField(longest=400)


class MovedInput(Input):
    """When the parts that were asked for left."""

    moved_on = DayField()


class CountedPrice(Input):
    """What a found part is worth where the books do not know."""

    product = RefField("product", required=True)
    price = AmountField(least="0", required=True)


class AdjustInput(Input):
    """Which count is put right, why, and who answers for what is missing."""

    count = RefField("stock_count", required=True)
    reason = TextField(required=True, longest=400)
    party = RefField("party")
    prices = fields.List(fields.Nested(CountedPrice), load_default=list)


class MinimumInput(Input):
    """How many pieces of a part shall lie at a place; a minimum of 0 takes the rule away."""

    product = RefField("product", required=True)
    place = RefField("place", required=True)
    minimum = AmountField(least="0", required=True)
    target = AmountField(least="0")
    supplier = RefField("party")

    @validates_schema
    def filled_enough(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for a target that is no less than the minimum."""
        if data.get("target") is not None and data["target"] < data.get("minimum", Decimal(0)):
            raise ValidationError(_(N_("The place is filled up to no less than the minimum.")), "target")


class ShortageQuestion(Input):
    """At which place; left out, everywhere."""

    place = RefField("place")


class ProposeInput(Input):
    """For which place what is short is to be bought, and how soon."""

    place = RefField("place", required=True)
    urgent = YesNoField(load_default=False)
    within = WithinField()


class OrderInput(Input):
    """From whom the proposed parts are bought; quantities may differ from the proposal."""

    supplier = RefField("party")
    order_no = CodeField()
    ordered_on = DayField()
    lines = fields.List(fields.Nested(PiecesInput), load_default=list)


class PartsLineInput(PiecesInput):
    """A part for a customer: free, or at a price without tax; left out, the price list has it."""

    free = YesNoField(load_default=False)
    price = AmountField(least="0")

    @validates_schema
    def free_or_priced(self, data: dict[str, Any], **_kwargs: object) -> None:
        """A free part has no price."""
        if data.get("free") and data.get("price"):
            raise ValidationError(_(N_("This is free; leave the price out.")), "price")


class PartsOrderInput(Input):
    """Parts alone for a customer, and the call on which they rest (SPR-01)."""

    case = RefField("document")
    party = RefField("party")
    reference = TextField(longest=80)
    cost_centre = RefField("cost_centre")
    urgent = YesNoField(load_default=False)
    within = WithinField()
    note = TextField(longest=400)
    lines = fields.List(fields.Nested(PartsLineInput), required=True, validate=SOME)

    @validates_schema
    def somebody(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for whom it is."""
        if "case" not in data and "party" not in data:
            raise ValidationError(_(N_("Please name the customer, or the case.")), "party")


class PositionInput(Input):
    """So many pieces of a line of the paper."""

    position = WholeField(least=1, required=True)
    quantity = AmountField(least=PIECES, required=True)


class EachLineOnce(Input):
    """Some lines of the paper, none of them twice."""

    @validates_schema
    def each_once(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for each line once."""
        once(data.get("lines", []), "position")


class DeliverInput(EachLineOnce):
    """From where the parts leave, and how many; left out, all that is left."""

    place = RefField("place", required=True)
    delivered_on = DayField()
    lines = fields.List(fields.Nested(PositionInput), load_default=list)


class ReturnInput(ProductLines):
    """Parts that a case took and did not use, and where they are put."""

    place = RefField("place")
    reason = TextField(required=True, longest=400)


class StockQuestion(Input):
    """Of which part, at which place; left out, all."""

    product = RefField("product")
    place = RefField("place")


class MovementQuestion(Input):
    """The movements of which part, at which place, in which days."""

    product = RefField("product", required=True)
    place = RefField("place")
    start = DayField()
    end = DayField()


class CasesQuestion(Input):
    """Which cases."""

    cases = ListField(RefField("document"))
