"""The same rows by hand with the driver of SQLite: what the machine itself can do."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import make_url

from bench.clocking import Case
from bench.subject import BATCH, LINES
from sanbao.database.engine import wal_is_safe

_ENTRY = (
    "INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id, "
    "event, operation, user_id, recorded_at, hash_version, digest, previous, hash, state) "
    "VALUES (?, 1, 1, ?, ?, ?, ?, ?, '更换水泵', 1, ?, 'raw', 1, '2024-06-03T01:00:00+00:00', 1, ?, ?, ?, ?)"
)
_LINE = (
    "INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary, party_id) "
    "VALUES (?, ?, 1, ?, ?, ?, ?, '', ?)"
)
_BALANCE = (
    "INSERT INTO balance VALUES (1, ?, ?, ?, 0, 0, 0, ?, ?) "
    "ON CONFLICT DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit"
)
DIGEST = "d" * 64


def connection_to(url: str) -> sqlite3.Connection:
    """Connect with the same durability as sanbao."""
    raw = sqlite3.connect(str(make_url(url).database), isolation_level=None, timeout=30)
    for pragma in (
        f"journal_mode={'WAL' if wal_is_safe(sqlite3.sqlite_version_info) else 'DELETE'}",
        "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON",
    ):  # fmt: skip
        raw.execute(f"PRAGMA {pragma}")
    return raw


class Sheet:
    """Three accounts, a period and where the numbers stand."""

    def __init__(self, raw: sqlite3.Connection, month: str = "2024-06") -> None:
        roles = "SELECT account_id FROM account_role WHERE role IN ('AR', 'SERVICE_REV', 'OTHER_PAYABLE') ORDER BY role"
        self.accounts = [row[0] for row in raw.execute(roles)]
        self.month, self.raw = month, raw
        self.period = raw.execute("SELECT id FROM period WHERE code = ?", (month,)).fetchone()[0]

    def stand(self) -> tuple[int, int, int, str]:
        """Return last id, sequence, number and the head of the chain."""
        asked = "SELECT (SELECT max(id) FROM entry), last_sequence, head FROM journal WHERE id = 1"
        key, sequence, head = self.raw.execute(asked).fetchone()
        number = self.raw.execute(
            "SELECT last_number FROM journal_counter WHERE key = ?", (self.month,)
        ).fetchone()[0]
        return key, sequence, number, head

    def lines(self, key: int, party: int) -> list[tuple[Any, ...]]:
        """Return the three lines of an entry."""
        ar, other, revenue = self.accounts
        day = f"{self.month}-03"
        return [
            (key, 1, ar, day, 1_000_000, 0, party),
            (key, 2, revenue, day, 0, 600_000, None),
            (key, 3, other, day, 0, 400_000, None),
        ]

    def balances(self, entries: Sequence[int]) -> list[tuple[Any, ...]]:
        """Return the turnovers of entries whose parties are these."""
        ar, other, revenue = self.accounts
        count_of = len(entries)
        whole = [
            (revenue, self.period, 0, 0, 600_000 * count_of),
            (other, self.period, 0, 0, 400_000 * count_of),
        ]
        return whole + [
            (ar, self.period, party, 1_000_000 * entries.count(party), 0) for party in sorted(set(entries))
        ]


def _write(sheet: Sheet, tag: str, first: int, many: int, is_guarded: bool) -> None:
    raw = sheet.raw
    raw.execute("BEGIN IMMEDIATE")
    key, sequence, number, head = sheet.stand()
    entries, lines, parties = [], [], []
    for step in range(1, many + 1):
        hashed = f"{key + step:064}"
        entries.append((
            key + step, sheet.period, sequence + step, sheet.month, number + step, f"{sheet.month}-03",
            f"{tag}:{first + step}", DIGEST, head, hashed, 0 if is_guarded else 1,
        ))  # fmt: skip
        head, party = hashed, (first + step) % 50 + 1
        lines += sheet.lines(key + step, party)
        parties.append(party)
    raw.executemany(_ENTRY, entries)
    raw.executemany(_LINE, lines)
    raw.executemany(_BALANCE, sheet.balances(parties))
    if is_guarded:
        raw.executemany("UPDATE entry SET state = 1 WHERE id = ?", [(entry[0],) for entry in entries])
    else:
        raw.execute("UPDATE journal_counter SET last_number = ? WHERE key = ?", (number + many, sheet.month))
        raw.execute("UPDATE journal SET last_sequence = ?, head = ? WHERE id = 1", (sequence + many, head))
    raw.execute("COMMIT")


def _case(url: str, many: int, is_guarded: bool) -> Case:
    sheet, numbers = Sheet(connection_to(url)), count(0, many)
    tag = f"raw{time.perf_counter_ns()}"

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            _write(sheet, tag, next(numbers), many, is_guarded)
            done += many if many == 1 else many * LINES
        return done

    return run


def posting(url: str, is_guarded: bool) -> Case:
    """Post one entry per durable transaction."""
    return _case(url, 1, is_guarded)


def bulk(url: str, is_guarded: bool) -> Case:
    """Post many entries in one transaction; counted in lines."""
    return _case(url, BATCH, is_guarded)


def load(url: str, lines: int) -> None:
    """Fill a year with so many lines, fast."""
    raw = connection_to(url)
    for month in range(1, 13):
        _write(Sheet(raw, f"2023-{month:02}"), f"load{month}", 0, lines // 12 // LINES, is_guarded=False)
    raw.close()


_AROUND = (
    "INSERT INTO operation_request (company_id, user_id, key, operation, digest, done_at) VALUES (1, 1, ?, 'opening.enter', ?, ?)",
    "INSERT INTO document (company_id, kind, number, state, title, dated_on, created_at, created_by_id, owner_id, row_version, "
    "snapshot, timeline_head, timeline_count) VALUES (1, 'opening', ?, 'posted', '期初', '2024-06-03', ?, 1, 1, 1, ?, ?, 1)",
    "INSERT INTO opening (document_id, posting_date) VALUES (?, '2024-06-03')",
    "INSERT INTO number_series VALUES (1, 'opening', '202406', 1) ON CONFLICT DO UPDATE SET last_number = last_number + 1",
    "INSERT INTO timeline (company_id, document_id, position, at, user_id, operation, changes, previous, hash) "
    "VALUES (1, ?, 1, ?, 1, 'opening.enter', '{}', '', ?)",
    "INSERT INTO operation_log (company_id, at, user_id, operation, subject_kind, subject_id, data, changes) "
    "VALUES (1, ?, 1, 'opening.enter', 'document', ?, ?, '{}')",
    "UPDATE operation_request SET response = ? WHERE key = ?",
)
NOW, JSON = "2024-06-03T01:00:00.000000+00:00", '{"text":"' + "x" * 400 + '"}'


def operation(url: str) -> Case:
    """Write every row that ``opening.enter`` with a key writes."""
    raw = connection_to(url)
    sheet, numbers, tag = Sheet(raw), count(1), f"raw{time.perf_counter_ns()}"

    def one(number: int) -> None:
        raw.execute("BEGIN IMMEDIATE")
        key = f"{tag}-{number}"
        raw.execute(_AROUND[0], (key, DIGEST, NOW))
        paper = raw.execute(_AROUND[1], (key, NOW, JSON, DIGEST)).lastrowid
        raw.execute(_AROUND[2], (paper,))
        raw.execute(_AROUND[3])
        last, sequence, last_number, head = sheet.stand()
        entry = (
            last + 1,
            sheet.period,
            sequence + 1,
            sheet.month,
            last_number + 1,
            "2024-06-03",
            key,
            DIGEST,
            head,
            f"{last + 1:064}",
            0,
        )
        raw.execute(_ENTRY, entry)
        raw.executemany(
            _LINE,
            sheet.lines(last + 1, 1)[:1]
            + [(last + 1, 2, sheet.accounts[1], "2024-06-03", 0, 1_000_000, None)],
        )
        raw.executemany(
            _BALANCE,
            [
                (sheet.accounts[0], sheet.period, 1, 1_000_000, 0),
                (sheet.accounts[1], sheet.period, 0, 0, 1_000_000),
            ],
        )
        raw.execute("UPDATE entry SET state = 1 WHERE id = ?", (last + 1,))
        raw.execute(_AROUND[4], (paper, NOW, DIGEST))
        raw.execute(_AROUND[5], (NOW, paper, JSON))
        raw.execute(_AROUND[6], (JSON, key))
        raw.execute("COMMIT")

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            one(next(numbers))
            done += 1
        return done

    return run
