"""What comes in about safety: the checklist as data, what was said of its points, and which checks are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    Message,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.rules.safety import ANSWERS, BREACHES
from sanbao_installation_outsourcing.schemas.parts import Picture

_NO_POINT = Message(N_("Please give at least one point."))


class PointInput(Input):
    """A point that is looked at, whether a photo proves it, and as what it is reported when it is not in order."""

    code = CodeField(required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    photo = YesNoField(load_default=False)
    trigger = ChoiceField(BREACHES, load_default="site_management")
    serious = YesNoField(load_default=False)


class ChecklistInput(Input):
    """A safety checklist as a profile."""

    code = CodeField(required=True)
    version = WholeField(least=1)
    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    rule = CodeField()
    points = fields.List(
        fields.Nested(PointInput), required=True, validate=validate.Length(min=1, error=_NO_POINT)
    )

    @validates_schema
    def once_each(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Each point stands once."""
        codes = [one.get("code") for one in data.get("points", [])]
        if len(set(codes)) != len(codes):
            raise ValidationError(_(N_("Each stands only once.")), "points")


class PointGiven(Input):
    """What was found at a point, with what proves it."""

    point = TextField(
        longest=80, required=True, metadata={"title": N_("Point looked at"), "reference": "safety_point"}
    )
    answer = ChoiceField(ANSWERS, required=True, metadata={"title": N_("Finding")})
    note = TextField(longest=500)
    photo = fields.Nested(Picture)


class SafetyInput(Input):
    """Which day's work was looked at, what was found at each point, and who signs for it."""

    order = RefField("installation_order", required=True, metadata={"title": N_("Installation order")})
    vehicle = CodeField(metadata={"title": N_("Vehicle"), "reference": "installation_vehicle"})
    checked_on = DayField(metadata={"title": N_("Checked on")})
    points = fields.List(
        fields.Nested(PointGiven), required=True, metadata={"title": N_("Points of the checklist")}
    )
    remarks = TextField(longest=1_000, metadata={"title": N_("Remark")})
    signer = TextField(longest=80, metadata={"title": N_("Signed by"), "help": N_("Left out: yourself.")})


class OrderQuestion(Input):
    """Of which order."""

    order = RefField("installation_order", required=True)


class SafetyQuestion(Input):
    """Of which installer or centre, over which days."""

    party = RefField("party", metadata={"title": N_("Installing firm")})
    centre = RefField("office")
    start = DayField(metadata={"help": N_("Left out: the first day of the month.")})
    end = DayField(metadata={"help": N_("Left out: today.")})

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A period ends after it began."""
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "end")
