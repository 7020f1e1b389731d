"""The base of every input, and how it is read inside a transaction: every problem at once, by its path."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import marshmallow as ma
from marshmallow import ValidationError

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.schema.messages import REQUIRED, UNKNOWN

if TYPE_CHECKING:
    from sanbao.work import Work

#: The transaction in which input is being read; references are looked up there.
reading_work: ContextVar[Work | None] = ContextVar("sanbao_reading_work", default=None)


class Input(ma.Schema):
    """The base of every input: unknown fields are refused, blank text is left out."""

    class Meta:
        """Refuse what nobody asked for."""

        unknown = ma.RAISE

    error_messages = {"unknown": UNKNOWN, "type": N_("Please give named fields.")}  # noqa: RUF012

    @ma.pre_load
    def drop_blanks(self, data: Any, **_kwargs: Any) -> Any:
        """Treat blank text as not given."""
        if not isinstance(data, Mapping):
            return data
        return {
            key: value for key, value in data.items() if not (isinstance(value, str) and not value.strip())
        }

    def handle_error(self, error: ValidationError, data: Any, **kwargs: Any) -> None:
        """Put our own words where marshmallow's sentence is bare."""
        _reword(error.messages)


def _reword(messages: Any) -> None:
    if isinstance(messages, dict):
        for key, value in messages.items():
            if isinstance(value, list):
                messages[key] = [_reworded(text) for text in value]
            else:
                _reword(value)


def _reworded(text: Any) -> Any:
    if text in (UNKNOWN, "Unknown field."):
        return _(UNKNOWN)
    if text == "Missing data for required field.":
        return REQUIRED.format()
    return _(text) if isinstance(text, str) else text


def load(schema: ma.Schema, data: Any, work: Work | None = None) -> dict[str, Any]:
    """Return typed values; raise :class:`Invalid` with every problem by its path (``lines.2.amount``)."""
    token = reading_work.set(work)
    try:
        loaded: dict[str, Any] = schema.load(data if data is not None else {})
    except ValidationError as error:
        raise Invalid(list(flatten(error.messages))) from error
    finally:
        reading_work.reset(token)
    return loaded


def flatten(messages: Any, path: str = "") -> list[Problem]:
    """Turn marshmallow's nested messages into one list of problems with dotted paths."""
    if isinstance(messages, Mapping):
        problems = []
        for key, value in messages.items():
            name = "" if key == "_schema" else str(key)
            problems += flatten(value, ".".join(part for part in (path, name) if part))
        return problems
    texts = messages if isinstance(messages, list) else [messages]
    return [Problem(path, str(text)) for text in texts]
