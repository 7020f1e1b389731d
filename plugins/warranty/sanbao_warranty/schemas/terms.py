"""What comes in about promises and the terms of a unit."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.calendar.periods import Period
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _
from sanbao.schema import CodeField, DayField, Input, ListField, RefField, TextField, WholeField, YesNoField


class TermField(CodeField):
    """A term such as 3y, 6m or 15d."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(Period.parse(text))
        except SanbaoError as error:
            raise ValidationError(str(error)) from error


class WarrantyFields(Input):
    """What the warranty plugin adds to a unit: its promises, and what the manufacturer owes."""

    warranty = ListField(RefField("warranty_policy"), load_default=list)
    without_promise = YesNoField(metadata={"title": N_("Without promise")})
    manufacturer_term = TermField(metadata={"title": N_("Manufacturer term")})
    manufacturer_start = DayField(metadata={"title": N_("Manufacturer start")})
    agreed_term = TermField(metadata={"title": N_("Agreed term")})
    design_life = TermField()
    region = CodeField()


class AgreedTerm(Input):
    """A term or a last day that holds for one promise, one of its guarantees, or one part."""

    promise = RefField("warranty_policy")
    guarantee = CodeField()
    part = CodeField()
    term = TermField()
    until = DayField()

    @validates_schema
    def complete(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for what it is about, and for one length; a part has a term, never a last day."""
        problems: dict[str, list[str]] = {}
        if ("promise" in data) == ("part" in data):
            problems["promise"] = [_(N_("Please give either the promise or the part."))]
        if ("term" in data) == ("until" in data) or ("part" in data and "until" in data):
            problems["term"] = [_(N_("Please give a term, or for a promise its last day, one of them."))]
        if "guarantee" in data and "promise" not in data:
            problems["guarantee"] = [_(N_("A guarantee belongs to a promise; please give that too."))]
        if problems:
            raise ValidationError(problems)


class AgreeTerms(Input):
    """What was agreed for these units alone; only what is given changes."""

    manufacturer_term = TermField()
    manufacturer_start = DayField()
    agreed_term = TermField()
    design_life = TermField()
    region = CodeField()
    terms = fields.List(fields.Nested(AgreedTerm), load_default=list)
    reason = TextField(required=True)
    redecide = YesNoField(load_default=False)


class Extend(Input):
    """By how much a promise is lengthened, and why."""

    promise = RefField("warranty_policy", required=True)
    guarantee = CodeField()
    months = WholeField(least=1, most=600)
    until = DayField()
    because = TextField(required=True, longest=400)
    document = RefField("document")
    redecide = YesNoField(load_default=False)

    @validates_schema
    def one_length(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for months or for a day."""
        if ("months" in data) == ("until" in data):
            raise ValidationError(
                _(N_("Please give months beyond the end, or a last day, one of them.")), "months"
            )


class WithdrawExtension(Input):
    """Which extension is taken back, and why."""

    extension = WholeField(least=1, required=True)
    reason = TextField(required=True)
    redecide = YesNoField(load_default=False)


class BindInput(Input):
    """A promise for a unit; ``CODE`` is its newest version, ``CODE@2`` a certain one."""

    policy = RefField("warranty_policy", required=True)


class ExposureQuestion(Input):
    """On which day; left out, today."""

    on = DayField()
