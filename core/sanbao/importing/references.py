"""Look up everything that a file refers to at once, set by set, instead of row by row."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import marshmallow as ma
from sqlalchemy import select

from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit
from sanbao.schema import RefField

if TYPE_CHECKING:
    from sanbao.work import Work

CHUNK = 500
#: What is found by which column; everything else is found one by one by its own finder.
BY_CODE: Mapping[str, tuple[Any, str]] = {
    "party": (Party, "code"),
    "product": (Product, "code"),
    "office": (Office, "code"),
    "site": (Site, "code"),
    "place": (Place, "code"),
    "host": (Host, "code"),
    "cost_centre": (CostCentre, "code"),
    "unit": (Unit, "serial"),
}


def key_of(text: Any) -> str:
    """Return a reference as it is looked up."""
    return unicodedata.normalize("NFKC", str(text)).strip()


def references_in(fields: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give field, kind and key of everything that a row refers to."""
    for name, field in fields.items():
        if isinstance(field, RefField) and values.get(name):
            yield name, field.kind, key_of(values[name])


def preload(work: Work, rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Find all records that rows refer to, so that reading each row asks the database nothing."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for fields, values in rows:
        for _name, kind, key in references_in(fields, values):
            wanted[kind].add(key)
    for kind, keys in wanted.items():
        if kind in BY_CODE:
            _find_all(work, kind, sorted(keys))


def _find_all(work: Work, kind: str, keys: list[str]) -> None:
    model, column = BY_CODE[kind]
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        query = select(model).where(model.company_id == work.company.id, getattr(model, column).in_(chunk))
        found: dict[str, list[Any]] = defaultdict(list)
        for record in work.session.scalars(query).unique():
            found[getattr(record, column)].append(record)
        for key, records in found.items():
            if len(records) == 1:  # two units with one number: the finder says that it is ambiguous
                work.cache[(kind, key)] = records[0]


def line_fields(schema: ma.Schema, lines: str) -> Mapping[str, Any]:
    """Return the fields of a row that becomes one line of an operation."""
    inner: Any = schema.fields[lines]
    found: Mapping[str, Any] = inner.inner.schema.fields
    return found
