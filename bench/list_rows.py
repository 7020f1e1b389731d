"""A million units and a million entries, written by the database itself."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

import sanbao

PARTIES, PRODUCTS = 20_000, 50
#: What the two databases write differently.
_SQLITE = {
    "numbers": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n)",
    "day": "date('2022-12-31', '+' || CAST({days} AS TEXT) || ' days')",
    "json": "'{text}'",
}
_POSTGRESQL = {
    "numbers": "(SELECT i FROM generate_series(1, {count}) AS n(i))",
    "day": "DATE '2022-12-31' + CAST({days} AS INTEGER)",
    "json": "CAST('{text}' AS JSONB)",
}
_PARTIES = """INSERT INTO party (id, company_id, code, name, phone, roles, is_consumer)
SELECT 100000 + i, 1, 'C' || i, '城北第' || i || '物业公司', '0571-' || (80000000 + i), {roles}, false FROM {numbers} AS n"""
_PRODUCTS = """INSERT INTO product (id, company_id, code, name, service_class, file_policy)
SELECT 100000 + i, 1, 'P' || i, '增压泵 ' || i, 1, 'required' FROM {numbers} AS n"""
_UNITS = """INSERT INTO unit (company_id, product_id, serial, serial_tail, state, customer_id, order_no, price_paid, sold_on, accepted_on, row_version)
SELECT 1, 100001 + i % 50, 'HA' || substr(CAST(100000000 + i AS TEXT), 2), substr(CAST(100000000 + i AS TEXT), 5),
  CASE i % 20 WHEN 0 THEN 'scrapped' WHEN 1 THEN 'replaced' ELSE 'in_use' END, 100001 + i % 20000, 'SO-' || (i / 10), 1000000 + i % 977,
  {sold}, CASE WHEN i % 9 = 0 THEN NULL ELSE {accepted} END, 1 FROM {numbers} AS n"""
_ENTRIES = """INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id, event,
  operation, user_id, recorded_at, hash_version, digest, previous, hash, state)
SELECT 1000 + i, 1, 1, (SELECT min(id) FROM period), 1000 + i, substr(CAST({on} AS TEXT), 1, 7), i, {on}, '更换水泵 ' || i % 100000,
  (SELECT min(id) FROM document), 'bench:' || i, 'bench', 1, '2024-01-01T00:00:00.000000+00:00', 1, 'd', 'p', 'h' || i, 1 FROM {numbers} AS n"""
_LINES = """INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary)
SELECT 1000 + i, {position}, 1, (SELECT {account}(id) FROM account), {on}, {debit}, {credit}, '' FROM {numbers} AS n"""


def serial(number: int) -> str:
    """Return the serial number of a unit by its place."""
    return f"HA{number:08}"


def fill(erp: sanbao.Sanbao, rows: int) -> None:
    """Fill the tables; the guards of the books stand aside, for nothing is posted here."""
    erp.do(
        "opening.enter",
        {"date": "2024-01-01", "lines": [{"account": "1002", "debit": "100.00"}]},
        user="admin",
    )
    words = _SQLITE if erp.database.is_sqlite else _POSTGRESQL
    with erp.database.owning() as connection:
        if erp.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA cache_size = -400000")  # many indexes at once want many pages
        for statement in _guards_aside(erp):
            connection.exec_driver_sql(statement)
        for statement in _statements(words, rows):
            connection.execute(text(statement))
    with erp.database.owning() as connection:
        connection.exec_driver_sql("ANALYZE")


def _guards_aside(erp: sanbao.Sanbao) -> list[str]:
    if not erp.database.is_sqlite:
        return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("entry", "entry_line")]
    with erp.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
    return [f'DROP TRIGGER "{name}"' for (name,) in found]


def _statements(words: Mapping[str, str], rows: int) -> list[str]:
    def day(days: str) -> str:
        return words["day"].format(days=days)

    def numbers(count: int) -> str:
        return words["numbers"].format(count=count)

    # Two years, in the order of the days as books are kept.
    on = day(f"1 + i * 729 / {rows}")
    sides = ((1, "min", 1_000_000, 0), (2, "max", 0, 1_000_000))
    return [
        _PARTIES.format(numbers=numbers(PARTIES), roles=words["json"].format(text='["customer"]')),
        _PRODUCTS.format(numbers=numbers(PRODUCTS)),
        _UNITS.format(numbers=numbers(rows), sold=day("i % 700"), accepted=day("i % 700 + 30")),
        _ENTRIES.format(numbers=numbers(rows), on=on),
        *(
            _LINES.format(
                numbers=numbers(rows), on=on, position=position, account=account, debit=debit, credit=credit
            )
            for position, account, debit, credit in sides
        ),
    ]
