"""Which tables people can bring, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sanbao.errors import NotFound
from sanbao.i18n import N_, translate
from sanbao.importing import columns, reading_back
from sanbao.ledger.operations import as_line
from sanbao.plugin.manifest import ImportKind
from sanbao.tables import SheetSpec

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

#: One workbook with all tables as its sheets.
REGISTER = "register"


class UnknownKind(NotFound):
    """There is no such table."""

    code = "tables.unknown_kind"
    message = N_("there is no table “{kind}”; there are: {known}")


def check_opening(work: Work, values: dict[str, Any]) -> None:
    """Refuse a line of opening balances whose account does not exist."""
    as_line(work, 0, values["lines"][0])


CORE = [
    ImportKind("cost_centre", N_("Cost centres"), "cost_centre.create", columns.COST_CENTRE, "code", "成本中心", rows=reading_back.cost_centres),
    ImportKind("party", N_("Parties"), "party.create", columns.PARTY_COLUMNS, "code", "往来单位", rows=reading_back.parties),
    ImportKind("product", N_("Products"), "product.create", columns.PRODUCT, "code", "产品", rows=reading_back.products),
    ImportKind("part", N_("Parts"), "product.add_part", columns.PRODUCT_PART, "", "部件", subject="product", rows=reading_back.product_parts),
    ImportKind("site", N_("Sites"), "site.create", columns.SITE, "code", "地点", rows=reading_back.sites),
    ImportKind("place", N_("Places"), "place.create", columns.PLACE, "code", "库位", rows=reading_back.places),
    ImportKind("host", N_("Hosts"), "host.create", columns.HOST, "code", "载体", rows=reading_back.hosts),
    ImportKind("unit", N_("Units"), "unit.register", columns.UNIT, "serial", "设备", rows=reading_back.units),
    ImportKind("unit_part", N_("Installed parts"), "unit.add_part", columns.UNIT_PART, "", "装机部件", subject="unit", rows=reading_back.unit_parts),
    ImportKind("price_list", N_("Price list"), "price_list.publish", columns.PRICE_LIST, "", "价目表", lines="lines", rows=reading_back.price_lists),
    ImportKind("opening", N_("Opening balances"), "opening.enter", columns.OPENING, "", "期初", lines="lines", check=check_opening),
]
#: Rows that agree in these columns are doubles.
UNIQUE = {"part": ("product", "code"), "unit": ("serial", "product"), "unit_part": (), "opening": (), "price_list": ("code", "valid_from", "item")}


def kinds_of(registry: Registry, name: str) -> list[ImportKind]:
    """Return the table of a name, or all of them, with the columns that plugins add to it."""
    if name != REGISTER and name not in registry.imports:
        raise UnknownKind(kind=name, known=", ".join((*registry.imports, REGISTER)))
    chosen = registry.imports.values() if name == REGISTER else [registry.imports[name]]
    return [_extended(registry, kind) for kind in chosen]


def _extended(registry: Registry, kind: ImportKind) -> ImportKind:
    known = {column.field for column in kind.columns}
    added = [
        columns.derived(name, field)
        for _plugin, extension in registry.extensions.get(kind.operation, ())
        for name, field in extension.schema().fields.items()
        if name not in known and columns.is_flat(field)
    ]
    return replace(kind, columns=(*kind.columns, *added))


def sheet_of(kind: ImportKind) -> SheetSpec:
    """Return what the sheet of a table may hold."""
    unique: Sequence[str] = UNIQUE.get(kind.name, (kind.key,) if kind.key else ())
    return SheetSpec(kind.name, title_of(kind, "zh_Hans_CN"), title_of(kind, "en"), kind.columns, unique=unique)


def title_of(kind: ImportKind, language: str) -> str:
    """Return what a table is called in a language."""
    return (kind.title_zh if language != "en" else "") or translate(kind.title, language)
