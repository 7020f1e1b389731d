"""Master data as programs read it: a page of a table, or one record by what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, or_, select

from sanbao_admin.api import records
from sanbao_admin.api.collections import Collection

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work


def page(
    work: Work, collection: Collection, asked: dict[str, Any]
) -> tuple[list[dict[str, Any]], int | None]:
    """Return a page of records in the order in which they were recorded, and the key after which the next begins."""
    model, limit = collection.model, asked["limit"]
    query = select(model).where(model.company_id == work.company.id, model.id > asked.get("cursor", 0))
    for column in filters(work.registry, collection):
        if column.name in asked:
            value = asked[column.name]
            query = query.where(getattr(model, column.attribute) == (value.id if column.target else value))
    if "q" in asked:
        query = query.where(_fits(collection, asked["q"]))
    found = list(work.session.scalars(query.order_by(model.id).limit(limit + 1)).unique())
    shown = found[:limit]
    return records.rows(work, model, shown), shown[-1].id if len(found) > limit else None


def filters(registry: Registry, collection: Collection) -> list[records.Shown]:
    """Return the columns by which a table can be filtered: its state, and what it refers to by a name."""
    return [
        column
        for column in records.shown_columns(registry, collection.model)
        if column.name == "state"
        or (column.target is not None and column.target.__tablename__ in registry.finders)
    ]


def _fits(collection: Collection, text: str) -> Any:
    model = collection.model
    fits = [getattr(model, collection.key).startswith(text, autoescape=True)]
    if "name" in inspect(model).columns:
        fits.append(model.name.contains(text, autoescape=True))
    return or_(*fits)


def one(work: Work, collection: Collection, key: str) -> tuple[Any, dict[str, Any]]:
    """Return the record of a name."""
    found = work.find(collection.name, key)
    return found, records.rows(work, collection.model, [found])[0]
