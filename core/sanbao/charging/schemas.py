"""What comes in about tax rates, price lists, quotes and charges."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

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

#: The revenue that a line may belong to (LED-02).
REVENUES = {
    "SERVICE_REV": N_("Service revenue"),
    "SALES_REV": N_("Sales revenue"),
}
#: How an answer reached us; a refusal may be oral (RMA-05).
CHANNELS = {
    "letter": N_("Letter"),
    "fax": N_("Fax"),
    "email": N_("E-mail"),
    "in_person": N_("In person"),
    "phone": N_("Telephone"),
    "oral": N_("Oral"),
}
#: How an agreement reached us: it is in writing, so never by a word alone (RMA-04).
WRITTEN = {name: title for name, title in CHANNELS.items() if name not in ("phone", "oral")}


class PercentField(AmountField):
    """A percentage between nothing and the whole."""

    default_error_messages = {"high": Message(N_("This must be at most 100."))}  # noqa: RUF012

    def __init__(self, **kwargs: object) -> None:
        super().__init__(least="0", **kwargs)  # type: ignore[arg-type]

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> Decimal:
        percent = super()._deserialize(value, attr, data, **kwargs)
        if percent > 100:
            raise self.make_error("high")
        return percent


class Validity(Input):
    """From which day to which."""

    valid_from = DayField(required=True)
    valid_to = DayField()

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse an end before the beginning."""
        if "valid_to" in data and "valid_from" in data and data["valid_to"] < data["valid_from"]:  # type: ignore[operator]
            raise ValidationError(_(N_("The last day lies before the first.")), "valid_to")


class RateInput(Validity):
    """A rate of value added tax."""

    code = CodeField(required=True, longest=20)
    name = TextField(required=True, longest=80)
    name_en = TextField(longest=80)
    percent = PercentField(required=True)


class RateEnd(Input):
    """Which rate is used no longer, and its last day."""

    code = CodeField(required=True, longest=20)
    valid_to = DayField(required=True)


class RatesQuestion(Input):
    """On which day; left out, today."""

    on = DayField()


class PriceInput(Input):
    """The price of one product or service."""

    item = CodeField(required=True)
    text = TextField(longest=200)
    measure = TextField(longest=20)
    price = AmountField(required=True, least="0")
    tax = CodeField(required=True, longest=20, metadata={"title": N_("Tax rate"), "reference": "tax_rate"})


class PriceListInput(Validity):
    """A price list with all its prices; for one party alone, or for everybody."""

    code = CodeField(required=True)
    name = TextField(required=True, longest=80)
    tax_inclusive = YesNoField(load_default=False)
    party = RefField("party")
    lines = fields.List(fields.Nested(PriceInput), required=True)

    @validates_schema
    def some_and_once(self, data: dict[str, list[dict[str, str]]], **_kwargs: object) -> None:
        """Ask for at least one price, and one for each item."""
        seen: set[str] = set()
        problems: dict[str, dict[int, dict[str, list[str]]]] = {}
        for position, line in enumerate(data.get("lines", ())):
            if line["item"] in seen:
                message = _(N_("This stands in the list twice."))
                problems.setdefault("lines", {})[position] = {"item": [message]}
            seen.add(line["item"])
        if problems:
            raise ValidationError(problems)
        if "lines" in data and not data["lines"]:
            raise ValidationError(_(N_("Please give at least one price.")), "lines")


class PriceQuestion(Input):
    """What costs how much, for whom, when."""

    item = CodeField(required=True)
    on = DayField()
    party = RefField("party")


