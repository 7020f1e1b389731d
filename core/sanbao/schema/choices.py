"""Yes or no, one of a few, several of something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from sanbao.i18n import N_, _
from sanbao.schema.messages import REQUIRED, Message
from sanbao.schema.texts import TextField


class YesNoField(fields.Field[bool]):
    """Yes or no, in either language."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please answer yes or no.")),
        "required": REQUIRED,
    }
    _yes = frozenset({"yes", "y", "true", "1", "on", "是", "对", "√"})
    _no = frozenset({"no", "n", "false", "0", "off", "否", "不", "×"})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        text = str(value).strip().lower()
        if text in self._yes:
            return True
        if text in self._no:
            return False
        raise self.make_error("invalid")


class ChoiceField(TextField):
    """One of a few codes; ``choices`` maps each to its label."""

    default_error_messages = {  # noqa: RUF012
        "choice": Message(N_("“{input}” is not one of: {choices}.")),
    }

    def __init__(self, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = dict(choices)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text in self.choices:
            return text
        by_label = {label: code for code, label in self.choices.items()}
        by_label |= {_(label): code for code, label in self.choices.items()}
        if text in by_label:
            return by_label[text]
        raise self.make_error("choice", input=value, choices=", ".join(self.choices))


class ListField(fields.List[Any]):
    """Several of something; text with commas, semicolons or lines is split."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, str):
            for mark in (";", ",", "，", "；", "、"):
                value = value.replace(mark, "\n")
            value = [item.strip() for item in value.split("\n") if item.strip()]
        return super()._deserialize(value, attr, data, **kwargs)
