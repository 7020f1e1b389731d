"""What comes in about surveys of service agents: the questionnaire as data, what was found, and which scorecard is wanted."""

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
)
from sanbao_installation_outsourcing.schemas.parts import Photo

#: How an agent is asked about (PTY-09).
WAYS = {
    "visit": N_("Visit"),
    "phone": N_("Telephone"),
    "questionnaire": N_("Questionnaire"),
}
_TOO_FEW = Message(N_("Please give at least two marks."))
_NO_ASPECT = Message(N_("Please give at least one aspect."))


class AspectInput(Input):
    """An aspect that is asked about."""

    code = CodeField(required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MarkInput(Input):
    """A mark and its words."""

    mark = WholeField(least=0, most=1_000, required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class QuestionnaireInput(Input):
    """What is asked of an agent, on which scale."""

    code = CodeField(required=True)
    version = WholeField(least=1)
    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    rule = CodeField()
    aspects = fields.List(
        fields.Nested(AspectInput), required=True, validate=validate.Length(min=1, error=_NO_ASPECT)
    )
    scale = fields.List(
        fields.Nested(MarkInput), required=True, validate=validate.Length(min=2, error=_TOO_FEW)
    )

    @validates_schema
    def once_each(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Aspects and marks stand once."""
        problems: dict[str, Any] = {}
        for table, name in (("aspects", "code"), ("scale", "mark")):
            found = [row.get(name) for row in data.get(table, [])]
            if len(set(found)) != len(found):
                problems[table] = [_(N_("Each stands only once."))]
        if problems:
            raise ValidationError(problems)


class MarkGiven(Input):
    """The mark for an aspect; left out, nobody was asked about it."""

    aspect = TextField(
        longest=80, required=True, metadata={"title": N_("Aspect"), "reference": "survey_aspect"}
    )
    mark = TextField(longest=40, metadata={"title": N_("Mark"), "reference": "survey_mark"})


class SurveyInput(Input):
    """Who was surveyed when and how, who was asked, and which marks were given."""

    party = RefField("party", metadata={"title": N_("Service agent")})
    person = RefField("named_person", metadata={"title": N_("Agent's person")})
    contract = RefField("installer_contract")
    surveyed_on = DayField(metadata={"title": N_("Surveyed on")})
    way = ChoiceField(WAYS, required=True, metadata={"title": N_("Way of asking")})
    asked = TextField(longest=200, metadata={"title": N_("Who was asked")})
    surveyed_by = TextField(longest=80, metadata={"title": N_("Surveyed by")})
    marks = fields.List(fields.Nested(MarkGiven), required=True, metadata={"title": N_("Marks")})
    remarks = TextField(metadata={"title": N_("Remark")})
    paper = fields.Nested(Photo, metadata={"title": N_("Questionnaire or record")})

    @validates_schema
    def somebody(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Somebody was surveyed: a firm, or a person who is named for a contract."""
        if "party" not in data and "person" not in data:
            raise ValidationError(_(N_("Please give the agent or the person.")), "party")


class ScorecardQuestion(Input):
    """Of which agent, over which days."""

    party = RefField("party", metadata={"title": N_("Service agent")})
    start = DayField()
    end = DayField()

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A period ends after it began."""
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "end")
