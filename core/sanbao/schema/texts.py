"""Words, codes and addresses."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any, Literal

from marshmallow import fields

from sanbao.addresses import is_address
from sanbao.i18n import N_
from sanbao.schema.messages import REQUIRED, Message


class TextField(fields.Field[str]):
    """Words of a person: trimmed, NFC, no control characters, at most ``longest`` characters."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please write text.")),
        "control": Message(N_("There are characters in it that cannot be printed.")),
        "long": Message(N_("Please write at most {longest} characters.")),
        "required": REQUIRED,
    }
    form: Literal["NFC", "NFKC"] = "NFC"

    def __init__(self, longest: int = 2000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self.make_error("invalid")
        text = unicodedata.normalize(self.form, str(value)).strip()
        # To look at each letter takes its time in a file of thousands of rows, and few texts need it.
        if not text.isprintable() and any(_is_control(letter) for letter in text):
            raise self.make_error("control")
        if len(text) > self.longest:
            raise self.make_error("long", longest=self.longest)
        return text


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"


class CodeField(TextField):
    """A code, serial number or phone number: full-width letters and digits become plain ones, one line."""

    form = "NFKC"

    def __init__(self, longest: int = 80, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\n" in text or "\t" in text:
            raise self.make_error("control")
        return text


class EmailField(CodeField):
    """One address of electronic mail, and nothing beside it that a letter's head could take for more."""

    default_error_messages = {  # noqa: RUF012
        "address": Message(N_("“{input}” is no address such as name@example.com.")),
    }

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_address(text):
            raise self.make_error("address", input=text)
        return text
