"""Amounts and whole numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.money import MAX_UNITS, SCALE, parse_decimal
from sanbao.schema.messages import REQUIRED, Message

#: Digits and a point like any amount, only too many before it.
_LONG = re.compile(r"[+-]?\d{16,}(\.\d*)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)


class AmountField(fields.Field[Decimal]):
    """Money or a quantity: plain digits with a point, never rounded; ``places`` limits the digits after it."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a number such as 1250.00; plain digits and a point only.")),
        "fine": Message(N_("Please give at most {places} digits after the point.")),
        "large": Message(N_("This number is too large.")),
        "low": Message(N_("This must be at least {least}.")),
        "required": REQUIRED,
    }

    def __init__(self, places: int = 4, least: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = places
        self.least = Decimal(least) if least is not None else None
        self.metadata = {"type": "string", "format": "decimal", **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
            raise self.make_error("invalid", input=value)
        try:
            amount = parse_decimal(str(value))
        except ValueError as error:
            if _LONG.fullmatch(str(value).strip()):
                raise self.make_error("large") from error
            raise self.make_error("invalid", input=value) from error
        if amount != amount.quantize(Decimal(1).scaleb(-self.places)):
            raise self.make_error("fine", places=self.places)
        if abs(amount) > MAX_UNITS // SCALE:
            raise self.make_error("large")
        if self.least is not None and amount < self.least:
            raise self.make_error("low", least=self.least)
        return amount

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)


class WholeField(fields.Field[int]):
    """A whole number within bounds."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a whole number.")),
        "range": Message(N_("This must lie between {least} and {most}.")),
        "required": REQUIRED,
    }

    def __init__(self, least: int = 0, most: int = 10**9, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if not _WHOLE.fullmatch(text):
            raise self.make_error("invalid", input=value)
        number = int(text)
        if not self.least <= number <= self.most:
            raise self.make_error("range", least=self.least, most=self.most)
        return number
