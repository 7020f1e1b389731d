"""Addresses of pages that are quickly made: hundreds of them stand in the map, and a page links to a few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

#: What writes an address: the two functions that Werkzeug compiles for each rule.
Builder = Callable[..., tuple[str, str]]


class PatientRule(Rule):
    """A rule of the address map that compiles what writes its address when somebody first links to it.

    Werkzeug compiles at once, which is most of what it takes to start the office.
    """

    def _compile_builder(self, *given: Any, **more: Any) -> Builder:
        compile_now = super()._compile_builder
        compiled: Builder | None = None

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            nonlocal compiled
            compiled = compiled or compile_now(*given, **more)
            return compiled(rule, **values)

        return build