class LineInput(Input):
    """One line to pay for: something from the price list, or a text with a price."""

    item = CodeField()
    product = RefField("product")
    unit = RefField("unit")
    text = TextField(longest=200)
    measure = TextField(longest=20)
    quantity = AmountField(least="0.0001", load_default=Decimal(1))
    price = AmountField(least="0")
    discount = PercentField(load_default=Decimal(0))
    tax = CodeField(longest=20, metadata={"title": N_("Tax rate"), "reference": "tax_rate"})
    role = ChoiceField(REVENUES, load_default="SERVICE_REV", metadata={"title": N_("Revenue")})

    @validates_schema
    def named(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for what it is, and for a price where no list can have one."""
        if not {"item", "product", "text"} & set(data):
            raise ValidationError(_(N_("Please name a product, a service or a text.")), "text")
        if "price" not in data and not {"item", "product"} & set(data):
            raise ValidationError(_(N_("Please give a price: a mere text stands in no price list.")), "price")


class QuoteLines(Input):
    """What is offered for how much, and how long the offer stands."""

    lines = fields.List(fields.Nested(LineInput), load_default=list)
    tax_inclusive = YesNoField()
    valid_until = DayField()


class QuoteInput(QuoteLines):
    """A quote to a party, about a case or without one."""

    case = RefField("document")
    party = RefField("party")


class SendInput(Input):
    """When the quote went out, and until when it stands."""

    sent_on = DayField()
    valid_until = DayField()


class AgreeInput(Input):
    """The customer's reply: the words on it, and the lines that it agrees to (left out: all)."""

    text = TextField(load_default="", longest=400)
    channel = ChoiceField(WRITTEN, load_default="fax")
    lines = ListField(WholeField(least=1))
    answered_on = DayField()
    note = TextField(longest=400)


class RefuseInput(Input):
    """How the customer said no; a word on the telephone is enough (RMA-05)."""

    channel = ChoiceField(CHANNELS, load_default="phone")
    handler = RefField("app_user")
    answered_on = DayField()
    note = TextField(longest=400)


class ReviseInput(QuoteLines):
    """What the new version says; left out, it repeats the old one."""

    reason = TextField(required=True, longest=400)


class ActualInput(Input):
    """What a line of the quote came to in the end."""

    position = WholeField(least=1, required=True)
    quantity = AmountField(least="0.0001")
    price = AmountField(least="0")


class ChargeInput(Input):
    """What is charged: what was agreed on a quote, or lines for a case that needs none (SPR-01)."""

    quote = RefField("quote")
    positions = ListField(WholeField(least=1))
    actual = fields.List(fields.Nested(ActualInput), load_default=list)
    case = RefField("document")
    party = RefField("party")
    lines = fields.List(fields.Nested(LineInput), load_default=list)
    tax_inclusive = YesNoField()
    charged_on = DayField()

    @validates_schema
    def one_source(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for a quote, or for a case with lines; a case is what parts are supplied for (SPR-01)."""
        problems: dict[str, list[str]] = {}
        if "quote" in data:
            for name in ("case", "party", "lines", "tax_inclusive"):
                if data.get(name):
                    problems[name] = [_(N_("The quote says this; leave it out."))]
        else:
            if "case" not in data:
                problems["case"] = [_(N_("Please name the case that this is charged for."))]
            if not data.get("lines"):
                problems["lines"] = [_(N_("Please give at least one line."))]
            for name in ("positions", "actual"):
                if data.get(name):
                    problems[name] = [_(N_("This belongs to a quote; name the quote."))]
        positions = [one["position"] for one in data.get("actual") or ()]  # type: ignore[attr-defined]
        if len(set(positions)) < len(positions):
            problems.setdefault("actual", [_(N_("Please name each line once."))])
        if problems:
            raise ValidationError(problems)


class CancelInput(Input):
    """Why a charge is taken back, and on which day."""

    reason = TextField(required=True, longest=400)
    on = DayField()


class CreditLineInput(Input):
    """How much of a line is given back; left out, all that is left of it."""

    position = WholeField(least=1, required=True)
    quantity = AmountField(least="0.0001")


class CreditInput(Input):
    """What is no longer owed of a charge, and why; without lines, all that is left."""

    lines = fields.List(fields.Nested(CreditLineInput), load_default=list)
    reason = TextField(required=True, longest=400)
    red_form_no = CodeField(
        metadata={
            "title": N_("Number of the red form"),
            "help": N_("The tax bureau's red form; needed where a special invoice bills the charge."),
        }
    )
    on = DayField()

    @validates_schema
    def once(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Each line is named once."""
        positions = [line["position"] for line in data.get("lines") or ()]
        if len(set(positions)) < len(positions):
            raise ValidationError(_(N_("Please name each line once.")), "lines")


class MarginQuestion(Input):
    """Which cases: by their numbers, of one unit, or those charged in a time."""

    cases = ListField(RefField("document"))
    unit = RefField("unit")
    start = DayField()
    end = DayField()
