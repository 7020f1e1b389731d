"""What stands in a record now: in the fields of a form that edits it, beside those of any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import marshmallow as ma
from sqlalchemy import inspect

from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao.records import is_paper, name_of
from sanbao_admin.acting.controls import Control
from sanbao_admin.skin import shown

LONGEST = 120
#: How what a form showed is sent back with it: ``was.phone``.
WAS = "was."


def told(control: Control, record: Any) -> Control:
    """Return a field with what its record says there now, if it says anything."""
    if is_paper(record) or control.path not in inspect(type(record)).attrs:
        return control
    text = _said(control, getattr(record, control.path))
    if not text:
        return control
    now = _(N_("Now: {value}"), value=text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    return replace(control, help=f"{control.help} {now}".strip())


def _said(control: Control, value: Any) -> str:
    if value is None or value == "":
        return ""
    if hasattr(value, "_sa_instance_state"):
        return name_of(value)
    label = dict(control.choices).get(value) if isinstance(value, str) else None
    return label or shown(worded(control.path, value))


def standing(
    schema: ma.Schema, control: Control, record: Any, was: Mapping[str, str], *, fresh: bool
) -> Control:
    """Return a field with what its record says there, ready to be changed or emptied.

    What somebody left as it was follows the record, also where a colleague changed it meanwhile.
    """
    now = text_of(record, control.path)
    if now is None or control.path not in schema.fields:
        return told(control, record)
    stood = now.splitlines() if control.look == "choices" else now
    if not control.value and fresh:
        return replace(control, value=stood, was=now, preset="")
    if not fresh and control.path in was and _same(control.value, was[control.path]):
        return replace(control, value=stood, was=now)
    return replace(control, was=now if fresh else was.get(control.path, now))


def _same(given: Any, text: str) -> bool:
    """Tell whether a field still says what it showed; of several words each, however the browser ends its lines."""
    words = given if isinstance(given, list) else str(given).splitlines()
    return list(words) == text.splitlines()


def text_of(record: Any, name: str) -> str | None:
    """Return what a record says in a field as one would type it; None where that is no word, number or list of words."""
    kind = type(record)
    if name not in inspect(kind).attrs and not isinstance(getattr(kind, name, None), property):
        return None
    value = getattr(record, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return shown(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    if hasattr(value, "_sa_instance_state"):
        return name_of(value)
    return str(value) if isinstance(value, str | int) else None


def changed(data: Mapping[str, Any], was: Mapping[str, str]) -> dict[str, Any]:
    """Return what differs from what the form showed; a field that was emptied says that nothing shall stand there.

    >>> changed({"name": "A", "phone": "2"}, {"name": "A", "phone": "1", "email": "a@b"})
    {'phone': '2', 'email': None}
    """
    kept = {name: value for name, value in data.items() if name not in was or not _same(value, was[name])}
    return kept | {name: None for name, text in was.items() if text and name not in data}
