"""Posting on SQLite: prepared statements in the writer's own transaction; triggers check every entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sanbao.database.types import moment_text
from sanbao.ledger import periods
from sanbao.ledger.engine import Posted, goods, turnovers
from sanbao.ledger.errors import PeriodClosed
from sanbao.ledger.prepare import ACCOUNT_CODE, Prepared, PreparedLine
from sanbao.ledger.standalone import VERSION, chain_hash

Found = tuple[int, str, int, str]
# CROSS JOIN keeps the order: each asked event is looked up, the entries are never scanned.
_FOUND = """SELECT given.key, e.id, e.number_key, e.number, e.hash FROM json_each(?) AS given
CROSS JOIN entry AS e ON e.company_id = ? AND e.document_id = json_extract(given.value, '$[0]')
AND e.event = json_extract(given.value, '$[1]')"""
_ENTRY = """INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary,
document_id, event, operation, user_id, recorded_at, reverses_id, hash_version, digest, previous, hash, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"""
_LINE = """INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary, currency,
original_amount, product_id, unit_id, quantity, place_id, party_id, cost_centre_id, cost_object_id, rule_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_BALANCE = """INSERT INTO balance VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE
SET debit = debit + excluded.debit, credit = credit + excluded.credit"""
_STOCK = """INSERT INTO stock VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
SET quantity = quantity + excluded.quantity, value = value + excluded.value"""
_POST = "UPDATE entry SET state = 1 WHERE id = ?"


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
    entries: list[tuple[Any, ...]] = []
    lines: list[PreparedLine] = []
    posted: list[Posted] = []
    for prepared in batch:
        key, sequence, number, previous, hashed = numbering.next(prepared)
        entry = prepared.entry
        entries.append((
            key, company_id, prepared.journal.id, months[prepared.period], sequence, prepared.number_key, number,
            entry.date.isoformat(), prepared.summary, entry.document_id, prepared.event, prepared.operation,
            entry.user_id, moment, entry.reverses_id, VERSION, prepared.digest, previous, hashed,
        ))  # fmt: skip
        lines += [(key, *line[:ACCOUNT_CODE], *line[ACCOUNT_CODE + 1 :]) for line in prepared.lines]
        posted.append(Posted(key, prepared.number_key, number, hashed, entry))
    _execute(connection, company_id, months, batch, entries, lines)
    return posted


def _execute(
    connection: Connection,
    company_id: int,
    months: dict[str, int],
    batch: Sequence[Prepared],
    entries: list[tuple[Any, ...]],
    lines: list[PreparedLine],
) -> None:
    balances = [
        (company_id, account, months[month], *rest, *sums)
        for (account, month, *rest), sums in sorted(turnovers(batch).items())
    ]
    stock = [(company_id, *key, *sums) for key, sums in sorted(goods(batch).items())]
    for statement, rows in ((_ENTRY, entries), (_LINE, lines), (_BALANCE, balances), (_STOCK, stock)):
        if rows:
            connection.exec_driver_sql(statement, rows)
    connection.exec_driver_sql(_POST, [(entry[0],) for entry in entries])


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
