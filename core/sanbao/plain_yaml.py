"""YAML in which every scalar stays the text that was written: ``0012`` and ``yes`` mean what they say.

Stories, policies and command-line data are read with it; a schema types each value where it is used.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _

_NOTHING = frozenset({"", "null", "~"})
#: What has more letters than a long policy is not kept in memory.
_LONG = 20_000


class BadYaml(Invalid):
    """The text is not YAML that can be read without guessing."""

    code = "input.bad_yaml"


class TextLoader(yaml.SafeLoader):
    """Reads scalars as text; refuses a field that stands twice, and references between places."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse what YAML would silently drop."""
        seen: set[str] = set()
        for key, _value in node.value:
            if str(key.value) in seen:
                said = _(N_("“{name}” stands twice; keep one of them"), name=key.value)
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse references: everything is said in its own place, and no short text grows without end."""
        if self.check_event(yaml.AliasEvent):
            said = _(N_("references (*name) cannot be used; write the value itself"))
            raise yaml.composer.ComposerError(None, None, said, self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


TextLoader.yaml_implicit_resolvers = {}


def read_yaml(text: str) -> Any:
    """Return YAML with all scalars as text, empty ones as nothing; :class:`BadYaml` names the line."""
    try:
        return _nothing_for_null(_loaded(text) if len(text) > _LONG else _remembered(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = _(N_("line {line}:"), line=mark.line + 1) if mark is not None else ""
        reason = error.problem or error.context or ""
        raise BadYaml([Problem(place, N_("this is no YAML: {reason}"), {"reason": reason})]) from error
    except yaml.YAMLError as error:
        raise BadYaml([Problem("", N_("this is no YAML: {reason}"), {"reason": str(error)})]) from error
    except RecursionError as error:
        raise BadYaml([Problem("", N_("tables and lists stand too deep inside each other"))]) from error


def _loaded(text: str) -> Any:
    return yaml.load(text, TextLoader)  # noqa: S506 - a SafeLoader


#: A policy is read when it is tried, checked and published: 30 ms each time. Nobody changes what is kept.
_remembered = lru_cache(maxsize=128)(_loaded)


def _nothing_for_null(value: Any) -> Any:
    """Return a copy in which nothing stands where the text says so."""
    if isinstance(value, dict):
        return {str(key): _nothing_for_null(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nothing_for_null(item) for item in value]
    return None if isinstance(value, str) and value.strip() in _NOTHING else value
