"""Keys of many new records at once: SQLite would number them one by one, each in a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapper, Session

#: Fewer records of a kind are left to the database: the question for the last key would cost more.
FEW = 8


def give(session: Session, _context: Any, _instances: Any) -> None:
    """Number what the session is about to write, as SQLite would: a writer is alone there, so nobody else can take a key."""
    if session.get_bind().dialect.name != "sqlite":
        return
    new: dict[Mapper[Any], list[Any]] = {}
    for record in session.new:
        new.setdefault(inspect(record).mapper, []).append(record)
    for mapper, records in new.items():
        if len(records) >= FEW and mapper.local_table.autoincrement_column is not None:  # type: ignore[attr-defined]
            _number(session, mapper, records)


def _number(session: Session, mapper: Mapper[Any], records: Sequence[Any]) -> None:
    column = mapper.local_table.autoincrement_column  # type: ignore[attr-defined]
    name = mapper.get_property_by_column(column).key
    without = [record for record in records if getattr(record, name) is None]
    with session.no_autoflush:
        last = session.connection().scalar(select(func.max(column))) or 0
    for key, record in enumerate(without, start=last + 1):
        setattr(record, name, key)
