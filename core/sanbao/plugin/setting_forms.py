"""How the value of a setting may be written: what a setting's ``form`` is made of, beside the readers of periods and times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError

from sanbao.errors import Invalid
from sanbao.i18n import N_
from sanbao.money import parse_decimal
from sanbao.schema import YesNoField

#: Reads a value as whoever uses the setting will read it; ``Invalid`` or ``ValueError`` where nobody could.
Form = Callable[[Any], object]


class NotAmong(Invalid):
    """A setting that takes one of a few words was given another."""

    code = "setting.not_among"
    message = N_("“{given}” is none of: {known}.")


class NotDays(Invalid):
    """A setting that takes numbers of days was given something else."""

    code = "setting.not_days"
    message = N_("“{given}” is no row of whole numbers of days with commas, such as {example}.")


class NotWhole(Invalid):
    """A setting that counts days or months was given less than nothing, or a part of one."""

    code = "setting.not_whole"
    message = N_("“{given}” is no whole number from {least} to {most}.")


class NotAnAmount(Invalid):
    """A setting that holds amounts was given something else."""

    code = "setting.not_an_amount"
    message = N_("“{given}” is no amount such as 5000.00.")


class Negative(Invalid):
    """A setting that is an amount or a share was given less than nothing."""

    code = "setting.negative"
    message = N_("“{given}” is less than nothing; please give 0 or more.")


def one_of(*known: str) -> Form:
    """Take one of these words."""

    def read(value: Any) -> str:
        if value not in known:
            raise NotAmong(given=value, known=", ".join(known))
        return str(value)

    return read


def some_of(*known: str) -> Form:
    """Take several of these words, with commas between them."""
    word = one_of(*known)

    def read(value: Any) -> list[object]:
        return [word(part.strip()) for part in value.split(",") if part.strip()]

    return read


def values(form: Form) -> Form:
    """Take pairs whose right sides have a form each."""

    def read(value: Mapping[str, Any]) -> dict[str, object]:
        return {name: form(one) for name, one in value.items()}

    return read


def whole(least: int = 0, most: int = 100_000) -> Form:
    """Take a whole number between these two."""

    def read(value: Any) -> int:
        if value != int(value) or not least <= value <= most:
            raise NotWhole(given=value, least=least, most=most)
        return int(value)

    return read


def not_negative(value: Any) -> object:
    """Take 0 and whatever is more."""
    if value < 0:
        raise Negative(given=value)
    return value


def days(value: Any) -> list[int]:
    """Take whole numbers of days with commas between them, in any order.

    >>> days("90,30,7")
    [90, 30, 7]
    """
    parts = [part.strip() for part in str(value).split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise NotDays(given=value, example="90,30,7")
    return [int(part) for part in parts]


def amount(value: Any) -> Decimal:
    """Take an amount of 0 or more, as it is typed everywhere."""
    try:
        found = parse_decimal(str(value))
    except ValueError as error:
        raise NotAnAmount(given=value) from error
    not_negative(found)
    return found


def yes_no(value: Any) -> object:
    """Take yes or no, as it is typed everywhere."""
    try:
        return YesNoField().deserialize(value)
    except ValidationError as error:
        raise NotAmong(given=value, known="yes, no") from error
