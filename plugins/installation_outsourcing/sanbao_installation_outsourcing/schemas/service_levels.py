"""How a service level is written, in a profile or in a form; unknown words are refused, all at once (SLA-01, 28.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, CodeField, Input, TextField, WholeField, YesNoField
from sanbao_installation_outsourcing.rules import service_levels as words
from sanbao_installation_outsourcing.schemas.clauses import FM_MODES


class LineInput(Input):
    """One promise: what, since when, within which time, for whom, and what becomes of it where it is late."""

    metric = ChoiceField(words.METRICS, required=True)
    start_event = ChoiceField(words.EVENTS)
    limit = WholeField(most=100_000, allow_none=True)
    unit = ChoiceField(words.UNITS, allow_none=True)
    calendar = ChoiceField(words.CALENDARS, allow_none=True)
    severity = ChoiceField(words.SEVERITIES, allow_none=True)
    urgency = CodeField(allow_none=True)
    customer_class = TextField(longest=80, allow_none=True)
    manner = ChoiceField(words.MANNERS, allow_none=True)
    tender_limit = WholeField(most=100_000, allow_none=True)
    or_event = ChoiceField(words.EVENTS, allow_none=True)
    consequence = ChoiceField(words.CONSEQUENCES, allow_none=True)

    @validates_schema
    def whole(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """A limit has its unit; without one the text says at least in which manner."""
        problems: dict[str, list[str]] = {}
        if (data.get("limit") is None) != (data.get("unit") is None):
            problems["unit"] = [_(N_("A limit needs its unit, and a unit its limit."))]
        if data.get("limit") is None and data.get("manner") is None:
            problems["limit"] = [_(N_("Please give a limit, or the manner in which it is promised."))]
        if data.get("tender_limit") is not None and data.get("limit") is None:
            problems["tender_limit"] = [_(N_("What was asked for is told beside what is promised."))]
        if data.get("calendar") is not None and data.get("unit") in ("d", "wd"):
            problems["calendar"] = [_(N_("Days end at 24:00; only minutes and hours run by a clock."))]
        if problems:
            raise ValidationError(problems)


class ServiceLevelInput(Input):
    """A service level as a profile."""

    code = CodeField(required=True)
    version = WholeField(least=1)
    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    pausable = YesNoField()
    fm_mode = ChoiceField(FM_MODES, allow_none=True)
    lines = fields.List(fields.Nested(LineInput), required=True)

    @validates_schema
    def once_each(self, data: Mapping[str, Any], **_kwargs: object) -> None:
        """Each is promised once for the same kind of problem."""
        keys = ("metric", "severity", "urgency", "customer_class")
        found = [tuple(line.get(key) for key in keys) for line in data.get("lines", [])]
        twice = {str(key[0]) for key in found if found.count(key) > 1}
        if twice:
            raise ValidationError(
                _(
                    N_("It is promised twice for the same kind of problem: {names}."),
                    names=", ".join(sorted(twice)),
                ),
                "lines",
            )
