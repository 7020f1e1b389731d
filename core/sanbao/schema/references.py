"""Records, by what people call them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from sanbao.errors import NotFound
from sanbao.i18n import N_
from sanbao.schema.inputs import reading_work
from sanbao.schema.messages import REQUIRED, Message


class RefField(fields.Field[Any]):
    """A record by what people call it: a product by its code, a unit by its serial number, a paper by its number."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please write a code, a serial number or a number.")),
        "required": REQUIRED,
    }

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.metadata = {"reference": kind, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        work = reading_work.get()
        if work is None:
            raise RuntimeError("references can only be read inside a Work")
        if isinstance(value, bool | list | Mapping):
            raise self.make_error("invalid")
        if not isinstance(value, str | int):
            return value
        key = unicodedata.normalize("NFKC", str(value)).strip()
        try:
            return work.find(self.kind, key)
        except NotFound as error:
            raise ValidationError(str(error)) from error
