"""What comes in about deviation lists: the tender, and its requirements with our answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, CodeField, DayField, Input, Message, RefField, TextField
from sanbao_installation_outsourcing.rules.deviations import DEVIATIONS, NONE, PARTS


class DeviationInput(Input):
    """A requirement of the tender and what we answer; what deviates says how."""

    part = ChoiceField(PARTS, load_default="technical", metadata={"title": N_("Part of the bid")})
    clause = TextField(longest=40, required=True, metadata={"title": N_("Clause of the tender")})
    requirement = TextField(longest=2000, required=True, metadata={"title": N_("What the tender asks")})
    answer = TextField(longest=2000, required=True, metadata={"title": N_("What we answer")})
    deviation = ChoiceField(DEVIATIONS, required=True, metadata={"title": N_("Deviation")})
    remark = TextField(longest=400, metadata={"title": N_("Remark")})
    person = TextField(longest=80, required=True, metadata={"title": N_("Answered by")})

    @validates_schema
    def explained(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A deviation is explained: the owner asks why first of all."""
        if data.get("deviation", NONE) != NONE and not data.get("remark"):
            raise ValidationError(_(N_("Please explain the deviation.")), "remark")


class DeviationLines(Input):
    """All requirements of a tender with our answers; each clause of a part once."""

    lines = fields.List(
        fields.Nested(DeviationInput),
        required=True,
        validate=validate.Length(min=1, error=Message(N_("Please give at least one requirement."))),
    )

    @validates_schema
    def once_each(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A clause that stands twice could be answered twice."""
        seen: set[tuple[Any, Any]] = set()
        problems: dict[int, dict[str, list[str]]] = {}
        for position, line in enumerate(data.get("lines", [])):
            key = (line.get("part"), line.get("clause"))
            if key in seen:
                problems[position] = {"clause": [_(N_("This clause stands in the list twice."))]}
            seen.add(key)
        if problems:
            raise ValidationError({"lines": problems})


class DeviationDraft(DeviationLines):
    """A new list: whose tender, and the contract that it belongs to where there is one already."""

    party = RefField("party", required=True, metadata={"title": N_("Owner who invites the bids")})
    tender_no = CodeField(required=True, metadata={"title": N_("Tender no.")})
    title = TextField(longest=200, load_default="")
    contract = RefField("installer_contract")


class Submission(Input):
    """When the list was handed in; with negative deviations, why that was done knowingly."""

    submitted_on = DayField()
    knowingly = TextField(
        longest=400,
        metadata={
            "title": N_("Negative deviations are handed in because"),
            "help": N_("The owner may reject the bid for them."),
        },
    )


class NamedContract(Input):
    """The contract that the bid became."""

    contract = RefField("installer_contract", required=True)


class DeviationsQuestion(Input):
    """Of which tender, owner or contract."""

    contract = RefField("installer_contract")
    party = RefField("party")
    tender_no = CodeField()
