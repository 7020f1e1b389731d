"""How the rights of a policy are read: what is counted, what it gives, what it costs, until when (29.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from sanbao.i18n import N_
from sanbao.profiles.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    ListField,
    PeriodField,
    Said,
    TableField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_warranty.policy.events import StartEvent
from sanbao_warranty.policy.rights import (
    Counted,
    Depreciation,
    FeeKind,
    FraudDamages,
    Loaner,
    Measure,
    NoReasonReturn,
    RefundPrice,
    RepairLimit,
    Rights,
    Trigger,
)
from sanbao_warranty.policy.strict import FeeRateField, LimitField, QuantityField, Strict

EVENTS = {event.value: event for event in StartEvent}
_COUNTED = {one.value: one for one in Counted}
_MEASURES = {one.value: one for one in Measure}
_PRICES = {one.value: one for one in RefundPrice}
_FEES = {one.value: one for one in FeeKind}
_WAIVERS = {"no_same_model": "no_same_model"}


class TriggerSchema(Strict):
    """Reads one right that arises by counting (N-04, N-05, N-19)."""

    right = CodeField(required=True)
    counts = ChoiceField(_COUNTED, required=True)
    remedies = ListField(CodeField(), required=True)
    at_least = WholeField(load_default=None, allow_none=True, least=1)
    more_than = WholeField(load_default=None, allow_none=True)
    within = CodeField(load_default=None, allow_none=True)
    rule = TextField(load_default=None, allow_none=True)
    same_fault = YesNoField(load_default=False)
    same_part = YesNoField(load_default=False)
    serious = YesNoField(load_default=False)
    only_key_parts = YesNoField(load_default=False)
    parts = ListField(TextField(), load_default=None, allow_none=True)
    except_parts = ListField(TextField(), load_default=())
    measured_in = ChoiceField(_MEASURES, load_default=Measure.CALENDAR_DAYS)
    reason = CodeField(load_default=None, allow_none=True)
    not_counted = ListField(CodeField(), load_default=())
    fee = YesNoField(load_default=True)
    refund_price = ChoiceField(_PRICES, load_default=None, allow_none=True)
    bearer = CodeField(load_default="self")
    recover_from = CodeField(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a right that says neither or both of when it arises, or that gives nothing."""
        problems: dict[str, list[str]] = {}
        counts = data.get("counts")
        stated = [name for name in ("at_least", "more_than") if data.get(name) is not None]
        if counts is not None and counts is not Counted.NO_SERVICE and len(stated) != 1:
            problems["at_least"] = [Said(N_("state either at_least or more_than, one of the two"))]
        if "remedies" in data and not data["remedies"]:
            problems["remedies"] = [Said(N_("must name what the customer may then have"))]
        if problems:
            raise ValidationError(problems)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Trigger:
        """Return the typed record."""
        return Trigger(**data)


class DepreciationSchema(Strict):
    """Reads what the use of returned goods costs (N-08, N-22)."""

    kind = ChoiceField(_FEES, required=True)
    rate = FeeRateField(load_default=None, allow_none=True)
    product_rates = TableField(keys=TextField(), values=FeeRateField(allow_none=True), load_default=dict)
    per_km = WholeField(load_default=1000, least=1)
    less_downtime = YesNoField(load_default=True)
    on = ListField(CodeField(), load_default=("return",))
    waived_if = ListField(ChoiceField(_WAIVERS), load_default=())

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a rate where there is no fee."""
        if data.get("kind") is FeeKind.NONE and (data.get("rate") is not None or data.get("product_rates")):
            raise ValidationError({"rate": [Said(N_("is not wanted where the kind is none"))]})

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Depreciation:
        """Return the typed record."""
        return Depreciation(**data)


class LoanerSchema(Strict):
    """Reads after how many days of a repair another unit is owed (N-20)."""

    after_days = WholeField(required=True)
    measured_in = ChoiceField(_MEASURES, load_default=Measure.CALENDAR_DAYS)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Loaner:
        """Return the typed record."""
        return Loaner(**data)


class RepairLimitSchema(Strict):
    """Reads how soon a repair must be done (N-16)."""

    limit = LimitField(required=True)
    fault_class = CodeField(load_default=None, allow_none=True)
    only_in_season = YesNoField(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> RepairLimit:
        """Return the typed record."""
        return RepairLimit(**data)


class NoReasonReturnSchema(Strict):
    """Reads the return without a reason (N-28)."""

    term = PeriodField(required=True)
    start_events = ListField(ChoiceField(EVENTS), required=True)
    freight = CodeField(load_default="customer")
    refund_within = LimitField(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> NoReasonReturn:
        """Return the typed record."""
        return NoReasonReturn(**data)


class FraudSchema(Strict):
    """Reads what fraud costs (N-28)."""

    times = QuantityField(required=True)
    least = AmountField(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> FraudDamages:
        """Return the typed record."""
        return FraudDamages(**data)


class RightsSchema(Strict):
    """Reads everything that a policy says of returns, exchanges and their time (29.5)."""

    within = CodeField(load_default=None, allow_none=True)
    triggers = ListField(fields.Nested(TriggerSchema), load_default=())
    depreciation = fields.Nested(DepreciationSchema, load_default=Depreciation)
    refund_price = ChoiceField(_PRICES, load_default=RefundPrice.PAID)
    no_same_model = ListField(CodeField(), load_default=())
    return_instead = YesNoField(load_default=False)
    loaner = fields.Nested(LoanerSchema, load_default=None, allow_none=True)
    answer_within = LimitField(load_default=None, allow_none=True)
    complete_within = LimitField(load_default=None, allow_none=True)
    repair_within = ListField(fields.Nested(RepairLimitSchema), load_default=())
    no_reason_return = fields.Nested(NoReasonReturnSchema, load_default=None, allow_none=True)
    fraud = fields.Nested(FraudSchema, load_default=None, allow_none=True)
    also_owed = ListField(CodeField(), load_default=())
    recover_from = CodeField(load_default=None, allow_none=True)
    freight = CodeField(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse counted rights of which nobody says in which term they hold."""
        triggers = data.get("triggers") or ()
        if not data.get("within") and any(
            isinstance(one, Trigger) and one.within is None for one in triggers
        ):
            raise ValidationError(
                {"within": [Said(N_("must name the guarantee in whose term these rights hold"))]}
            )

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Rights:
        """Return the typed record."""
        return Rights(**data)
