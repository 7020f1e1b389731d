"""Put the guards of the books into the database, compare them with what they should be, grant what is needed."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from sanbao.ledger.guards import logs
from sanbao.ledger.guards.triggers import standing
from sanbao.ledger.models import GENESIS, TABLES

_NAMES = tuple(table.name for table in TABLES)
_READ_ONLY = ("entry", "entry_line", "balance", "stock", "journal_counter", "entry_state")


def install(connection: Connection) -> None:
    """(Re)install every guard; to be called after each migration, by the owner of the tables."""
    if connection.dialect.name == "postgresql":
        _install_postgresql(connection)
    else:
        _install_sqlite(connection)
    logs.install(connection)


def compare(connection: Connection) -> list[str]:
    """Return what is missing or was changed; nothing when the books are guarded as they should be."""
    if connection.dialect.name == "postgresql":
        return _compare_postgresql(connection) + logs.compare(connection)
    return _compare_sqlite(connection) + logs.compare(connection)


def grants(connection: Connection, app_role: str) -> None:
    """Give the application's role what it needs and take the rest: reading, and one guarded posting function."""
    role = connection.dialect.identifier_preparer.quote(app_role)
    schema = _schema(connection)
    for statement in (
        f"REVOKE ALL ON {', '.join(_NAMES)} FROM {role}",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON {', '.join(_NAMES)} TO {role}",
        f"GRANT INSERT, UPDATE, DELETE ON account_role TO {role}",
        f"GRANT INSERT, UPDATE, DELETE ON account TO {role}",
        f"GRANT INSERT, UPDATE (state) ON period TO {role}",
        f"GRANT INSERT (company_id, code, name, name_en, numbering), UPDATE (name, name_en) ON journal TO {role}",
        *(f"GRANT EXECUTE ON FUNCTION {name} TO {role}" for name in ("ledger_post", "ledger_rebuild")),
    ):
        connection.exec_driver_sql(statement)


def excess_rights(connection: Connection, role: str) -> list[str]:
    """Return rights on guarded tables that the application's role should not have."""
    found: list[str] = []
    for table in _READ_ONLY:
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            asked = (role, table, right)
            if connection.exec_driver_sql("SELECT has_table_privilege(%s, %s, %s)", asked).scalar():
                found.append(f"{right} {table}")
    return found


@cache
def statements(dialect: str) -> dict[str, str]:
    """Return the guards of a dialect by name, as written in its file."""
    text = files("sanbao.ledger.guards").joinpath(f"{dialect}.sql").read_text(encoding="utf-8")
    parts = re.split(r"^--== (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        name: _without_comments(body).replace("{genesis}", GENESIS)
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _without_comments(body: str) -> str:
    return "\n".join(line for line in body.strip().splitlines() if not line.lstrip().startswith("--"))


def _install_sqlite(connection: Connection) -> None:
    for name in _sqlite_triggers(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.exec_driver_sql("INSERT OR IGNORE INTO entry_state (state) VALUES (1)")
    for statement in statements("sqlite").values():
        connection.exec_driver_sql(statement)


def _sqlite_triggers(connection: Connection) -> dict[str, str]:
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger\\_%' ESCAPE '\\'"
    )
    return {row[0]: row[1] for row in found}


def _compare_sqlite(connection: Connection) -> list[str]:
    found = {_squeezed(sql) for sql in _sqlite_triggers(connection).values()}
    missing = [name for name, sql in statements("sqlite").items() if _squeezed(sql) not in found]
    for pragma in ("foreign_keys", "recursive_triggers"):
        if connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() != 1:
            missing.append(f"pragma {pragma}")
    if [row[0] for row in connection.exec_driver_sql("SELECT state FROM entry_state")] != [1]:
        missing.append("entry_state")
    return missing


def _squeezed(sql: str) -> str:
    return " ".join(sql.split())


def _schema(connection: Connection) -> str:
    name = str(connection.exec_driver_sql("SELECT current_schema()").scalar())
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _postgresql(connection: Connection) -> dict[str, str]:
    schema = _schema(connection)
    as_text = schema.replace("'", "''")
    return {
        name: sql.replace("{schema}", schema).replace("{schema_text}", as_text)
        for name, sql in statements("postgresql").items()
    }


def _run(connection: Connection, sql: str) -> None:
    # Without parameters the driver must not read a per cent sign as a placeholder.
    connection.exec_driver_sql(sql.replace("%", "%%"))


def _install_postgresql(connection: Connection) -> None:
    guards = _postgresql(connection)
    connection.exec_driver_sql("SET LOCAL check_function_bodies = off")
    for name in guards:
        if name.startswith("trigger "):
            trigger = name.removeprefix("trigger ")
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger} ON {_table_of(guards[name])}")
    connection.exec_driver_sql("INSERT INTO entry_state (state) VALUES (1) ON CONFLICT DO NOTHING")
    for name, sql in guards.items():
        _run(connection, sql)
        if name.startswith("function "):
            connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {name.removeprefix('function ')} FROM PUBLIC")
    connection.exec_driver_sql("GRANT EXECUTE ON FUNCTION ledger_hash TO PUBLIC")


def _table_of(trigger_sql: str) -> str:
    found = re.search(r" ON (\w+) ", trigger_sql)
    return found.group(1) if found else ""


def _compare_postgresql(connection: Connection) -> list[str]:
    functions = connection.exec_driver_sql(
        "SELECT p.proname, p.prosrc, p.prosecdef, p.proconfig FROM pg_proc p "
        "WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'ledger%%'"
    )
    bodies = {name: (source, definer, tuple(config or ())) for name, source, definer, config in functions}
    found = standing(connection, "ledger_")
    guards = _postgresql(connection)
    return [
        name
        for name, sql in guards.items()
        if (_function_differs(sql, bodies.get(name.split()[1])) if name.startswith("function ")
            else found.get(name.split()[1]) != sql)
    ]  # fmt: skip


def _function_differs(sql: str, found: tuple[str, bool, tuple[str, ...]] | None) -> bool:
    if found is None:
        return True
    source, definer, config = found
    body = sql.split("$$")[1]
    settings = sql.split("AS $$")[0]
    path_is_set = any(item.startswith("search_path=") for item in config) == ("SET search_path" in settings)
    return source != body or definer != ("SECURITY DEFINER" in settings) or not path_is_set
