"""Logs are added to and never changed: a guard for every table whose name ends in ``_log``, whoever owns it."""

from __future__ import annotations

from sqlalchemy import Connection

from sanbao.ledger.guards.triggers import standing

#: What the database says when somebody tries; the application's own role has no right to try on PostgreSQL.
_SAID = "log.append_only"


def install(connection: Connection) -> None:
    """Guard every log that there is; to be called when the books' own guards stand."""
    for table in sorted(_tables(connection)):
        for name, sql in _triggers(connection, table).items():
            on = f' ON "{table}"' if _is_postgresql(connection) else ""
            connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{name}"{on}')
            connection.exec_driver_sql(sql)


def compare(connection: Connection) -> list[str]:
    """Return the guards of logs that are missing or were changed."""
    wanted = {
        name: sql for table in _tables(connection) for name, sql in _triggers(connection, table).items()
    }
    found = _found(connection)
    return sorted(f"trigger {name}" for name, sql in wanted.items() if found.get(name) != sql)


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _tables(connection: Connection) -> set[str]:
    asked = (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = current_schema()::regnamespace AND relname LIKE '%%\\_log'"
        if _is_postgresql(connection)
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_log' ESCAPE '\\'"
    )
    return {str(row[0]) for row in connection.exec_driver_sql(asked)}


def _triggers(connection: Connection, table: str) -> dict[str, str]:
    if _is_postgresql(connection):
        name, quote = f"log_{table}_kept", connection.dialect.identifier_preparer.quote
        return {
            name: f"CREATE TRIGGER {quote(name)} BEFORE DELETE OR UPDATE OR TRUNCATE ON {quote(table)}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('{_SAID}')"
        }
    return {
        f"log_{table}_{verb.lower()}": f'CREATE TRIGGER "log_{table}_{verb.lower()}" BEFORE {verb} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
        for verb in ("UPDATE", "DELETE")
    }


def _found(connection: Connection) -> dict[str, str]:
    """Return the guards that stand in the database, each as it is written there."""
    if _is_postgresql(connection):
        return standing(connection, "log_")
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log\\_%' ESCAPE '\\'"
    return {str(name): str(sql) for name, sql in connection.exec_driver_sql(asked)}
