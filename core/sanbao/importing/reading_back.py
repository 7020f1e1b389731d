"""What is recorded, as rows of the same tables that can be brought: taken away today, brought to another company tomorrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from sanbao.charging.models import PriceLine, PriceList
from sanbao.registry.models import (
    CostCentre,
    Host,
    Office,
    Party,
    Place,
    Product,
    ProductPart,
    Site,
    Unit,
    UnitPart,
)

if TYPE_CHECKING:
    from sanbao.work import Work

Reader = Callable[["Work"], Iterator[dict[str, Any]]]
PAGE = 1_000


def _pages(work: Work, model: Any, *options: Any) -> Iterator[Any]:
    """Give every record of the company, page by page, so that 400 000 units need no memory."""
    last = 0
    while True:
        query = select(model).where(model.company_id == work.company.id, model.id > last).order_by(model.id).limit(PAGE)
        page = list(work.session.scalars(query.options(*options)).unique())
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].id
        work.session.expunge_all()


def _codes(work: Work, model: Any) -> dict[int, str]:
    """Return the code of every record of a small table."""
    rows = work.session.execute(select(model.id, model.code).where(model.company_id == work.company.id))
    return {key: code for key, code in rows}


def _plain(model: Any, fields: Sequence[str], *, refers: str = "", to: Any = None) -> Reader:
    """Return a reader of a table's own columns, with one reference shown by its code."""

    def read(work: Work) -> Iterator[dict[str, Any]]:
        codes = _codes(work, to) if refers else {}
        for record in _pages(work, model):
            row = {name: getattr(record, name) for name in fields}
            yield {**row, refers: codes.get(getattr(record, f"{refers}_id"))} if refers else row

    return read


cost_centres = _plain(CostCentre, ("code", "name"), refers="office", to=Office)
places = _plain(Place, ("code", "name"), refers="party", to=Party)
hosts = _plain(Host, ("code", "kind", "plate", "vin"), refers="party", to=Party)
sites = _plain(Site, ("code", "name", "address", "contact", "phone", "time_zone"), refers="party", to=Party)


def parties(work: Work) -> Iterator[dict[str, Any]]:
    """Give customers, suppliers, installers and staff."""
    names = ("code", "name", "name_en", "phone", "email", "address", "country", "segment", "is_consumer")
    for party in _pages(work, Party):
        yield {**{name: getattr(party, name) for name in names}, "roles": ",".join(party.roles)}


def products(work: Work) -> Iterator[dict[str, Any]]:
    """Give products; their parts have a table of their own."""
    names = ("code", "name", "name_en", "category", "service_class", "file_policy", "measure", "price")
    for product in _pages(work, Product):
        yield {name: getattr(product, name) for name in names}


def product_parts(work: Work) -> Iterator[dict[str, Any]]:
    """Give the parts of every product."""
    codes = _codes(work, Product)
    for part in _pages(work, ProductPart):
        yield {
            "product": codes[part.product_id],
            "code": part.code,
            "name": part.name,
            "is_key": part.is_key,
            "item": codes.get(part.item_id),
        }


def units(work: Work) -> Iterator[dict[str, Any]]:
    """Give every unit with the codes of what it belongs to."""
    from sanbao.importing.columns import UNIT

    paths = {name: f"{name}.code" for name in ("product", "customer", "site", "host")}
    installers = _codes(work, Party)
    load = (joinedload(Unit.site), joinedload(Unit.host), lazyload(Unit.parts))
    for unit in _pages(work, Unit, *load):
        row = {column.field: _follow(unit, paths.get(column.field, column.field)) for column in UNIT if column.field != "installer"}
        yield {**row, "installer": installers.get(unit.installer_id)}


def _follow(record: Any, path: str) -> Any:
    first, _dot, rest = path.partition(".")
    value = getattr(record, first)
    return attrgetter(rest)(value) if rest and value is not None else value


def price_lists(work: Work) -> Iterator[dict[str, Any]]:
    """Give every price of every list, those of the past too."""
    lists = {head.id: head for head in _pages(work, PriceList)}
    codes = _codes(work, Party)
    names = ("code", "name", "tax_inclusive", "valid_from", "valid_to")
    for line in _pages(work, PriceLine):
        head = lists[line.list_id]
        kept = {name: getattr(head, name) for name in names}
        own = {name: getattr(line, name) for name in ("item", "text", "measure", "price")}
        yield {**kept, "party": codes.get(head.party_id), **own, "tax": line.tax_code}


def unit_parts(work: Work) -> Iterator[dict[str, Any]]:
    """Give the parts that are in units now."""
    for part in _pages(work, UnitPart, joinedload(UnitPart.unit).lazyload(Unit.parts)):
        if part.removed_on is None:
            yield {"unit": part.unit.serial, "code": part.code, "serial": part.serial, "installed_on": part.installed_on}
