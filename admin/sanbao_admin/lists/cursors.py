"""Where a page of a list begins: the last value that was shown and the row's key, wrapped so that nobody counts on it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from sanbao_admin.lists import values
from sanbao_admin.lists.spec import Col

_LONGEST = 1_000
_LARGEST = 2**62


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: the value by which the list is sorted there, the row's key, and how many stand before."""

    value: Any
    key: int
    position: int


def write(cursor: Cursor) -> str:
    """Return a cursor as it stands in an address."""
    value = None if cursor.value is None else values.write(cursor.value)
    data = json.dumps([value, cursor.key, cursor.position], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(data.encode()).decode("ascii").rstrip("=")


def read(column: Col | None, text: str) -> Cursor:
    """Return the cursor that an address holds; ``ValueError`` if it is none of this list in this order."""
    if not text.isascii() or len(text) > _LONGEST:
        raise ValueError(text)
    try:
        data = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(text) from error
    if not isinstance(data, list) or len(data) != 3:
        raise ValueError(text)
    value, key, position = data
    if not _is_whole(key) or not _is_whole(position) or not isinstance(value, str | None):
        raise ValueError(text)
    return Cursor(_value(column, value), key, max(0, position))


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and abs(number) < _LARGEST


def _value(column: Col | None, text: str | None) -> Any:
    if column is None:
        return None
    if text is None:
        if not column.is_nullable:
            raise ValueError(text)
        return None
    if text == "" and column.look in ("text", "code", "words", "state"):
        return ""
    if column.look in ("text", "code", "words", "state"):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValueError(text)
        return text
    return values.read(column, text)
