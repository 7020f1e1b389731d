"""Where a list goes on: the key of the last record, wrapped so that nobody counts on what is in it."""

from __future__ import annotations

import base64
import binascii

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import Message

_MARK = "after:"
_LONGEST = 60
_LAST_KEY = 2**63 - 1


def write(key: int) -> str:
    """Return the cursor of a key.

    >>> read(write(17))
    17
    """
    return base64.urlsafe_b64encode(f"{_MARK}{key}".encode("ascii")).decode("ascii").rstrip("=")


def read(cursor: str) -> int:
    """Return the key of a cursor; ``ValueError`` if it is none of ours."""
    if not cursor.isascii() or len(cursor) > _LONGEST:
        raise ValueError(cursor)
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError(cursor) from error
    digits = text.removeprefix(_MARK)
    if digits == text or not digits.isdigit() or int(digits) > _LAST_KEY or write(int(digits)) != cursor:
        raise ValueError(cursor)
    return int(digits)


class CursorField(fields.Field[int]):
    """The ``next`` of the page before."""

    default_error_messages = {"invalid": Message(N_("This is no cursor of this list."))}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> int:
        try:
            return read(str(value))
        except ValueError as error:
            raise self.make_error("invalid") from error
