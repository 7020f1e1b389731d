"""Posting on SQLite: prepared statements in the writer's own transaction; triggers check every entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from sanbao.database.types import moment_text
from sanbao.ledger import periods
from sanbao.ledger.engine import Posted, goods, turnovers
from sanbao.ledger.errors import PeriodClosed
from sanbao.ledger.prepare import Prepared
from sanbao.ledger.standalone import VERSION, chain_hash

Found = tuple[int, str, int, str]
# CROSS JOIN keeps the order: each asked event is looked up, the entries are never scanned.
_FOUND = """SELECT given.key, e.id, e.number_key, e.number, e.hash FROM json_each(?) AS given
CROSS JOIN entry AS e ON e.company_id = ? AND e.document_id = json_extract(given.value, '$[0]')
AND e.event = json_extract(given.value, '$[1]')"""
_ENTRY_COLUMNS = (
    "id", "company_id", "journal_id", "period_id", "sequence", "number_key", "number", "date", "summary", "document_id",
    "event", "operation", "user_id", "recorded_at", "reverses_id", "hash_version", "digest", "previous", "hash", "state",
)  # fmt: skip
_LINE_COLUMNS = (
    "entry_id", "position", "company_id", "account_id", "date", "debit", "credit", "summary", "currency", "original_amount",
    "product_id", "unit_id", "quantity", "place_id", "party_id", "cost_centre_id", "cost_object_id", "rule_id",
)  # fmt: skip
_BALANCE = """INSERT INTO balance VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE
SET debit = debit + excluded.debit, credit = credit + excluded.credit"""
_STOCK = """INSERT INTO stock VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
SET quantity = quantity + excluded.quantity, value = value + excluded.value"""
# One statement, row after row: a statement for each entry would save every page that it touches once more.
_POST = "UPDATE entry SET state = 1 WHERE id BETWEEN ? AND ? AND state = 0"
#: Rows of one statement: from here on more of them save nothing.
_ROWS = 100
Row = tuple[Any, ...]


def write(connection: Connection, company_id: int, now: datetime, batch: Sequence[Prepared]) -> list[Posted]:
    """Write the entries, sorted by journal, in one go; those already posted are only found again."""
    found = _found(connection, company_id, batch)
    fresh = [prepared for index, prepared in enumerate(batch) if index not in found]
    written = iter(_write_fresh(connection, company_id, now, fresh) if fresh else ())
    return [
        Posted(*found[index], prepared.entry, True) if index in found else next(written)
        for index, prepared in enumerate(batch)
    ]


def _found(connection: Connection, company_id: int, batch: Sequence[Prepared]) -> dict[int, Found]:
    asked = json.dumps([[prepared.entry.document_id, prepared.event] for prepared in batch])
    rows = connection.exec_driver_sql(_FOUND, (asked, company_id))
    return {index: (key, number_key, number, hashed) for index, key, number_key, number, hashed in rows}


def _write_fresh(
    connection: Connection, company_id: int, now: datetime, batch: Sequence[Prepared]
) -> list[Posted]:
    months = {
        month: _open_period(connection, company_id, month) for month in sorted({p.period for p in batch})
    }
    moment = moment_text(now)
    numbering = _Numbering(connection, batch)
    entries: list[Row] = []
    posted: list[Posted] = []
    for prepared in batch:
        key, sequence, number, previous, hashed = numbering.next(prepared)
        entry = prepared.entry
        entries.append((
            key, company_id, prepared.journal.id, months[prepared.period], sequence, prepared.number_key, number,
            prepared.date, prepared.summary, entry.document_id, prepared.event, prepared.operation, entry.user_id, moment,
            entry.reverses_id, VERSION, prepared.digest, previous, hashed, 0,
        ))  # fmt: skip
        posted.append(Posted(key, prepared.number_key, number, hashed, entry))
    _insert(connection, "entry", _ENTRY_COLUMNS, entries)
    _insert(connection, "entry_line", _LINE_COLUMNS, [
        (each.id, *line) for each, prepared in zip(posted, batch, strict=True) for line in prepared.lines
    ])  # fmt: skip
    _add_up(connection, company_id, months, batch)
    connection.exec_driver_sql(_POST, (posted[0].id, posted[-1].id))
    return posted


def _insert(connection: Connection, table: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Insert many rows a statement; a column that nobody fills is left out."""
    used = [index for index, column in enumerate(zip(*rows, strict=True)) if column.count(None) < len(rows)]
    names, filled = tuple(columns[index] for index in used), itemgetter(*used)
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        values = tuple(chain.from_iterable(map(filled, part)))
        connection.exec_driver_sql(_statement(table, names, len(part)), values)


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    values = ", ".join([f"({', '.join('?' * len(columns))})"] * rows)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"


def _add_up(
    connection: Connection, company_id: int, months: dict[str, int], batch: Sequence[Prepared]
) -> None:
    """Bring balances and stock up to date."""
    balances = [
        (company_id, account, months[month], *rest, *sums)
        for (account, month, *rest), sums in sorted(turnovers(batch).items())
    ]
    stock = [(company_id, *key, *sums) for key, sums in sorted(goods(batch).items())]
    for statement, rows in ((_BALANCE, balances), (_STOCK, stock)):
        if rows:
            connection.exec_driver_sql(statement, rows)


def _open_period(connection: Connection, company_id: int, month: str) -> int:
    period = periods.of_month(connection, company_id, month)
    if period.state != "open":
        raise PeriodClosed(period=month)
    return period.id


class _Numbering:
    """Gives ids, sequences, numbers and hashes; safe because the writer holds the whole database."""

    def __init__(self, connection: Connection, batch: Sequence[Prepared]) -> None:
        self.connection = connection
        row = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM entry").one()
        self.last_id: int = row[0]
        self.heads: dict[int, tuple[int, str]] = {}
        self.numbers: dict[tuple[int, str], int] = {}
        for prepared in batch:
            self._know(prepared.journal.id, prepared.number_key)

    def _know(self, journal: int, key: str) -> None:
        if journal not in self.heads:
            head = self.connection.exec_driver_sql(
                "SELECT last_sequence, head FROM journal WHERE id = ?", (journal,)
            ).one()
            self.heads[journal] = (head[0], head[1])
        if (journal, key) not in self.numbers:
            last = self.connection.exec_driver_sql(
                "SELECT last_number FROM journal_counter WHERE journal_id = ? AND key = ?", (journal, key)
            ).scalar()
            self.numbers[journal, key] = last or 0

    def next(self, prepared: Prepared) -> tuple[int, int, int, str, str]:
        """Return id, sequence, number, previous hash and hash of the next entry."""
        journal, key = prepared.journal.id, prepared.number_key
        last, previous = self.heads[journal]
        self.last_id += 1
        number = self.numbers[journal, key] + 1
        hashed = chain_hash(previous, self.last_id, last + 1, key, number, prepared.digest)
        self.numbers[journal, key] = number
        self.heads[journal] = (last + 1, hashed)
        return self.last_id, last + 1, number, previous, hashed
