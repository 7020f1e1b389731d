"""What a story has saved under a name: ``$claim`` is its number, ``$claim.state`` a field of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sanbao.i18n import N_, _
from sanbao.story.report import Unmet, difference
from sanbao.story.values import text_of

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_USE = re.compile(r"\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)((?:\.[A-Za-z0-9_]+)*))", re.ASCII)


@dataclass(frozen=True)
class Saved:
    """What one step brought: what people call it, and the whole answer with its fields."""

    called: Any
    answer: Any


@dataclass
class Names:
    """All that was saved so far."""

    saved: dict[str, Saved] = field(default_factory=dict)

    def filled(self, value: Any) -> Any:
        """Return text, lists and tables with every ``$name`` replaced; ``$$`` stands for one ``$``."""
        if isinstance(value, Mapping):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.filled(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = _USE.fullmatch(value)
        if whole is not None and whole[1] is None:
            return self._value(whole)
        return _USE.sub(lambda use: "$" if use[1] else str(self._value(use)), value)

    def _value(self, use: re.Match[str]) -> Any:
        saved = self.saved[use[2]]
        path = [part for part in use[3].split(".") if part]
        found = _reach(use[0], saved.answer, path) if path else saved.called
        if isinstance(found, Mapping):
            raise Unmet(difference(use[0], _(N_("a single value")), ", ".join(map(str, found))))
        if isinstance(found, list | tuple):
            return [text_of(item) for item in found]
        return text_of(found)


def _reach(use: str, answer: Any, path: list[str]) -> Any:
    """Follow ``.name`` and ``.0`` into an answer."""
    for part in path:
        if isinstance(answer, Mapping) and part in answer:
            answer = answer[part]
        elif isinstance(answer, list | tuple) and part.isdigit() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            known = ", ".join(map(str, answer)) if isinstance(answer, Mapping) else text_of(answer)
            raise Unmet(difference(use, _(N_("a field named {name}"), name=part), str(known)))
    return answer


def used(value: Any) -> Iterator[str]:
    """Give every name that a text, list or table uses."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from used(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from used(item)
    elif isinstance(value, str):
        yield from (use[2] for use in _USE.finditer(value) if use[2])
