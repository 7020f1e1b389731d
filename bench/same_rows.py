"""The plainest way to the same rows: what operations have written is written once more by bare statements."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, inspect, select

import sanbao

#: So many rows go into one statement.
PAGE = 1_000


class SameRows:
    """Tables as they were at the beginning; what has come since is copied into tables without guards and keys elsewhere."""

    def __init__(self, erp: sanbao.Sanbao) -> None:
        self.erp = erp
        with erp.database.owning() as connection:
            names = inspect(connection).get_table_names()
            self.tables = MetaData()
            self.tables.reflect(connection, only=names)
            self.before = {name: _count(connection, table) for name, table in self.tables.tables.items()}

    def write(self) -> float:
        """Return in how many seconds plain statements write what has come, indexes kept, inside one transaction."""
        taken = 0.0
        with self.erp.database.owning() as connection:
            for name, table in self.tables.tables.items():
                more = _count(connection, table) - self.before[name]
                if more > 0:
                    taken += _copied(connection, table, more)
        return taken


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _plain(value: Any) -> Any:
    """Return a cell as a driver takes it: what is kept as JSON goes as text."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def _copied(connection: Connection, table: Table, count: int) -> float:
    """Write so many of a table's rows into an empty table of the same columns and indexes; return the seconds."""
    bare = f"plain_{table.name}"[:60]
    is_sqlite = connection.dialect.name == "sqlite"
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.exec_driver_sql(f'CREATE TEMP TABLE "{bare}" AS SELECT * FROM "{table.name}" WHERE 1 = 0')
    for number, index in enumerate(sorted(table.indexes, key=lambda one: str(one.name))):
        keys = ", ".join(f'"{column.name}"' for column in index.columns)
        connection.exec_driver_sql(f'CREATE INDEX "{bare}_{number}" ON "{bare}" ({keys})')
    marks = ", ".join(["?" if is_sqlite else "%s"] * len(table.columns))
    statement = f'INSERT INTO "{bare}" ({columns}) VALUES ({marks})'
    taken = 0.0
    found = connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}" LIMIT {count}')
    for page in found.partitions(PAGE):
        rows: list[Any] = [tuple(map(_plain, row)) for row in page]
        started = time.perf_counter()
        connection.exec_driver_sql(statement, rows)
        taken += time.perf_counter() - started
    return taken
