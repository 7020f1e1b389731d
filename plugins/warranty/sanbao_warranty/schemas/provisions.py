"""What comes in about the provision for warranties."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import AmountField, DayField, Input, ListField, RefField, TextField, WholeField


class MonthField(DayField):
    """A month, written 2024-06 or by any of its days; it becomes the first of them."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> date:
        text = value
        if isinstance(value, str) and len(value.strip()) == len("2024-06"):
            text = f"{value.strip()}-01"
        return super()._deserialize(text, attr, data, **kwargs).replace(day=1)


class OfWhat(Input):
    """A product, or a category of products."""

    product = RefField("product")
    category = TextField(longest=80)

    @validates_schema
    def one_of_both(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for one of them."""
        if ("product" in data) == ("category" in data):
            raise ValidationError(_(N_("Please give a product or a category, one of them.")), "product")


class RateInput(OfWhat):
    """How much is set aside from a month on: per cent of the sales, or an amount for each unit."""

    percent = AmountField(least="0")
    per_unit = AmountField(least="0")
    months = WholeField(least=1, most=600)
    cost_centre = RefField("cost_centre")
    valid_from = MonthField(required=True)
    valid_until = MonthField()
    reason = TextField(longest=400, load_default="")

    @validates_schema
    def one_measure(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for one measure, and for an end that is not before the start."""
        if ("percent" in data) == ("per_unit" in data):
            raise ValidationError(
                _(N_("Please give a percentage or an amount per unit, one of them.")), "percent"
            )
        start, end = data.get("valid_from"), data.get("valid_until")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise ValidationError(_(N_("This lies before the start.")), "valid_until")


class AccrueInput(Input):
    """Which month; sales that are not in the register are typed, for one product."""

    month = MonthField(required=True)
    product = RefField("product")
    sales = AmountField(least="0")
    units = WholeField(least=0)
    on = DayField()

    @validates_schema
    def typed_for_a_product(self, data: dict[str, object], **_kwargs: object) -> None:
        """Typed sales are of one product."""
        if {"sales", "units"} & set(data) and "product" not in data:
            raise ValidationError(_(N_("Please name the product that was sold.")), "product")


class TrueUpInput(Input):
    """On which day; one batch by its number, with an expectation of one's own and its reason."""

    on = DayField()
    batch = RefField("provision")
    expected = AmountField(least="0")
    reason = TextField(longest=400)

    @validates_schema
    def with_a_reason(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask why, and of which batch, where somebody knows better than the claims."""
        if "expected" not in data:
            return
        problems = {
            name: [_(N_("Please fill this in where you give the expected cost yourself."))]
            for name in ("batch", "reason")
            if name not in data
        }
        if problems:
            raise ValidationError(problems)


class ReleaseInput(Input):
    """On which day; batches that are named are released whatever still runs, for a reason."""

    on = DayField()
    batches = ListField(RefField("provision"))
    reason = TextField(longest=400)

    @validates_schema
    def with_a_reason(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask why a batch is released by hand."""
        if data.get("batches") and "reason" not in data:
            raise ValidationError(_(N_("Please say why these batches are released.")), "reason")


class ReverseProvision(Input):
    """Why a batch is taken back."""

    reason = TextField(required=True, longest=400)
    on = DayField()


class ObserveQuestion(OfWhat):
    """Which product or category, seen on which day, over how many months after the sale."""

    on = DayField()
    months = WholeField(least=1, most=600)


class RollForwardQuestion(Input):
    """From which day to which; both count."""

    since = DayField(required=True)
    until = DayField(required=True)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """The end is not before the start."""
        since, until = data.get("since"), data.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            raise ValidationError(_(N_("This lies before the start.")), "until")


class ProvisionQuestion(Input):
    """Which batch."""

    batch = RefField("provision", required=True)


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])
