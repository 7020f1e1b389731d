"""What the lists show: of the core's own tables, of every kind of paper, and what plugins add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao_admin import plugin_pages
from sanbao_admin.lists.specs import books, papers, registry

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.lists.spec import ListSpec


def all_lists(erp: Sanbao) -> list[ListSpec]:
    """Return every list there is here; a plugin brings its own through ``lists(erp)`` in its ``admin.py``."""
    brought = [
        spec
        for module in plugin_pages.modules(erp)
        for spec in getattr(module, "lists", lambda _erp: [])(erp)
    ]
    return [*papers.lists(erp.registry), *registry.LISTS, *books.LISTS, *brought]
