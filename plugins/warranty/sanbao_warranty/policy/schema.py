"""How the data of a policy is read: unknown words are refused, and every problem is named at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from sanbao.calendar.periods import CONVENTIONS, Period
from sanbao.coverage.selection import STATUTORY
from sanbao.i18n import N_
from sanbao.profiles.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    ListField,
    PeriodField,
    RankField,
    RateField,
    Said,
    TableField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_warranty.policy.events import DEFAULT_START
from sanbao_warranty.policy.length_schemas import (
    ON_EXCHANGE,
    PRODUCT_TERMS,
    ExchangeSchema,
    FinalTestSchema,
    SeasonsSchema,
)
from sanbao_warranty.policy.lengths import Downtime, ExchangeTerms, JudgedOn
from sanbao_warranty.policy.rights import Rights
from sanbao_warranty.policy.rights_schema import EVENTS, RightsSchema
from sanbao_warranty.policy.strict import DayField, QuantityField, Strict
from sanbao_warranty.policy.terms import (
    DEFAULT_EXCLUSIONS,
    RANKS,
    Floor,
    Guarantee,
    Policy,
    PostWarranty,
    ProductCause,
    Restart,
)

_PRODUCT_CAUSES = {cause.value: cause for cause in ProductCause}
_CONVENTIONS: dict[str, str] = {convention: convention for convention in CONVENTIONS}
_LANGUAGES = {"zh": "zh", "en": "en"}
_DOWNTIMES = {one.value: one for one in Downtime}
_JUDGED_ON = {one.value: one for one in JudgedOn}
_COUNTERS = {unit: unit for unit in ("km", "hours")}
_COSTS = {kind: kind for kind in ("labour", "travel", "lodging", "freight", "install", "material", "other")}


class FloorSchema(Strict):
    """Reads the shortest term (W-02)."""

    period = PeriodField(load_default=Period(months=3))
    manufacturer = YesNoField(load_default=True)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Floor:
        """Return the typed record."""
        return Floor(**data)


class RestartSchema(Strict):
    """Reads the restart of a replaced part (W-07)."""

    on_free_replacement = YesNoField(load_default=True)
    on_repair = YesNoField(load_default=False)
    only_key_parts = YesNoField(load_default=False)
    chain = YesNoField(load_default=False)
    least = PeriodField(load_default=Period(months=3))
    paid_part_term = PeriodField(load_default=Period(months=3), allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Restart:
        """Return the typed record."""
        return Restart(**data)


class GuaranteeSchema(Strict):
    """Reads one guarantee term (AMB-02)."""

    kind = CodeField(required=True)
    term = PeriodField(required=True, allow_none=True)
    key_term = PeriodField(load_default=None, allow_none=True)
    part_terms = TableField(keys=TextField(), values=PeriodField(), load_default=dict)
    any_part = YesNoField(load_default=False)
    parts = ListField(TextField(), load_default=None, allow_none=True)
    except_parts = ListField(TextField(), load_default=())
    fault_classes = ListField(CodeField(), load_default=None, allow_none=True)
    causes = ListField(CodeField(), load_default=None, allow_none=True)
    product_cause = ChoiceField(_PRODUCT_CAUSES, load_default=ProductCause.ANY)
    remedies = ListField(CodeField(), load_default=())
    fault_remedies = TableField(keys=CodeField(), values=ListField(CodeField()), load_default=dict)
    start_events = ListField(ChoiceField(EVENTS), load_default=None, allow_none=True)
    floor = fields.Nested(FloorSchema, load_default=None, allow_none=True)
    restart = fields.Nested(RestartSchema, load_default=None, allow_none=True)
    default_term = PeriodField(load_default=None, allow_none=True)
    product_terms = PRODUCT_TERMS
    design_life = YesNoField(load_default=False)
    seasons = fields.Nested(SeasonsSchema, load_default=None, allow_none=True)
    usage_limit = TableField(keys=ChoiceField(_COUNTERS), values=QuantityField(), load_default=dict)
    downtime_extends = ChoiceField(_DOWNTIMES, load_default=None, allow_none=True)
    on_exchange = ChoiceField(ON_EXCHANGE, load_default=None, allow_none=True)
    judged_on = ChoiceField(_JUDGED_ON, load_default=JudgedOn.FAULT)
    special_case = YesNoField(load_default=False)
    rule = TextField(load_default=None, allow_none=True)
    recover_from = CodeField(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a guarantee that contradicts itself; all of it at once."""
        problems: dict[str, list[str]] = {}
        if data.get("any_part") and (data.get("key_term") or data.get("part_terms")):
            said = N_("gives every part the whole term; leave out key_term and part_terms, or write no")
            problems["any_part"] = [Said(said)]
        if data.get("product_cause") is ProductCause.COUNTS_AS_LISTED and not data.get("fault_classes"):
            said = N_("needs a list to count by; state fault_classes, or write any")
            problems["product_cause"] = [Said(said)]
        others = [
            name for name in ("seasons", "design_life", "product_terms", "default_term") if data.get(name)
        ]
        if len(others) + (data.get("term") is not None) > 1:
            said = N_("is told twice; leave term empty, or leave out {others}")
            problems["term"] = [Said(said, others=", ".join(others))]
        if problems:
            raise ValidationError(problems)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Guarantee:
        """Return the typed record."""
        return Guarantee(**data)


