"""The menu on the left: reckoned once for an application, and shown to each person as far as she may go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_admin import Admin

from sanbao_admin import people
from sanbao_admin.views import GROUPS

_KEPT = "sanbao_menu"


@dataclass(frozen=True)
class Entry:
    """A page in the menu, with its address and how it is called."""

    view: Any
    title: str
    address: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Pages that stand together; those of the group without a name stand above all others."""

    code: str
    title: str
    entries: Sequence[Entry]


def menu(admin: Admin) -> Iterator[Group]:
    """Yield the groups of the menu with the pages that whoever is asking may open."""
    for group in _groups(admin):
        open_to_her = [one for one in group.entries if one.view.is_accessible()]
        if open_to_her:
            yield Group(group.code, group.title, open_to_her)


def _groups(admin: Admin) -> list[Group]:
    found: list[Group] | None = vars(admin).get(_KEPT)
    if found is None:
        found = [Group(code, group_title(code), _entries(admin, code)) for code in _codes(admin)]
        setattr(admin, _KEPT, found)
    return found


def _codes(admin: Admin) -> list[str]:
    """Return the groups in their order: those of the plugins that have one of their own follow the service."""
    used = {str(view.category or "") for view in admin._views}
    own = [name for name in people.erp().registry.plugins if name in used and name not in GROUPS]
    first, *others = GROUPS
    return ["", first, *own, *others]


def group_title(code: str) -> str:
    """Return what a group of the menu is called: a plugin's own bears the plugin's name."""
    plugins = people.erp().registry.plugins
    return GROUPS[code] if code in GROUPS else plugins[code].title if code in plugins else ""


def _entries(admin: Admin, code: str) -> list[Entry]:
    """Return the pages of a group; in a plugin's own, those made for its work stand before its lists of papers."""
    found = [view for view in admin._views if (view.category or "") == code and view.is_visible()]
    if code and code not in GROUPS:
        found.sort(key=lambda view: getattr(view, "spec", None) is not None)
    return [
        Entry(
            view,
            getattr(view, "title", view.name),
            view.get_url(f"{view.endpoint}.{view._default_view}"),
            getattr(view, "icon", "file"),
        )
        for view in found
    ]
