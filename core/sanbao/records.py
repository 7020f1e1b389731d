"""What the door needs to know of any record: its paper, its name, and the key by which sets are locked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect

from sanbao.documents.models import Document

#: The attributes by which people call a record, the first that it has.
NAMES = ("number", "serial", "code", "login")


def document_of(record: Any) -> Any:
    """Return the head of a document's own table or line; any other record is returned as it is."""
    return getattr(record, "document", record) if not isinstance(record, Document) else record


def bearer_of(record: Any) -> Any:
    """Return which row carries a record's state: a line's own, else the head of its paper."""
    return record if "state" in inspect(type(record)).columns else document_of(record)


def is_paper(record: Any) -> bool:
    """Tell whether a record is a document, its own table, or one of its lines."""
    return isinstance(document_of(record), Document)


def name_of(record: Any) -> str:
    """Return how people call a record: number, serial or code."""
    target = document_of(record)
    for name in NAMES:
        value = getattr(target, name, None)
        if value:
            return str(value)
    return f"{type(target).__name__} {getattr(target, 'id', '')}".strip()


def identity(record: Any) -> int:
    """Return the key by which sets are locked in one order."""
    return int(getattr(record, "id", None) or document_of(record).id)
