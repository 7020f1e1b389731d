"""Locking sets of records in one order, so that nobody waits for somebody who waits for him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.orm import Session

from sanbao.records import document_of, identity


def all_locked(session: Session, records: Sequence[Any]) -> list[Any]:
    """Lock a set of records in one order, read them again, and return them; a few queries however many."""
    ordered = sorted(records, key=identity)
    session.flush()
    heads = {id(document_of(record)): document_of(record) for record in ordered}
    _lock(session, list(heads.values()))
    _read_again(session, [record for record in ordered if document_of(record) is not record])
    return ordered


def hold(connection: Connection, company_id: int, what: str, keys: Iterable[int]) -> None:
    """Let nobody else take from the same things until the transaction ends; on SQLite a writer is alone anyway."""
    if connection.dialect.name != "postgresql":
        return
    for key in sorted(set(keys)):
        name = f"{company_id}:{what}:{key}"
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _lock(session: Session, heads: Sequence[Any]) -> None:
    for model, page in _pages(heads):
        query = select(model).where(model.id.in_([head.id for head in page])).order_by(model.id)
        fresh = query.with_for_update(of=model).execution_options(populate_existing=True)
        session.scalars(fresh).all()


def _read_again(session: Session, records: Sequence[Any]) -> None:
    """Read own tables and lines again: they may have been read before their heads were locked."""
    for model, page in _pages(records):
        (key,) = inspect(model).primary_key
        query = select(model).where(key.in_([inspect(record).identity[0] for record in page]))
        session.scalars(query.execution_options(populate_existing=True)).all()


def _pages(records: Sequence[Any], size: int = 500) -> Iterator[tuple[type[Any], list[Any]]]:
    """Give persistent records by their model, a page at a time."""
    by_model: dict[type[Any], list[Any]] = {}
    for record in records:
        if inspect(record).persistent:
            by_model.setdefault(type(record), []).append(record)
    for model, found in by_model.items():
        for start in range(0, len(found), size):
            yield model, found[start : start + size]
