"""From a policy's text to the policy and back: YAML in, the same JSON out every time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from sanbao.errors import Invalid, Problem
from sanbao.plain_yaml import BadYaml, read_yaml
from sanbao.profiles.fields import Said
from sanbao_warranty.policy.schema import PolicySchema
from sanbao_warranty.policy.terms import Policy

_EMPTY = frozenset({"", "null", "~"})
#: For people; a better wording is not another promise.
_OUTSIDE_THE_HASH = ("names", "source")
_SCHEMA = PolicySchema()


class BadPolicy(Invalid):
    """A policy's text cannot be used; every place and what would be right there."""

    code = "warranty.bad_policy"


def load_text(text: str) -> Policy:
    """Read a policy from its YAML text; :class:`BadPolicy` names every problem."""
    try:
        data = read_yaml(text)
    except BadYaml as error:
        raise BadPolicy(error.problems) from error
    return load(data)


def load(data: Any) -> Policy:
    """Read a policy from plain data, as :func:`dump` or JSON gives it."""
    try:
        policy = _SCHEMA.load(_plain(data))
    except ValidationError as error:
        raise BadPolicy(list(_problems(error.messages, ""))) from error
    assert isinstance(policy, Policy)  # noqa: S101 - what the schema makes
    return policy


def dump(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain JSON data; loading it gives an equal policy."""
    data: dict[str, Any] = json.loads(json.dumps(_SCHEMA.dump(policy)))
    return data


def canonical(policy: Policy) -> str:
    """Return the text over which a version's content hash is taken: without names, in one fixed order."""
    data = {name: value for name, value in dump(policy).items() if name not in _OUTSIDE_THE_HASH}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(name): _plain(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(item) for item in data]
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, int):
        return str(data)
    return None if isinstance(data, str) and data.strip() in _EMPTY else data


def _problems(messages: Any, path: str) -> Iterator[Problem]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _problems(inner, _below(path, name))
    elif isinstance(messages, list):
        for message in messages:
            yield from _problems(message, path)
    elif isinstance(messages, Said):
        yield Problem(path, messages.message, messages.params)
    else:
        yield Problem(path, str(messages))


def _below(path: str, name: Any) -> str:
    if name in ("_schema", "key", "value"):
        return path
    if isinstance(name, int):
        return f"{path}[{name + 1}]"
    return f"{path}.{name}" if path else str(name)
