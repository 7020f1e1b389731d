"""Lists of papers, made from what is known of each kind: its flow, its own table, the operations on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Date, Text, func, or_, select
from sqlalchemy.sql.sqltypes import Integer

from sanbao.access.permissions import READ
from sanbao.database.types import Amount, Moment
from sanbao.documents.kinds import VOID, VOID_LABEL, AwayKind, DocumentKind
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_
from sanbao.registry.models import Host, Party, Unit
from sanbao.schema import ChoiceField
from sanbao_admin.api.records import shown_columns
from sanbao_admin.lists.references import REFERENCES
from sanbao_admin.lists.spec import RESERVED, Col, Facet, ListSpec, Look, Search, Through

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

ALL = "all"
#: The last word of an operation that makes a new paper.
MAKING = (
    "open", "draft", "issue", "receive", "pay", "enter", "make", "write", "record", "plan", "accrue", "count",
)  # fmt: skip
#: Own columns that the head has already, or that mean nothing to people.
_OF_THE_HEAD = ("party", "unit", "state", "company_id", "document_id", "lines", "version")
#: Decimals that nobody adds up.
_NOT_SUMMED = ("percent", "per_unit", "price", "rate", "discount", "quantity")
_HELP = N_("All papers of this kind that you may see; filter, group, export, and act on several at once.")
_EMPTY = N_("There is no such paper yet.")


def lists(registry: Registry) -> list[ListSpec]:
    """Return the list over all papers, and one for each kind whose plugin is on or away."""
    kinds = [_of_kind(registry, kind) for kind in registry.kinds.values()]
    return [_of_all(registry), *kinds, *(_of_away(kind) for kind in registry.away.values())]


def states_of(kind: DocumentKind | AwayKind) -> dict[str, str]:
    """Return the states of a kind in the order of its flow, with what they are called; void last."""
    if isinstance(kind, AwayKind):
        return dict(kind.states)
    return {**{state.code: state.label for state in kind.flow.states}, VOID: VOID_LABEL}


def _of_kind(registry: Registry, kind: DocumentKind) -> ListSpec:
    return ListSpec(
        columns=[*_head(states_of(kind), is_service=kind.menu == "service"), *_own_columns(registry, kind)],
        own=kind.model,
        joined=kind.model.document_id == Document.id,
        on=(kind.model, kind.name, "document"),
        create=tuple(_making(registry, kind)),
        menu=kind.menu,
        icon={"money": "money", "goods": "box"}.get(kind.menu, "file"),
        **{**_common(kind), "search": _search(kind)},
    )


def _of_away(kind: AwayKind) -> ListSpec:
    return ListSpec(columns=_head(states_of(kind)), in_menu=False, on=("document",), **_common(kind))


def _common(kind: DocumentKind | AwayKind) -> dict[str, Any]:
    name = kind.name

    def of_this_kind(_work: Work) -> Sequence[Any]:
        return [Document.kind == name]

    return {
        "name": f"papers/{name}",
        "path": f"/papers/{name}",
        "title": kind.title,
        "help": _HELP,
        "need": f"{name}.{READ}",
        "states": states_of(kind),
        "where": of_this_kind,
        "kind": name,
        **_PAPER,
    }


def _of_all(registry: Registry) -> ListSpec:
    kinds: dict[str, DocumentKind | AwayKind] = {**registry.away, **registry.kinds}
    states: dict[str, str] = {}
    for kind in kinds.values():
        for code, label in states_of(kind).items():
            states.setdefault(code, label)
    titles = {name: kind.title for name, kind in kinds.items()}
    number, *others = _head(states)
    kind_column = Col("kind", Document.kind, "words", words=titles, is_filter=True, is_group=True)
    return ListSpec(
        name=f"papers/{ALL}",
        path=f"/papers/{ALL}",
        title=N_("All papers"),
        help=N_("Papers of every kind that you may see, those of plugins that are off included."),
        need=tuple(f"{name}.{READ}" for name in kinds),
        columns=[number, kind_column, *others],
        where=readable,
        on=("document",),
        menu="service",
        icon="clip",
        **_PAPER,
    )


def readable(work: Work) -> Sequence[Any]:
    """Keep papers of kinds that she may not read out; what is left of purged plugins is read like what is away."""
    known = (*work.registry.kinds, *work.registry.away)
    open_to_her = [name for name in known if work.access.may(f"{name}.{READ}")]
    if len(open_to_her) == len(known):
        return []
    if work.access.may(f"gone.{READ}"):
        return [Document.kind.not_in([name for name in known if name not in open_to_her])]
    return [Document.kind.in_(open_to_her)]


def _deadlines(work: Work, ids: Sequence[int]) -> Mapping[int, Any]:
    query = select(DeadlineRecord.document_id, func.min(DeadlineRecord.due_at)).where(
        DeadlineRecord.document_id.in_(ids), DeadlineRecord.met_at.is_(None)
    )
    found = work.connection.execute(query.group_by(DeadlineRecord.document_id))
    return {key: due for key, due in found}


def _overdue(work: Work) -> Any:
    late = select(DeadlineRecord.document_id).where(
        DeadlineRecord.company_id == work.company.id,
        DeadlineRecord.due_at < work.now,
        DeadlineRecord.met_at.is_(None),
    )
    return Document.id.in_(late) & Document.closed_at.is_(None)


def _mine(work: Work) -> Any:
    return or_(Document.owner_id == work.user.id, Document.deputy_id == work.user.id)


def _open(_work: Work) -> Any:
    return Document.closed_at.is_(None)


_PAPER: dict[str, Any] = {
    "root": Document,
    "sort": "-dated_on",
    "called": "number",
    "address": "/paper/{number}",
    "is_paper": True,
    "empty": _EMPTY,
    "facets": (
        Facet("mine", N_("Mine"), _mine),
        Facet("overdue", N_("Overdue"), _overdue),
        Facet("unfinished", N_("Unfinished"), _open),
    ),
    "search": Search(
        exact=(Document.number,),
        prefix=(Document.number,),
        contains=(Document.title,),
        through=(
            Through(Document.party_id, Party, (Party.code, Party.phone), (), (Party.name,)),
            Through(Document.unit_id, Unit, (Unit.serial, Unit.serial_tail), (Unit.serial,)),
        ),
        hint=N_("Number, customer, phone, serial number, title"),
    ),
}
_HINT = N_("Number, customer, phone, serial number, plate, words of it")


def _search(kind: DocumentKind) -> Search:
    """Return what the search box of a kind looks at: what every paper has, and what the kind names of its own."""
    usual: Search = _PAPER["search"]
    own = [getattr(kind.model, name) for name in kind.searched]
    vehicles = [one for one in own if one.property.columns[0].references(Host.__table__.c.id)]
    texts = [one for one in own if isinstance(one.property.columns[0].type, Text)]
    if not own:
        return usual
    return replace(
        usual,
        contains=(*usual.contains, *texts),
        through=(
            *usual.through,
            *(Through(one, Host, (Host.plate, Host.vin, Host.code), (Host.plate,)) for one in vehicles),
        ),
        hint=_HINT,
    )


def _head(states: Mapping[str, str], is_service: bool = True) -> list[Col]:
    """Return the columns that every paper has; papers of the books are seldom about a unit."""
    every: dict[str, Any] = {"is_filter": True, "is_group": True}
    return [
        Col("number", Document.number, "code", is_sortable=True, is_key=True),
        Col("title", Document.title),
        Col("party", Document.party_id, "reference", target="party", **every),
        Col("unit", Document.unit_id, "reference", target="unit", is_filter=True, is_shown=is_service),
        Col("state", Document.state, "state", words=states, **every),
        Col("dated_on", Document.dated_on, "date", is_sortable=True, **every),
        Col("deadline", None, "moment", N_("Next deadline"), reckon=_deadlines, is_shown=is_service),
        Col("owner", Document.owner_id, "reference", N_("Owner"), "app_user", is_shown=False, **every),
        Col("deputy", Document.deputy_id, "reference", N_("Deputy"), "app_user", is_shown=False, is_filter=True),
        Col("created_by", Document.created_by_id, "reference", N_("Made by"), "app_user", is_shown=False, is_filter=True),
        Col("created_at", Document.created_at, "moment", N_("Made at"), is_shown=False, is_sortable=True, is_filter=True),
        Col("closed_at", Document.closed_at, "moment", N_("Finished at"), is_shown=False, is_sortable=True, is_filter=True),
    ]  # fmt: skip


def _own_columns(registry: Registry, kind: DocumentKind) -> list[Col]:
    """Return the plain columns of a kind's own table; its sum and its due day are shown, the others wait to be chosen."""
    words = _choices(registry, kind)
    head = {column.field for column in _head({})}
    found: list[Col] = []
    for one in shown_columns(registry, kind.model):
        title = kind.titles.get(one.name)
        if one.name in (*_OF_THE_HEAD, *RESERVED) or one.name in head or title == "":
            continue
        attribute = getattr(kind.model, one.attribute)
        target = one.target.__tablename__ if one.target is not None else ""
        look = "reference" if target in REFERENCES else _look(one, words)
        if look is not None and not (look == "number" and one.column.foreign_keys):
            column = _own_column(one.name, attribute, look, target, words)
            found.append(replace(column, title=title or ""))
    sums = [column.field for column in found if column.is_total]
    chosen = {"due_on", "gross" if "gross" in sums else next(iter(sums), "")}
    return [column if column.field not in chosen else _shown(column) for column in found]


