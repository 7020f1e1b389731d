"""Single values: how a story writes them, and how an answer shows them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sanbao.money import parse_decimal
from sanbao.schema import YesNoField, parse_day

YES, NO = "yes", "no"


def text_of(value: Any) -> str | None:
    """Return a value as a story would write it; nothing stays nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def is_open(text: str) -> bool:
    """Tell whether a text still holds a ``$name``, so that only its form can be checked."""
    return "$" in text


def amount(text: str) -> Decimal:
    """Return an amount with or without thousands commas; ``ValueError`` if it is none."""
    whole, point, rest = text.partition(".")
    head = whole.lstrip("+-")
    if "," in head:
        first, *groups = head.split(",")
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups) or "," in rest:
            raise ValueError(text)
    return parse_decimal(whole.replace(",", "") + point + rest)


def is_zero(text: str) -> bool:
    """Tell whether a text is an amount of nothing."""
    try:
        return amount(text) == 0
    except ValueError:
        return False


def yes_no(text: str) -> bool:
    """Return yes or no, in either language; ``ValueError`` if it is neither."""
    from marshmallow import ValidationError

    try:
        return bool(YesNoField().deserialize(text))
    except ValidationError as error:
        raise ValueError(text) from error


def day(text: str) -> date:
    """Return a day such as 2024-02-29; ``ValueError`` if it is none."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise ValueError(text) from error


def moment(text: str, zone: ZoneInfo) -> datetime:
    """Return a moment such as 2024-02-29T09:00, local time of the company unless it says otherwise (CAL-07)."""
    found = datetime.fromisoformat(text.strip())
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)
