"""What is asked of a list by its address: read tolerantly, so that an odd word is noted and never fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_, _
from sanbao_admin.lists import cursors, filters, searching, values
from sanbao_admin.lists.cursors import Cursor
from sanbao_admin.lists.spec import Col, ListSpec

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from sanbao.work import Work

SIZES = (20, 50, 100, 200)
VIEWS = ("list", "board", "calendar")
_KEY = "id"


@dataclass(frozen=True)
class Sort:
    """By what a list is sorted; without a column by the key alone."""

    column: Col | None
    is_descending: bool

    @property
    def text(self) -> str:
        """The sort as it stands in an address."""
        return ("-" if self.is_descending else "") + (self.column.field if self.column is not None else _KEY)


@dataclass
class Asked:
    """What somebody wants to see of a list."""

    spec: ListSpec
    sort: Sort
    columns: list[Col]
    given: list[filters.Given] = field(default_factory=list)
    search: str = ""
    size: int = SIZES[0]
    after: Cursor | None = None
    before: Cursor | None = None
    group: Col | None = None
    opened: str = ""
    view: str = VIEWS[0]
    conditions: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.given or self.search)


def read(work: Work, spec: ListSpec, arguments: MultiDict[str, str], chosen: Sequence[str] = ()) -> Asked:
    """Return what an address asks of a list; ``chosen`` are the columns that the person likes to see."""
    reading = filters.read(work, spec, arguments)
    notes = reading.notes
    sort = _sort(spec, arguments.get("sort"), notes)
    asked = Asked(
        spec,
        sort,
        _columns(spec, arguments.get("show"), chosen),
        reading.found,
        search=values.cleaned(arguments.get("q", "")),
        size=_size(arguments.get("size")),
        after=_cursor(sort, arguments.get("after"), notes),
        group=_group(spec, arguments.get("group"), notes),
        opened=values.cleaned(arguments.get("open", "")),
        view=_view(spec, arguments.get("view")),
        notes=notes,
    )
    asked.before = None if asked.after else _cursor(sort, arguments.get("before"), notes)
    asked.conditions = [
        spec.root.company_id == work.company.id,
        *spec.where(work),
        *filters.conditions(asked.given),
    ]
    if asked.search:
        _look_for(work, asked)
    return asked


def _look_for(work: Work, asked: Asked) -> None:
    found = searching.find(work, asked.spec, asked.search, asked.conditions)
    asked.conditions.append(asked.spec.root.id.in_(found.ids))
    if found.is_cut:
        said = N_("More than {count} fit; only {count} of them are shown. Please type more.")
        asked.notes.append(_(said, count=f"{searching.MOST:,}"))
    if found.is_of_newest:
        said = N_(
            "Pieces of words were looked for in the newest {count} rows only; whole numbers everywhere."
        )
        asked.notes.append(_(said, count=f"{searching.NEWEST:,}"))


def _sort(spec: ListSpec, text: str | None, notes: list[str]) -> Sort:
    for wanted in (text, spec.sort):
        if wanted:
            name = wanted.removeprefix("-")
            column = spec.column(name)
            if column is not None and column.is_sortable:
                return Sort(None if name == _KEY else column, wanted.startswith("-"))
            notes.append(_(N_("This list cannot be sorted by “{column}”."), column=values.cleaned(name)))
    raise ValueError(f"{spec.name} cannot be sorted by {spec.sort}")


def _columns(spec: ListSpec, text: str | None, chosen: Sequence[str]) -> list[Col]:
    """Return the columns to show: those that the address names, else those that the person chose, else the usual ones."""
    named = (text or "").split(",") if text else list(chosen)
    wanted = [one for one in spec.columns if one.field in named or one.is_key]
    if len(wanted) > sum(1 for one in wanted if one.is_key):
        return [one for one in wanted if one.is_shown or one.field in named]
    return [one for one in spec.columns if one.is_shown]


def _size(text: str | None) -> int:
    return int(text) if text in {str(size) for size in SIZES} else SIZES[0]


def _cursor(sort: Sort, text: str | None, notes: list[str]) -> Cursor | None:
    if not text:
        return None
    try:
        return cursors.read(sort.column, text)
    except ValueError:
        notes.append(_(N_("This page is not known any more; here is the first one.")))
        return None


def _group(spec: ListSpec, text: str | None, notes: list[str]) -> Col | None:
    if not text:
        return None
    column = spec.column(text)
    if column is None or not column.is_group:
        notes.append(_(N_("This list cannot be grouped by “{column}”."), column=values.cleaned(text)))
        return None
    return column


def views_of(spec: ListSpec) -> list[str]:
    """Return the ways in which a list can be looked at."""
    has_days = any(one.look in ("date", "moment") and one.source is not None for one in spec.columns)
    return [VIEWS[0], *(["board"] if spec.states else []), *(["calendar"] if has_days else [])]


def _view(spec: ListSpec, text: str | None) -> str:
    return text if text in views_of(spec) else VIEWS[0]
