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
    brought = plugin_pages.offered(erp, "lists", erp)
    return [*papers.lists(erp.registry), *registry.LISTS, *books.LISTS, *brought]
