"""What begins with a text or holds it, asked in the way that is fast on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_

#: Greater than every letter that may follow.
_LAST = "\U0010ffff"


def begins(connection: Connection, column: Any, text: str) -> ColumnElement[bool]:
    """Return the condition for values that begin with a text, upper and lower case told apart.

    PostgreSQL needs an index with ``text_pattern_ops`` for it, whatever the collation; SQLite uses any.
    """
    if connection.dialect.name == "postgresql":
        return and_(column.op("~>=~")(text), column.op("~<~")(text + _LAST))
    return and_(column >= text, column < text + _LAST)


def holds(connection: Connection, column: Any, text: str) -> ColumnElement[bool]:
    """Return the condition for values that hold a text somewhere, whatever the case of plain letters.

    SQLite's LIKE does not tell their case apart anyway; to lower each name first takes four times as long.
    """
    is_postgresql = connection.dialect.name == "postgresql"
    found: ColumnElement[bool] = (column.icontains if is_postgresql else column.contains)(
        text, autoescape=True
    )
    return found
