"""Addresses of pages that are quickly made: hundreds of them stand in the map, and a page links to a few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

#: What writes an address: the two functions that Werkzeug compiles for each rule.
Builder = Callable[..., tuple[str, str]]


@dataclass(frozen=True)
class Parsed:
    """What Werkzeug has read out of the words of a rule."""

    parts: tuple[RulePart, ...]
    trace: tuple[tuple[bool, str], ...]
    converters: dict[str, BaseConverter]


#: The same few hundred rules are read whenever an office is put together: at the start, and when a plugin is switched.
_PARSED: dict[str, Parsed] = {}


class PatientRule(Rule):
    """A rule of the address map that compiles what writes its address when somebody first links to it.

    Werkzeug compiles at once and reads each rule anew, which is most of what it takes to start the office.
    """

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        known = _PARSED.get(rule)
        if known is None:
            begun = len(self._trace)
            parts = tuple(super()._parse_rule(rule))
            known = Parsed(parts, tuple(self._trace[begun:]), dict(self._converters))
            _PARSED[rule] = known
        else:
            self._trace.extend(known.trace)
            self._converters.update(known.converters)
            self.arguments.update(known.converters)
        return known.parts

    def _compile_builder(self, *given: Any, **more: Any) -> Builder:
        compile_now = super()._compile_builder
        compiled: Builder | None = None

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            nonlocal compiled
            compiled = compiled or compile_now(*given, **more)
            return compiled(rule, **values)

        return build
