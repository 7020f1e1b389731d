"""Which tables point at which: asked of the database as a whole, not table by table."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

_ON_SQLITE = text(
    """
    SELECT DISTINCT tables.name, keys."table"
    FROM sqlite_master AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
    WHERE tables.type = 'table'
    ORDER BY 1, 2
    """
)


def foreign_keys(connection: Connection) -> list[tuple[str, str]]:
    """Return every table that points at another, with the other."""
    if connection.dialect.name == "sqlite":
        return [(table, target) for table, target in connection.execute(_ON_SQLITE)]
    found = inspect(connection).get_multi_foreign_keys()
    pairs = {(table, key["referred_table"]) for (_schema, table), keys in found.items() for key in keys}
    return sorted(pairs)


def count_rows(connection: Connection, tables: list[str], most: int | None = None) -> dict[str, int]:
    """Return how many rows each of these tables holds, no further than ``most``, in one statement."""
    if not tables:
        return {}
    limit = f" LIMIT {int(most)}" if most is not None else ""
    parts = [
        f"SELECT '{name}' AS name, (SELECT count(*) FROM (SELECT 1 FROM \"{name}\"{limit}) AS counted) AS total"  # noqa: S608
        for name in tables
    ]
    return {name: int(count) for name, count in connection.execute(text(" UNION ALL ".join(parts)))}
