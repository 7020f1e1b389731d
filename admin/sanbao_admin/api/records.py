"""Records as programs see them: columns by their names, references by what people call the record, a few queries a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from sanbao import checks
from sanbao.documents.models import Document
from sanbao.plain_data import as_data
from sanbao.records import NAMES
from sanbao_admin.api.collections import models_of

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

#: Keys and book-keeping of our own: nobody outside can do anything with them.
INSIDE = ("id", "company_id", "document_id", "snapshot", "timeline_head", "timeline_count", "serial_tail")
_RENAMED = {"row_version": "version"}


@dataclass(frozen=True)
class Shown:
    """A column as it is shown: its name, the attribute that holds it, and the table that it refers to by a name."""

    name: str
    attribute: str
    column: Any
    target: type[Any] | None = None
    called: str = ""


def shown_columns(registry: Registry, model: type[Any]) -> list[Shown]:
    """Return what is shown of a table, in the order of its columns."""
    models = models_of(registry)
    found = []
    for attribute in inspect(model).column_attrs:
        if attribute.key in INSIDE:
            continue
        column = attribute.columns[0]
        target = _target(models, column) if attribute.key.endswith("_id") else None
        called = _called(target) if target is not None else ""
        name = attribute.key.removesuffix("_id") if called else _RENAMED.get(attribute.key, attribute.key)
        found.append(Shown(name, attribute.key, column, target if called else None, called))
    return found


def _target(models: dict[str, type[Any]], column: Any) -> type[Any] | None:
    keys = list(column.foreign_keys)
    return models.get(keys[0].column.table.name) if len(keys) == 1 else None


def _called(model: type[Any]) -> str:
    columns = inspect(model).columns
    return next((name for name in NAMES if name in columns), "")


def rows(work: Work, model: type[Any], records: Sequence[Any]) -> list[dict[str, Any]]:
    """Return records as JSON data; each table that they refer to is asked once for all of them."""
    columns = shown_columns(work.registry, model)
    named = _names(work, columns, records)
    return [
        {
            column.name: named[column.target].get(getattr(record, column.attribute))
            if column.target is not None
            else as_data(getattr(record, column.attribute))
            for column in columns
        }
        for record in records
    ]


def _names(work: Work, columns: Sequence[Shown], records: Sequence[Any]) -> dict[type[Any], dict[Any, str]]:
    wanted: dict[type[Any], tuple[str, set[int]]] = {}
    for column in columns:
        if column.target is not None:
            keys = wanted.setdefault(column.target, (column.called, set()))[1]
            keys |= {key for record in records if (key := getattr(record, column.attribute)) is not None}
    return {target: names_of(work, target, called, keys) for target, (called, keys) in wanted.items()}


def names_of(work: Work, target: type[Any], called: str, keys: set[int]) -> dict[Any, str]:
    """Return what people call records, by their keys; papers that she may not see have no name for her."""
    if not keys:
        return {}
    if target is Document:
        papers = work.session.scalars(select(Document).where(Document.id.in_(keys)))
        return {one.id: str(one.number) for one in papers if checks.sees(work, one)}
    found = work.session.execute(select(target.id, getattr(target, called)).where(target.id.in_(keys)))
    return {key: str(name) for key, name in found}
