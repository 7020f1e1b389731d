"""The triggers that stand in PostgreSQL, written as PostgreSQL writes them: when, on what, under which condition."""

from __future__ import annotations

from sqlalchemy import Connection


def standing(connection: Connection, prefix: str) -> dict[str, str]:
    """Return by name the triggers that are switched on; one changed in any part of it reads otherwise."""
    found = connection.exec_driver_sql(
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled = 'O' "
        "AND starts_with(t.tgname, %s)",
        (prefix,),
    )
    return {str(name): str(text) for name, text in found}
