"""What a list is, declared as data: its columns, how it is searched, grouped, and what its rows can be used for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any, Literal

from sanbao.i18n import _
from sanbao.i18n.headings import heading
from sanbao.i18n.plurals import several

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from sanbao.work import Work
    from sanbao_admin.policy import Need

#: How the values of a column are read, shown, filtered and exported.
Look = Literal[
    "text", "code", "words", "number", "amount", "quantity", "date", "moment", "state", "yesno", "reference"
]
NUMERIC = ("number", "amount", "quantity")
DAYS = ("date", "moment")
CODED = ("state", "words")
#: Words in an address that are no filters.
RESERVED = (
    "q", "sort", "after", "before", "size", "show", "group", "open", "view", "by", "month", "saved", "count",
    "all", "lang", "as",
)  # fmt: skip

Words = Mapping[str, str]


@dataclass(frozen=True)
class Col:
    """A column of a list: where its value stands, how it looks, and what may be done with it.

    ``source`` is a mapped attribute of the list's own table or of the table beside it. A column without one is
    reckoned for the rows of a page by ``reckon``, and can be neither sorted nor filtered. ``target`` is the table
    that a reference points to; ``words`` are the names of codes; ``is_beside`` marks columns of the list's ``own`` table.
    """

    field: str
    source: Any = None
    look: Look = "text"
    title: str = ""
    target: str = ""
    words: Words = made(default_factory=dict)
    is_shown: bool = True
    is_sortable: bool = False
    is_filter: bool = False
    is_group: bool = False
    is_total: bool = False
    is_key: bool = False
    is_beside: bool = False
    reckon: Callable[[Work, Sequence[int]], Mapping[int, Any]] | None = None

    @property
    def heading(self) -> str:
        """The column's title in the current language."""
        return _(self.title) if self.title else heading(self.field)

    @property
    def is_numeric(self) -> bool:
        """Whether it stands on the right."""
        return self.look in NUMERIC

    @property
    def is_nullable(self) -> bool:
        """Whether rows may have none: a paper whose plugin was purged has no row in the table beside it."""
        return self.is_beside or bool(self.source.property.columns[0].nullable)


@dataclass(frozen=True)
class Facet:
    """A filter that is more than a column: mine, overdue."""

    name: str
    title: str
    condition: Callable[[Work], ColumnElement[bool]]


@dataclass(frozen=True)
class Through:
    """Rows are also found by what they refer to: a claim by its customer's name."""

    column: Any
    model: type[Any]
    exact: Sequence[Any] = ()
    prefix: Sequence[Any] = ()
    contains: Sequence[Any] = ()


@dataclass(frozen=True)
class Search:
    """What the search box looks at: whole codes first, then beginnings, then words inside names."""

    exact: Sequence[Any] = ()
    prefix: Sequence[Any] = ()
    contains: Sequence[Any] = ()
    through: Sequence[Through] = ()
    hint: str = ""


def _nothing(_work: Work) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class ListSpec:
    """A list: which rows, which columns in which order, and what leads away from it.

    ``path`` is its address. ``root`` is the mapped class with ``id`` and ``company_id``; ``own`` stands beside it,
    row by row, joined by ``joined``. ``called`` is the attribute by which operations are told which row is meant,
    ``address`` the page of a row with fields in braces. ``on`` names what operations on rows work on, ``create`` the
    operations that make a new one. ``states`` are the columns of the board, in the order of the flow.
    """

    name: str
    path: str
    title: str
    root: type[Any]
    columns: Sequence[Col]
    sort: str
    need: Need
    help: str = ""
    menu: str = ""
    icon: str = "list"
    in_menu: bool = True
    search: Search = made(default_factory=Search)
    facets: Sequence[Facet] = ()
    where: Callable[[Work], Sequence[Any]] = _nothing
    own: type[Any] | None = None
    joined: Any = None
    called: str = ""
    address: str = ""
    on: Sequence[Any] = ()
    create: Sequence[str] = ()
    states: Words = made(default_factory=dict)
    is_paper: bool = False
    kind: str = ""
    empty: str = ""

    def heading(self) -> str:
        """What the rows are called: a kind of papers is named for one of them."""
        return several(self.title) if self.kind else _(self.title)

    def column(self, name: str) -> Col | None:
        """Return the column of a name."""
        return next((one for one in self.columns if one.field == name), None)

    def columns_where(self, quality: str) -> list[Col]:
        """Return the columns that may be sorted, filtered, grouped … (``is_sortable`` …)."""
        return [one for one in self.columns if getattr(one, quality)]

    @property
    def code(self) -> str:
        """The list's name as an endpoint."""
        return "list_" + self.name.replace("/", "_")
