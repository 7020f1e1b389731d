"""What an operation changed, as it is remembered in its log: each column with the old value and the new one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import get_history, instance_state
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from sanbao import seal
from sanbao.plugin.models import OperationLog
from sanbao.records import document_of

if TYPE_CHECKING:
    from sanbao.work import Frame, Work

#: Table and key of a record → its columns that changed, each with both values.
Changes = dict[tuple[str, int], dict[str, list[Any]]]


def gather(session: Session, changes: Changes) -> None:
    """Add what the session is about to write."""
    for record in session.dirty:
        state = instance_state(record)
        places = _places(state.mapper)
        for name in sorted(places.keys() & state.committed_state.keys(), key=places.__getitem__):
            history: Any = get_history(record, name, PASSIVE_NO_INITIALIZE)
            if history.has_changes() and history.deleted and name != "row_version":
                changed = changes.setdefault((record.__tablename__, _key_of(record)), {})
                changed[name] = [seal.plain(history.deleted[0]), seal.plain(history.added[0])]


@cache
def _places(mapper: Mapper[Any]) -> dict[str, int]:
    """Return at which place each column stands in its table."""
    return {column.key: place for place, column in enumerate(mapper.column_attrs)}


def remember(changes: Changes, record: Any, values: Mapping[str, Any]) -> None:
    """Add what a statement over many records changes in one of them, before it follows."""
    told = {
        name: [seal.plain(old), seal.plain(value)]
        for name, value in values.items()
        if (old := getattr(record, name)) != value
    }
    if told:
        changes.setdefault((record.__tablename__, _key_of(record)), {}).update(told)


def _key_of(record: Any) -> int:
    state: Any = instance_state(record)
    key: int = state.identity[0]
    return key


def log_of(work: Work, frame: Frame, data: Mapping[str, Any] | None, result: Any) -> OperationLog:
    """Return the line that says who did what to which record, when, with what, and what it changed."""
    subject = document_of(frame.subjects[0]) if frame.subjects else document_of(result)
    known = inspect(subject, raiseerr=False) is not None if subject is not None else False
    return OperationLog(
        company_id=work.company.id,
        at=work.now,
        user_id=work.user.id,
        operation=frame.operation.name,
        subject_kind=type(subject).__tablename__ if known else None,
        subject_id=subject.id if known and isinstance(getattr(subject, "id", None), int) else None,
        data=seal.plain(data or {}),
        changes={f"{table}:{key}": change for (table, key), change in work.changes.items()},
    )
