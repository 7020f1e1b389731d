"""Writing many records at once: a few statements, with the guard and the memory that single ones have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from sanbao import changes
from sanbao.database.pages import pages

if TYPE_CHECKING:
    from sanbao.work import Work


def write(work: Work, records: Sequence[Any], values: Mapping[str, Any], *, is_logged: bool = True) -> None:
    """Let records of one kind all say the same; one that somebody else changed meanwhile is never overwritten.

    ``is_logged`` is left out where a record of its own keeps what happened to each.
    """
    work.session.flush()
    changed = [
        one
        for one in dict.fromkeys(records)
        if any(getattr(one, name) != value for name, value in values.items())
    ]
    for version, page in _alike(changed):
        model = type(page[0])
        key = inspect(model).primary_key[0]
        statement = update(model).where(key.in_([_key_of(one) for one in page])).values(dict(values))
        if version is not None:
            column = inspect(model).version_id_col
            statement = statement.where(column == version).values({column: version + 1})
        _all_there(work.session.execute(statement, execution_options={"synchronize_session": False}), page)
    _follow(work, ((one, values) for one in changed), is_logged=is_logged)


def write_each(work: Work, rows: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """Let each record of one kind say its own; all of them the same columns."""
    work.session.flush()
    changed = [
        (one, values)
        for one, values in rows
        if any(getattr(one, name) != value for name, value in values.items())
    ]
    for page in pages(changed):
        result = work.session.execute(
            _statement(*page[0]), [_parameters(one, values) for one, values in page]
        )
        _all_there(result, page)
    _follow(work, changed, is_logged=True)


def _alike(records: Sequence[Any]) -> Iterator[tuple[int | None, list[Any]]]:
    """Give records that stand at the same version, a page at a time."""
    by_version: dict[int | None, list[Any]] = {}
    for one in records:
        by_version.setdefault(_version_of(one), []).append(one)
    for version, found in by_version.items():
        for page in pages(found):
            yield version, page


def _statement(record: Any, values: Mapping[str, Any]) -> Any:
    table = record.__table__
    mapper = inspect(type(record))
    new: dict[Any, Any] = {table.c[name]: bindparam(f"new_{name}") for name in values}
    statement = update(table).where(mapper.primary_key[0] == bindparam("old_key"))
    column = mapper.version_id_col
    if column is None:
        return statement.values(new)
    return statement.where(column == bindparam("old_version")).values({**new, column: column + 1})


def _parameters(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    version = _version_of(record)
    told = {} if version is None else {"old_version": version}
    return {"old_key": _key_of(record), **told, **{f"new_{name}": value for name, value in values.items()}}


def _key_of(record: Any) -> Any:
    state: Any = instance_state(record)
    return state.identity[0]


def _version_of(record: Any) -> int | None:
    column = record.__mapper__.version_id_col
    return None if column is None else getattr(record, column.key)


def _all_there(result: Any, page: Sequence[Any]) -> None:
    if result.rowcount != len(page):
        raise StaleDataError(f"{len(page)} records were to be written, {result.rowcount} still stood as read")


def _follow(work: Work, records: Iterable[tuple[Any, Mapping[str, Any]]], *, is_logged: bool) -> None:
    """Let the records at hand, and the memory of what was changed, follow the database."""
    for record, values in records:
        if is_logged:
            changes.remember(work.changes, record, values)
        for name, value in values.items():
            set_committed_value(record, name, value)
        version = record.__mapper__.version_id_col
        if version is not None:
            set_committed_value(record, version.key, getattr(record, version.key) + 1)
