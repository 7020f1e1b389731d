"""Many values looked up one by one in an index, whatever the database believes of a table that it has not counted yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY


def each_of(connection: Connection, query: Select[Any], column: Any, values: Sequence[str]) -> Select[Any]:
    """Return a query for the rows in which a column has one of these values; its columns keep their names.

    Of a table that PostgreSQL has not counted since it was filled it believes that a company has few rows: asked for
    many values at once it reads all of them, and compares each row with each value (measured: 400 ms for 500 values
    among 24 000 rows, 3 ms like this). A query for each value, which it cannot merge with the others, uses the index.
    """
    if connection.dialect.name != "postgresql":
        return query.where(column.in_(values))
    given = bindparam("wanted", list(values), ARRAY(Text), unique=True)
    wanted = func.unnest(given).table_valued("value").render_derived(name="wanted")
    one = query.where(column == wanted.c.value).offset(0).lateral("one")
    return select(*one.c).select_from(wanted, one)
