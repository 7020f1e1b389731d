"""What a search shows: records, pages and operations as titles that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import current_app

from sanbao.i18n import LOCALES, N_, _, translate
from sanbao.searching import Found, find, plain
from sanbao_admin.acting import address, going
from sanbao_admin.acting.words import title as operation_title

if TYPE_CHECKING:
    from sanbao.operation import Operation
    from sanbao.work import Work

#: The groups in which hits stand on the page; a group with an exact hit comes first.
GROUPS = {
    "unit": N_("Units"),
    "document": N_("Papers"),
    "party": N_("Parties"),
    "entry": N_("Entries"),
    "product": N_("Products"),
    "site": N_("Sites"),
    "page": N_("Pages"),
    "operation": N_("Do"),
}
ICONS = {
    "unit": "box",
    "document": "file",
    "party": "users",
    "entry": "book",
    "product": "tag",
    "site": "building",
    "page": "list",
    "operation": "check",
}
#: One letter is in every title.
LEAST = 2


@dataclass(frozen=True)
class Hit:
    """One line of a search: what it is called, what else is known of it, and where it leads."""

    group: str
    title: str
    note: str
    address: str

    @property
    def icon(self) -> str:
        """The icon of its group."""
        return ICONS[self.group]


def hits(work: Work, text: str, limit: int) -> list[Hit]:
    """Return what fits: records the best first, then pages and operations; at most ``limit`` of each group."""
    typed = plain(text)
    if not typed:
        return []
    found = [Hit(one.kind, one.title, str(one.note), address_of(one)) for one in find(work, typed, limit)]
    records = [one for one in found if one.address]
    return [*records, *list(_pages(typed))[:limit], *list(_operations(work, typed))[:limit]]


def address_of(found: Found) -> str:
    """Return where a found record is looked at; a site has no page of its own, so its units are shown."""
    if found.kind == "entry":
        return going.entry(found.key)
    if found.kind == "site":
        return f"/records/unit?site={quote(found.key, safe='')}"
    return going.named(found.kind, found.key)


def _pages(text: str) -> Iterator[Hit]:
    """Yield the pages of the menu whose title, in either language, holds the words."""
    (admin,) = current_app.extensions["admin"]
    for view in admin._views:
        title = getattr(view, "title", "")
        if title and view.is_visible() and _holds(title, text) and view.is_accessible():
            yield Hit(
                "page",
                _(title),
                view.shown_help(),
                f"{view.get_url(f'{view.endpoint}.{view._default_view}')}".rstrip("/") or "/",
            )


def _operations(work: Work, text: str) -> Iterator[Hit]:
    """Yield what she may begin without a record, where the words stand in its title, its sentence or its name."""
    for one in work.registry.operations.values():
        if one.on is None and _says(one, text) and work.access.may(one.name):
            yield Hit("operation", operation_title(one), _(one.help), address(one.name))


def _says(operation: Operation, text: str) -> bool:
    return any(_holds(said, text) for said in (operation.title, operation.help, operation.name) if said)


def _holds(sentence: str, text: str) -> bool:
    wanted = text.casefold()
    return len(wanted) >= LEAST and any(
        wanted in translate(sentence, locale).casefold() for locale in LOCALES
    )


def grouped(found: list[Hit]) -> list[tuple[str, list[Hit]]]:
    """Return hits under the titles of their groups, in the order in which the groups come first."""
    groups: dict[str, list[Hit]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return [(_(GROUPS[group]), members) for group, members in groups.items()]


def as_json(found: list[Hit]) -> list[dict[str, Any]]:
    """Return hits as the palette reads them; the note says of what sort each is."""
    return [
        {
            "title": one.title,
            "note": " · ".join(part for part in (_(GROUPS[one.group]), one.note) if part),
            "address": one.address,
            "icon": one.icon,
            "group": one.group,
        }
        for one in found
    ]
