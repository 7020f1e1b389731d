"""What stands in a record now, told beside the field that would change it: a blank field changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import inspect

from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao.records import is_paper, name_of
from sanbao_admin.acting.controls import Control
from sanbao_admin.skin import shown

LONGEST = 120


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
