"""Answers as plain data, for programs and for screens: decimals and days as text, sentences in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from sanbao.coverage.verdicts import verdict_of
from sanbao.decision import Decision, Text


def as_data(value: Any) -> Any:
    """Return an answer as JSON data a person can read: decimals and days as text, sentences translated."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_data(item) for item in value]
    if is_dataclass(value):
        covered = (
            {"covered": value.covered, "verdict": verdict_of(value).value}
            if isinstance(value, Decision)
            else {}
        )
        return {**covered, **{field.name: as_data(getattr(value, field.name)) for field in fields(value)}}
    from sanbao import seal  # it knows the tables, which need not be there to show a value

    return seal.plain(value)
