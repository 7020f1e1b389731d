"""Direct SQL that somebody could try against the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sanbao.ledger.models import TABLES

POSTED = ("entry", "entry_line", "balance", "stock")
#: Which rows of each table an attack aims at: open, closed, locked month, another company.
STATES = {
    "open": (1, "2024-06"),
    "closed": (1, "2024-05"),
    "locked": (1, "2024-04"),
    "other company": (2, "2024-06"),
}


def aims(table: str) -> Iterator[tuple[str, str]]:
    """Name and WHERE clause of each kind of row."""
    for name, (company, month) in STATES.items():
        period = f"SELECT id FROM period WHERE company_id = {company} AND code = '{month}'"
        entry = f"SELECT id FROM entry WHERE company_id = {company} AND period_id IN ({period})"
        where = {
            "entry": f"period_id IN ({period})",
            "entry_line": f"entry_id IN ({entry})",
            "balance": f"period_id IN ({period})",
            "stock": f"company_id = {company}",
            "period": f"company_id = {company} AND code = '{month}'",
            "journal": f"company_id = {company}",
            "journal_counter": f"company_id = {company} AND key = '{month}'",
            "account": f"company_id = {company} AND code = '5201'",
        }.get(table)
        if where:
            yield name, where


def another(column: Any) -> str:
    """Return what an attack writes into a column instead of what stands there."""
    kind = column.type.python_type
    if kind in (int, Decimal):
        return f"coalesce({column.name}, 0) + 1"
    if kind is bool:
        return "false"
    return {date: "'2024-01-02'", datetime: "'2024-01-02 03:04:05+00:00'"}.get(kind, "'x'")


def common_attacks() -> Iterator[str]:
    """Give what is tried on both databases: each column, each row, by every verb."""
    for table in TABLES:
        if table.name == "account_role":
            continue  # which account plays a role is the company's own to change
        columns = ", ".join(table.c.keys())
        for _state, where in aims(table.name):
            for column in table.c:
                if (table.name, column.name) not in {
                    ("account", "name"),
                    ("account", "name_en"),
                    ("account", "parent"),
                }:
                    yield f"UPDATE {table.name} SET {column.name} = {another(column)} WHERE {where}"
            yield f"DELETE FROM {table.name} WHERE {where}"
            yield f"INSERT INTO {table.name} SELECT * FROM {table.name} WHERE {where}"
        yield f"DELETE FROM {table.name}"
        for column in table.primary_key.columns:
            changed = (
                columns.replace(column.name, f"{another(column)}", 1) if column.name in columns else columns
            )
            yield f"INSERT INTO {table.name} SELECT {changed} FROM {table.name}"
    yield "UPDATE period SET state = 'open' WHERE state = 'locked'"
    yield "UPDATE period SET state = 'closed' WHERE state = 'locked'"
    yield "UPDATE period SET state = 'locked' WHERE state = 'open'"
    yield "INSERT INTO period (company_id, code, starts_on, ends_on, state) VALUES (1, '2024-01', '2024-01-01', '2024-01-31', 'open')"
    yield "INSERT INTO period (company_id, code, starts_on, ends_on, state) VALUES (1, '2024-09', '2024-09-01', '2024-09-30', 'closed')"
    yield "INSERT INTO period (company_id, code, starts_on, ends_on, state) VALUES (1, '2024-09', '2024-05-01', '2024-05-31', 'open')"
    yield (
        "INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary) "
        "SELECT entry_id, position + 10, company_id, account_id, date, debit, credit, summary FROM entry_line "
        "WHERE debit <> 0 OR credit <> 0"
    )
    yield "INSERT INTO journal (company_id, code, name, numbering, last_sequence, head) VALUES (1, 'EVIL', 'x', 'month', 5, 'x')"
    yield "INSERT INTO journal_counter (journal_id, key, company_id, last_number) VALUES (1, '2024-12', 1, 5)"
    yield "DELETE FROM period WHERE code = '2024-07'"
    yield "INSERT INTO entry_state VALUES (0)"
    yield "UPDATE entry_state SET state = 0"
    yield "DELETE FROM entry_state"
    yield "INSERT INTO balance VALUES (1, 1, 1, 9, 9, 9, 1, 5, 0)"
    yield "INSERT INTO stock VALUES (1, 1, 9, 9, 9, 5, 0)"


def sqlite_attacks() -> Iterator[str]:
    """Give what is tried on SQLite alone."""
    for table in POSTED + ("journal", "journal_counter", "period", "account"):
        columns = next(each for each in TABLES if each.name == table).c.keys()
        key = "rowid" if table in ("entry", "journal", "period", "account", "journal_counter") else columns[0]
        for _state, where in aims(table):
            yield f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {where}"
            yield f"REPLACE INTO {table} SELECT * FROM {table} WHERE {where}"
            yield f"UPDATE OR REPLACE {table} SET {columns[0]} = {columns[0]} + 1 WHERE {where}"
            yield f"INSERT INTO {table} SELECT * FROM {table} WHERE {where} ON CONFLICT DO UPDATE SET {columns[1]} = {columns[1]} + 1"
            yield f"WITH gone AS (SELECT {key} AS k FROM {table} WHERE {where}) DELETE FROM {table} WHERE {key} IN (SELECT k FROM gone)"
    header = (
        "INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id, "
        "event, operation, user_id, recorded_at, hash_version, digest, previous, hash, state) "
        "SELECT 900, company_id, journal_id, period_id, 900, number_key, 900, date, summary, document_id, 'forged', "
        "operation, user_id, recorded_at, hash_version, digest, previous, hash, {state} FROM entry WHERE id = 1"
    )
    yield header.format(state=0)
    yield header.format(state=1)
    yield header.format(state=2)


def postgresql_attacks() -> Iterator[str]:
    """Give what is tried on PostgreSQL alone."""
    for table in [table.name for table in TABLES if table.name != "account_role"]:
        columns = next(each for each in TABLES if each.name == table).c.keys()
        yield f"TRUNCATE {table}"
        yield f"TRUNCATE {table} CASCADE"
        yield f"ALTER TABLE {table} DISABLE TRIGGER ALL"
        yield f"DROP TABLE {table} CASCADE"
        yield f"CREATE TRIGGER evil BEFORE INSERT ON {table} EXECUTE FUNCTION ledger_refuse('x')"
        yield f"WITH gone AS (DELETE FROM {table} RETURNING *) SELECT count(*) FROM gone"
        yield f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING"
        if len(columns) > 1:
            yield (
                f"MERGE INTO {table} t USING {table} s ON t.{columns[0]} = s.{columns[0]} WHEN MATCHED THEN DELETE"
            )
    yield "SET session_replication_role = replica"
    yield "DROP FUNCTION ledger_entry_guard() CASCADE"
    yield "ALTER FUNCTION ledger_rebuild(bigint) SECURITY INVOKER"
    yield "SELECT setval('entry_id_seq', 1)"
    yield "CREATE OR REPLACE FUNCTION ledger_hash(text, bigint, bigint, text, bigint, text, int) RETURNS text LANGUAGE sql AS 'select 1'"
