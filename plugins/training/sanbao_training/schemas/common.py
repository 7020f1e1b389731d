"""Fields that several inputs of the plugin share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import fields

from sanbao.charging.schemas import PercentField
from sanbao.i18n import N_
from sanbao.money import parse_decimal
from sanbao.schema import Input, Message, TextField
from sanbao_training.rules.timing import PLACES, WHAT

__all__ = [
    "LANGUAGES",
    "PARTY_ROLES",
    "PAYERS",
    "PLACES",
    "WHAT",
    "PercentField",
    "Reason",
    "Score",
    "ScoreField",
]

#: Who bears the cost of a session (LED-21).
PAYERS: Mapping[str, str] = {
    "department": N_("Own department"),
    "contract": N_("Sales contract"),
    "customer": N_("Customer"),
    "installer": N_("Installer"),
    "supplier": N_("Supplier"),
}
LANGUAGES: Mapping[str, str] = {"zh": N_("Chinese"), "en": N_("English"), "zh_en": N_("Chinese and English")}
PARTY_ROLES: Mapping[str, str] = {
    "customer": N_("Customer"),
    "supplier": N_("Supplier"),
    "installer": N_("Installer"),
    "staff": N_("Staff"),
}
_SCORE = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)(?:\s*[/／]\s*(\d{1,4}(?:\.\d{1,2})?))?", re.ASCII)
#: What was got, of how much.
Score = tuple[Decimal, Decimal]


class Reason(Input):
    """Why something is done."""

    reason = TextField(required=True, longest=400)


class ScoreField(fields.Field[Score]):
    """A score such as 91, or 91/100 where the full marks are not 100 (S19)."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is no score such as 91 or 45/50.")),
        "high": Message(N_("{input} is more than the full marks.")),
        "required": Message(N_("Please fill this in.")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Score:
        found = _SCORE.fullmatch(str(value).strip()) if not isinstance(value, bool | float) else None
        if found is None:
            raise self.make_error("invalid", input=value)
        score, full = parse_decimal(found[1]), parse_decimal(found[2] or "100")
        if not full:
            raise self.make_error("invalid", input=value)
        if score > full:
            raise self.make_error("high", input=value)
        return score, full