def _shown(column: Col) -> Col:
    return replace(column, is_shown=True)


def _own_column(
    name: str, attribute: Any, look: Look, target: str, words: Mapping[str, Mapping[str, str]]
) -> Col:
    return Col(
        name,
        attribute,
        look,
        target=target,
        words=words.get(name, {}),
        is_shown=False,
        is_beside=True,
        is_sortable=look in ("date", "moment", "amount", "number"),
        is_filter=True,
        is_group=look in ("reference", "words", "yesno", "date"),
        is_total=look == "amount" and not any(word in name for word in _NOT_SUMMED),
    )


def _look(one: Any, words: Mapping[str, Any]) -> Look | None:
    kind = one.column.type
    if isinstance(kind, Text):
        return "words" if one.name in words else "text"
    looks: list[tuple[type[Any], Look]] = [
        (Amount, "amount"), (Date, "date"), (Moment, "moment"), (Boolean, "yesno"), (Integer, "number"),
    ]  # fmt: skip
    return next((look for of, look in looks if isinstance(kind, of)), None)


def _choices(registry: Registry, kind: DocumentKind) -> dict[str, Mapping[str, str]]:
    """Return what the codes in a kind's own columns are called: as it says itself, else as its operations offer them."""
    found: dict[str, Mapping[str, str]] = dict(kind.words)
    for name, operation in registry.operations.items():
        if operation.on is kind.model or name.startswith(f"{kind.name}."):
            for field, given in registry.schema(name).fields.items():
                if isinstance(given, ChoiceField):
                    found.setdefault(field, given.choices)
    return found


def _making(registry: Registry, kind: DocumentKind) -> list[str]:
    wanted = [*kind.made_by, *(f"{kind.name}.{verb}" for verb in MAKING)]
    wanted.append(kind.name.replace("_", ".", 1))  # a stock count is made by stock.count
    known = (one for one in dict.fromkeys(wanted) if one in registry.operations)
    return [one for one in known if registry.operations[one].on is None]
