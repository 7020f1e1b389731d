"""What can be chosen in a field whose words the plugins of the open company make up: kinds of cost, roles, settings.

Such a field says ``metadata={"among": "cost_type"}``; whatever it is given is judged by the operation itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sanbao.i18n import _

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry

#: By its own name, so that whoever landed in the wrong one finds the way back.
LANGUAGES = {"zh_Hans_CN": "中文", "en": "English"}


def _settings(registry: Registry) -> dict[str, str]:
    return {name: f"{name} – {_(spec.help)}" for name, spec in sorted(registry.settings.items())}


_SETS: Mapping[str, Callable[[Registry], Mapping[str, str]]] = {
    "cost_type": lambda registry: {code: one.title for code, one in registry.cost_types.items()},
    "language": lambda _registry: LANGUAGES,
    "role": lambda registry: registry.roles,
    "setting": _settings,
}


def choices(registry: Registry, among: str) -> dict[str, str]:
    """Return the codes of a set with their words in the current language."""
    return {code: _(words) for code, words in _SETS[among](registry).items()}
