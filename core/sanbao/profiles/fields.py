"""Fields that read a policy's text strictly and say in a clerk's words what is wrong and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import fields

from sanbao.calendar.periods import Period
from sanbao.errors import Invalid
from sanbao.i18n import N_, _
from sanbao.money import parse_decimal

_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


class Said(str):
    """A message that keeps its own sentence and values apart, so that it is translated when it is shown."""

    __slots__ = ("message", "params")
    message: str
    params: Mapping[str, Any]

    def __new__(cls, message: str, **params: Any) -> Said:
        """Keep the sentence; the string itself is what a log would show."""
        said = super().__new__(cls, message)
        said.message, said.params = message, params
        return said

    def format(self, *_args: object, **params: object) -> Said:
        """Fill in values the way marshmallow asks for it, without giving up the sentence."""
        return Said(self.message, **{**self.params, **params})

    def __str__(self) -> str:
        return _(self.message, **self.params)


class _Worded:
    """The three messages that every field shares."""

    default_error_messages: dict[str, Any] = {
        "required": Said(N_("must be stated")),
        "null": Said(N_("must not be empty")),
        "validator_failed": Said(N_("is not a value that can be used here")),
    }


class TextField(_Worded, fields.Field[str]):
    """A short text that is not blank."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("must be a text, not “{text}”")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.make_error("invalid", text=value)
        return value.strip()


class CodeField(_Worded, fields.Field[str]):
    """A code word in small letters, such as ``human_damage``."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no code; write small letters, digits and _, for example human_damage")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise self.make_error("invalid", text=value)
        return value


class ChoiceField(_Worded, fields.Field[str]):
    """One word out of a list."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is not known; write one of: {choices}")),
    }

    def __init__(self, choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in self.choices:
            raise self.make_error("invalid", text=value, choices=", ".join(self.choices))
        return self.choices[value]


class PeriodField(_Worded, fields.Field[Period]):
    """A term such as 3y, 18m or 15d (CAL-01); a warranty is never counted in working days."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no term; write for example 3y, 18m, 1y6m or 15d")),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Period:
        try:
            period = Period.parse(value) if isinstance(value, str) else None
        except Invalid:
            period = None
        if period is None or period.working_days or period == Period():
            raise self.make_error("invalid", text=value)
        return period


class AmountField(_Worded, fields.Field[Decimal]):
    """A sum of money that is not negative, written with digits and a point."""

    most: Decimal | None = None
    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no amount; write for example 20.00")),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        try:
            amount = parse_decimal(value) if isinstance(value, str) else None
        except ValueError:
            amount = None
        if amount is None or amount < 0 or (self.most is not None and amount > self.most):
            raise self.make_error("invalid", text=value)
        return amount


class RateField(AmountField):
    """The share of a cost that the customer pays: 0 is nothing, 1 is all."""

    most = Decimal(1)
    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no share; write a number from 0 (free) to 1 (paid in full), for example 0.3")),
    }


class WholeField(_Worded, fields.Field[int]):
    """A whole number that is not negative, such as a version or a number of days."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no whole number; write {least} or more, in digits")),
    }

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not _DIGITS.fullmatch(value) or int(value) < self.least:
            raise self.make_error("invalid", text=value, least=self.least)
        return int(value)


class RankField(WholeField):
    """How hard a promise binds (CAL-11): a word of the order, or a number between."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no rank; write one of: {ranks}; or a whole number between")),
    }

    def __init__(self, ranks: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(least=1, **kwargs)
        self.ranks = ranks

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return {number: word for word, number in self.ranks.items()}.get(value, str(value))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, str) and value in self.ranks:
            return self.ranks[value]
        if not isinstance(value, str) or not _DIGITS.fullmatch(value) or int(value) < self.least:
            raise self.make_error("invalid", text=value, ranks=", ".join(self.ranks))
        return int(value)


class YesNoField(_Worded, fields.Field[bool]):
    """Yes or no."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is neither yes nor no")),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return "yes" if value else "no"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, str) or value not in _YES_NO:
            raise self.make_error("invalid", text=value)
        return _YES_NO[value]


class ListField(_Worded, fields.List[Any]):
    """A list that becomes a tuple, without repeats."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("must be a list, for example [repair, replace_part]")),
        "twice": Said(N_("“{text}” stands in the list twice")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        items = super()._deserialize(value, attr, data, **kwargs)
        for index, item in enumerate(items):
            if isinstance(item, str) and item in items[:index]:
                raise self.make_error("twice", text=item)
        return tuple(items)


class TableField(_Worded, fields.Dict):
    """A table of names and values."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("must be a table of names and values")),
    }