class PostWarrantySchema(Strict):
    """Reads what the customer pays afterwards (W-12)."""

    labour = RateField(required=True)
    travel = RateField(required=True)
    freight = RateField(required=True)
    install = RateField(required=True)
    material_rate = RateField(required=True)
    small_part_threshold = AmountField(load_default=None, allow_none=True)
    material_discretion = YesNoField(load_default=False)
    charge_minor = YesNoField(load_default=True)
    lifetime_service = YesNoField(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> PostWarranty:
        """Return the typed record."""
        return PostWarranty(**data)


class PolicySchema(Strict):
    """Reads one version of a warranty policy (W-01…W-19, CAL-09)."""

    code = TextField(required=True)
    version = WholeField(required=True, least=1)
    names = TableField(keys=ChoiceField(_LANGUAGES), values=TextField(), required=True)
    source = TextField(load_default="")
    rank = RankField(RANKS, required=True)
    kind = CodeField(load_default="policy")
    start_events = ListField(ChoiceField(EVENTS), load_default=DEFAULT_START)
    max_fallback_days = WholeField(load_default=None, allow_none=True)
    guarantees = ListField(fields.Nested(GuaranteeSchema), required=True)
    exclusions = ListField(CodeField(), load_default=DEFAULT_EXCLUSIONS)
    exclusion_needs_evidence = YesNoField(load_default=True)
    customer_pays = TableField(keys=ChoiceField(_COSTS), values=RateField(), load_default=dict)
    onsite_free = YesNoField(load_default=True)
    remedy_within_days = WholeField(load_default=None, allow_none=True)
    repair_guarantee = PeriodField(load_default=Period(days=30), allow_none=True)
    post_warranty = fields.Nested(PostWarrantySchema, load_default=None, allow_none=True)
    period_convention = ChoiceField(_CONVENTIONS, load_default=CONVENTIONS[0])
    roll_last_day = YesNoField(load_default=None, allow_none=True)
    downtime_extends = ChoiceField(_DOWNTIMES, load_default=None, allow_none=True)
    on_exchange = fields.Nested(ExchangeSchema, load_default=ExchangeTerms)
    final_test = fields.Nested(FinalTestSchema, load_default=None, allow_none=True)
    in_force_from = DayField(load_default=None, allow_none=True)
    consumers_only = YesNoField(load_default=False)
    proof = ListField(CodeField(), load_default=())
    proof_within = PeriodField(load_default=None, allow_none=True)
    rights = fields.Nested(RightsSchema, load_default=Rights)

    @validates_schema(skip_on_field_errors=False)
    def check(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Refuse a policy that lacks a language, a start, or anything to promise; all of it at once."""
        problems: dict[str, list[str]] = {}
        if "names" in data and set(data["names"]) != set(_LANGUAGES):
            problems["names"] = [Said(N_("must give the name in Chinese (zh) and in English (en)"))]
        if "start_events" in data and not data["start_events"]:
            problems["start_events"] = [Said(N_("must name at least one event from which the term runs"))]
        if "guarantees" in data and not data["guarantees"] and not data.get("post_warranty"):
            problems["guarantees"] = [Said(N_("must hold a guarantee, unless post_warranty is stated"))]
        problems |= _unknown_rights(data)
        if problems:
            raise ValidationError(problems)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Policy:
        """Return the typed record; law rolls last days and adds downtime unless told otherwise (CAL-02, W-17)."""
        is_law = data["rank"] == STATUTORY
        if data["roll_last_day"] is None:
            data["roll_last_day"] = is_law
        if data["downtime_extends"] is None:
            data["downtime_extends"] = Downtime.CALENDAR_DAYS if is_law else Downtime.NONE
        return Policy(**data)


def _unknown_rights(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Refuse rights that hold within a guarantee that the policy does not have."""
    rights, guarantees = data.get("rights"), data.get("guarantees")
    if not isinstance(rights, Rights) or guarantees is None:
        return {}
    kinds = {one.kind for one in guarantees if isinstance(one, Guarantee)}
    named = {rights.within, *(trigger.within for trigger in rights.triggers)} - {None}
    unknown = ", ".join(sorted(str(kind) for kind in named - kinds))
    said = N_("holds within {kinds}, but no guarantee of that kind is stated")
    return {"rights": [Said(said, kinds=unknown)]} if unknown else {}
