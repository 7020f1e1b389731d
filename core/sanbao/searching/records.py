"""Finding master data: units by what a caller reads out, parties and sites by name, products by code or name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, or_, select

from sanbao.database.prefixes import begins, holds
from sanbao.registry import finding
from sanbao.registry.models import Product, Site
from sanbao.searching.facts import BEGINS, ENDS, EXACT, WITHIN, Found

if TYPE_CHECKING:
    from sanbao.work import Work

#: One letter is in every name; a Chinese word of two is already somebody's.
LEAST = 2


def units(work: Work, text: str, limit: int) -> Iterator[Found]:
    """Find units by serial number, its end or beginning, by order number, plate or VIN."""
    for rank, unit in finding.ranked_units(work, text, limit, customers=False):
        whose = unit.customer.name if unit.customer is not None else ""
        note = " · ".join(part for part in (unit.product.name, whose) if part)
        yield Found("unit", unit.serial, unit.serial, note, rank)


def parties(work: Work, text: str, limit: int) -> Iterator[Found]:
    """Find customers, suppliers and installers by code, phone or a piece of the name."""
    for party in work.session.scalars(finding.parties(work, text).limit(limit)):
        is_exact = text.casefold() in (party.code.casefold(), party.name.casefold())
        note = " · ".join(part for part in (party.code, party.phone) if part)
        yield Found("party", party.code, party.name, note, EXACT if is_exact else _rank(party.name, text))


def products(work: Work, text: str, limit: int) -> Iterator[Found]:
    """Find products by code or name."""
    for product in _named(work, Product, text, limit, Product.name_en):
        yield Found(
            "product",
            product.code,
            f"{product.code} {product.name}",
            product.category or "",
            _rank(product.code, text),
        )


def sites(work: Work, text: str, limit: int) -> Iterator[Found]:
    """Find sites by code, name or address."""
    for site in _named(work, Site, text, limit, Site.address):
        yield Found("site", site.code, site.name, site.address or "", _rank(site.code, text))


def _named(work: Work, model: Any, text: str, limit: int, *more: Any) -> Any:
    columns = (model.name, *more) if len(text) >= LEAST else ()
    conditions: list[ColumnElement[bool]] = [
        begins(work.connection, model.code, one) for one in {text, text.upper()}
    ]
    conditions += [holds(work.connection, column, text) for column in columns]
    query = select(model).where(model.company_id == work.company.id, or_(*conditions))
    return work.session.scalars(query.order_by(model.code).limit(limit))


def _rank(name: str, text: str) -> int:
    written, wanted = name.casefold(), text.casefold()
    if written == wanted:
        return EXACT
    return BEGINS if written.startswith(wanted) else ENDS if written.endswith(wanted) else WITHIN
