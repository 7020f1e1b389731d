"""Logs are added to and never changed: a guard for every table whose name ends in ``_log``, whoever owns it."""

from __future__ import annotations

from sqlalchemy import Connection

#: What the database says when somebody tries; the application's own role has no right to try on PostgreSQL.
_SAID = "log.append_only"
_UPDATE_DELETE_TRUNCATE_BEFORE = 16 + 8 + 32 + 2


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
    return sorted(f"trigger {name}" for name, sql in wanted.items() if found.get(name) != _mark(connection, sql))


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
        name = f"log_{table}_kept"
        return {
            name: f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('{_SAID}')"
        }
    return {
        f"log_{table}_{verb.lower()}": f'CREATE TRIGGER "log_{table}_{verb.lower()}" BEFORE {verb} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
        for verb in ("UPDATE", "DELETE")
    }


def _found(connection: Connection) -> dict[str, object]:
    """Return the guards that stand in the database, each with what tells a changed one."""
    if not _is_postgresql(connection):
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log\\_%' ESCAPE '\\'"
        return {str(name): sql for name, sql in connection.exec_driver_sql(asked)}
    triggers = connection.exec_driver_sql(
        "SELECT t.tgname, t.tgtype, t.tgenabled, p.proname FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
        " AND t.tgname LIKE 'log\\_%%'"
    )
    return {str(name): tuple(rest) for name, *rest in triggers}


def _mark(connection: Connection, sql: str) -> object:
    if _is_postgresql(connection):
        return (_UPDATE_DELETE_TRUNCATE_BEFORE, "O", "ledger_refuse")
    return sql
