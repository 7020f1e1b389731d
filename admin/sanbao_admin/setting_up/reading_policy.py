"""A policy as a document that people read, and two of its versions side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

_CODE = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
#: What stands above a document, not in it.
HEAD = ("code", "version", "names", "source")

#: How the terms of voucher layouts are called; a plugin's catalogue knows the words of its own policies.
LAYOUT_WORDS = (
    N_("account dots"),
    N_("cell"),
    N_("columns"),
    N_("constant"),
    N_("dates"),
    N_("sheet"),
    N_("summary longest"),
)


@dataclass(frozen=True)
class Part:
    """A piece of a policy: a value under its name, or a group with parts of its own."""

    title: str
    text: str = ""
    parts: tuple[Part, ...] = field(default=())
    items: tuple[tuple[Part, ...], ...] = field(default=())


def document(content: Mapping[str, Any]) -> list[Part]:
    """Return a policy's content as parts with titles in the language of the request."""
    return [_part(name, value) for name, value in content.items() if name not in HEAD]


def _part(name: str, value: Any) -> Part:
    title = heading(name)
    if isinstance(value, Mapping):
        return (
            Part(title, parts=tuple(_part(key, one) for key, one in value.items()))
            if value
            else Part(title, _(N_("as usual")))
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(one, Mapping) for one in value):
            rows = (one if isinstance(one, Mapping) else {name: one} for one in value)
            return Part(
                title, items=tuple(tuple(_part(key, cell) for key, cell in row.items()) for row in rows)
            )
        return Part(title, _(N_(", ")).join(_text(name, one) for one in value))
    return Part(title, _text(name, value))


def _text(name: str, value: Any) -> str:
    if value is None:
        return _(N_("not stated"))
    if str(value) in ("yes", "no", "true", "false"):
        return _("yes") if str(value) in ("yes", "true") else _("no")
    shown = worded(name, value)
    if shown != value or not isinstance(value, str):
        return str(shown)
    return _(value.replace("_", " ")) if _CODE.fullmatch(value) else value


def written(content: Mapping[str, Any]) -> str:
    """Return a policy's content as the YAML that is published."""
    text: str = yaml.dump(_plain(content), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110)
    return text


class _Writer(yaml.SafeDumper):
    """Writes every text bare where the strict reader takes it so: to it there is nothing but text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as in the class that is overruled


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "null" if value is None else str(value)


@dataclass(frozen=True)
class Line:
    """A line of a comparison: how it reads on the left and on the right."""

    left: str | None
    right: str | None
    is_same: bool


def compared(left: str, right: str) -> list[Line]:
    """Return two texts line by line, side by side; only what differs is marked."""
    first, second = left.splitlines(), right.splitlines()
    found: list[Line] = []
    for same, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if same == "equal":
            found += [Line(line, line, True) for line in first[a:b]]
            continue
        height = max(b - a, d - c)
        lefts: list[str | None] = [*first[a:b], *[None] * (height - (b - a))]
        rights: list[str | None] = [*second[c:d], *[None] * (height - (d - c))]
        found += [Line(one, other, False) for one, other in zip(lefts, rights, strict=True)]
    return found
