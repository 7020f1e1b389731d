"""The same rows by hand with the driver of PostgreSQL, statement by statement and with COPY."""

from __future__ import annotations

import time
from hashlib import sha256
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.clocking import Case
from bench.raw_sqlite import DIGEST, JSON
from bench.subject import BATCH, LINES, NOW

_COLUMNS = (
    "id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id, event, operation, "
    "user_id, recorded_at, hash_version, digest, previous, hash, state"
)
_LINE_COLUMNS = "entry_id, position, company_id, account_id, date, debit, credit, summary, party_id"
_BALANCE = (
    "INSERT INTO balance AS b VALUES (1, %s, %s, %s, 0, 0, 0, %s, %s) ON CONFLICT "
    "(company_id, account_id, period_id, party_id, cost_object_id, cost_centre_id, shard) "
    "DO UPDATE SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit"
)
_ENTRY = f"INSERT INTO entry ({_COLUMNS}) VALUES ({', '.join(['%s'] * 19)})"
_THREE_LINES = f"INSERT INTO entry_line ({_LINE_COLUMNS}) VALUES " + ", ".join(
    [f"({', '.join(['%s'] * 9)})"] * 3
)
#: With guards an entry and its lines come in one statement, with the hash that the chain demands.
_GUARDED = (
    "WITH j AS (SELECT last_sequence AS s, head FROM journal WHERE id = 1), n AS (SELECT %s::bigint AS id), "
    f"e AS (INSERT INTO entry ({_COLUMNS}) SELECT n.id, 1, 1, %s, j.s + 1, %s, %s, %s, '更换水泵', 1, %s, 'raw', 1, %s, 1, %s, "
    "j.head, ledger_hash(j.head, n.id, j.s + 1, %s, %s, %s, 1), 1 FROM j, n) "
    f"INSERT INTO entry_line ({_LINE_COLUMNS}) SELECT n.id, l.* FROM n, (VALUES "
    + ", ".join(
        ["(%s::smallint, 1::bigint, %s::bigint, %s::date, %s::bigint, %s::bigint, ''::text, %s::bigint)"] * 3
    )
    + ") l"
)


class Sheet:
    """Three accounts and a period, on a connection of the owner."""

    def __init__(self, url: str, month: str = "2024-06") -> None:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.raw: psycopg.Connection[Any] = psycopg.connect(address, autocommit=False)
        roles = "SELECT account_id FROM account_role WHERE role IN ('AR', 'SERVICE_REV', 'OTHER_PAYABLE') ORDER BY role"
        self.accounts = [row[0] for row in self.raw.execute(roles)]
        self.month, self.day = month, f"{month}-03"
        self.period = self.one("SELECT id FROM period WHERE code = %s", month)[0]
        self.raw.commit()

    def one(self, sql: str, *asked: Any) -> tuple[Any, ...]:
        """Return the one row that a statement gives."""
        row = self.raw.execute(sql, asked).fetchone()
        assert row is not None
        return tuple(row)

    def lines(self, key: int, party: int) -> list[tuple[Any, ...]]:
        """Return the three lines of an entry."""
        ar, other, revenue = self.accounts
        return [
            (key, 1, 1, ar, self.day, 1_000_000, 0, "", party),
            (key, 2, 1, revenue, self.day, 0, 600_000, "", None),
            (key, 3, 1, other, self.day, 0, 400_000, "", None),
        ]

    def balances(self, parties: list[int]) -> list[tuple[Any, ...]]:
        """Return the turnovers of entries with these parties."""
        ar, other, revenue = self.accounts
        many = len(parties)
        whole = [(revenue, self.period, 0, 0, 600_000 * many), (other, self.period, 0, 0, 400_000 * many)]
        return whole + [
            (ar, self.period, party, 1_000_000 * parties.count(party), 0) for party in sorted(set(parties))
        ]


def _bare_one(sheet: Sheet, event: str, party: int) -> None:
    take = "UPDATE journal_counter SET last_number = last_number + 1 WHERE journal_id = 1 AND key = %s RETURNING last_number"
    (number,) = sheet.one(take, sheet.month)
    key, sequence, head = sheet.one(
        "SELECT nextval('entry_id_seq'), last_sequence, head FROM journal WHERE id = 1"
    )
    hashed = f"{key:064}"
    header = (
        key, 1, 1, sheet.period, sequence + 1, sheet.month, number, sheet.day, "更换水泵", 1, event, "raw", 1, NOW, 1,
        DIGEST, head, hashed, 1,
    )  # fmt: skip
    sheet.raw.execute(_ENTRY, header)
    sheet.raw.execute(_THREE_LINES, [value for line in sheet.lines(key, party) for value in line])
    for balance in sheet.balances([party]):
        sheet.raw.execute(_BALANCE, balance)
    sheet.raw.execute(
        "UPDATE journal SET last_sequence = last_sequence + 1, head = %s WHERE id = 1", (hashed,)
    )
    sheet.raw.commit()


def _guarded_one(sheet: Sheet, event: str, party: int, *, commit: bool = True) -> None:
    sheet.raw.execute("SELECT 1 FROM journal WHERE id = 1 FOR NO KEY UPDATE")
    key, last = sheet.one(
        "SELECT nextval('entry_id_seq'), last_number FROM journal_counter WHERE key = %s", sheet.month
    )
    lines = [
        value
        for line in sheet.lines(key, party)
        for value in (line[1], line[3], line[4], line[5], line[6], line[8])
    ]
    header = (
        key, sheet.period, sheet.month, last + 1, sheet.day, event, NOW, DIGEST, sheet.month, last + 1, DIGEST,
    )  # fmt: skip
    sheet.raw.execute(_GUARDED, (*header, *lines))
    for balance in sheet.balances([party]):
        sheet.raw.execute(_BALANCE, balance)
    if commit:
        sheet.raw.commit()


def posting(url: str, is_guarded: bool) -> Case:
    """Post one entry per durable transaction, statement by statement."""
    sheet, numbers, tag = Sheet(url), count(1), f"raw{time.perf_counter_ns()}"
    write = _guarded_one if is_guarded else _bare_one

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            number = next(numbers)
            write(sheet, f"{tag}:{number}", number % 50 + 1)
            done += 1
        return done

    return run


def _copy(sheet: Sheet, tag: str, first: int, many: int) -> None:
    number, sequence, head = sheet.one(
        "SELECT c.last_number, j.last_sequence, j.head FROM journal j JOIN journal_counter c ON c.journal_id = j.id "
        "WHERE c.key = %s FOR NO KEY UPDATE OF j", sheet.month,
    )  # fmt: skip
    asked = "SELECT nextval('entry_id_seq') FROM generate_series(1, %s)"
    keys = [row[0] for row in sheet.raw.execute(asked, (many,))]
    cursor, parties = sheet.raw.cursor(), [(first + step) % 50 + 1 for step in range(many)]
    with cursor.copy(f"COPY entry ({_COLUMNS}) FROM STDIN") as copy:
        for step, key in enumerate(keys, 1):
            hashed = f"{key:064}"
            copy.write_row((
                key, 1, 1, sheet.period, sequence + step, sheet.month, number + step, sheet.day, "更换水泵", 1,
                f"{tag}:{first + step}", "raw", 1, NOW, 1, DIGEST, head, hashed, 1,
            ))  # fmt: skip
            head = hashed
    with cursor.copy(f"COPY entry_line ({_LINE_COLUMNS}) FROM STDIN") as copy:
        for key, party in zip(keys, parties, strict=True):
            for line in sheet.lines(key, party):
                copy.write_row(line)
    cursor.executemany(_BALANCE, sheet.balances(parties))
    sheet.raw.execute(
        "UPDATE journal_counter SET last_number = last_number + %s WHERE key = %s", (many, sheet.month)
    )
    sheet.raw.execute(
        "UPDATE journal SET last_sequence = last_sequence + %s, head = %s WHERE id = 1", (many, head)
    )
    sheet.raw.commit()


#: With guards many entries and all their lines come in one statement too; the chain is reckoned beforehand.
_GUARDED_MANY = (
    f"WITH e AS (INSERT INTO entry ({_COLUMNS}) SELECT r.id, 1, 1, %s, r.sequence, %s, r.number, %s::date, '更换水泵', 1, r.event, "
    "'raw', 1, %s, 1, %s, r.previous, r.hash, 1 FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], "
    "%s::text[]) AS r (id, sequence, number, event, previous, hash)) "
    f"INSERT INTO entry_line ({_LINE_COLUMNS}) SELECT l.entry_id, l.position, 1, l.account_id, %s::date, l.debit, l.credit, '', "
    "l.party_id FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) "
    "AS l (entry_id, position, account_id, debit, credit, party_id)"
)


def _guarded_many(sheet: Sheet, tag: str, first: int, many: int) -> None:
    number, sequence, head = sheet.one(
        "SELECT c.last_number, j.last_sequence, j.head FROM journal j JOIN journal_counter c ON c.journal_id = j.id "
        "WHERE c.key = %s FOR NO KEY UPDATE OF j", sheet.month,
    )  # fmt: skip
    asked = "SELECT nextval('entry_id_seq') FROM generate_series(1, %s)"
    keys = [row[0] for row in sheet.raw.execute(asked, (many,))]
    entries, lines, parties = [], [], [(first + step) % 50 + 1 for step in range(many)]
    for step, key in enumerate(keys, 1):
        link = f"1|{head}|{key}|{sequence + step}|{sheet.month}|{number + step}|{DIGEST}"
        entries.append(
            (
                key,
                sequence + step,
                number + step,
                f"{tag}:{first + step}",
                head,
                sha256(link.encode()).hexdigest(),
            )
        )
        head = entries[-1][-1]
        lines += [(*line[:2], line[3], *line[5:7], line[8]) for line in sheet.lines(key, parties[step - 1])]
    heads, columns = ([list(column) for column in zip(*rows, strict=True)] for rows in (entries, lines))
    sheet.raw.execute(
        _GUARDED_MANY, (sheet.period, sheet.month, sheet.day, NOW, DIGEST, *heads, sheet.day, *columns)
    )
    sheet.raw.cursor().executemany(_BALANCE, sheet.balances(parties))
    sheet.raw.commit()


def bulk(url: str, is_guarded: bool = False) -> Case:
    """Post many entries in one transaction, with COPY or in one guarded statement; counted in lines."""
    sheet, numbers, tag = Sheet(url), count(0, BATCH), f"raw{time.perf_counter_ns()}"
    write = _guarded_many if is_guarded else _copy

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            write(sheet, tag, next(numbers), BATCH)
            done += BATCH * LINES
        return done

    return run


def load(url: str, lines: int) -> None:
    """Fill a year with so many lines, fast."""
    for month in range(1, 13):
        sheet = Sheet(url, f"2023-{month:02}")
        _copy(sheet, f"load{month}", 0, lines // 12 // LINES)
        sheet.raw.close()


_AROUND = (
    "INSERT INTO operation_request (company_id, user_id, key, operation, digest, done_at) VALUES (1, 1, %s, 'opening.enter', %s, %s)",
    "INSERT INTO document (company_id, kind, number, state, title, dated_on, created_at, created_by_id, owner_id, row_version, "
    "snapshot, timeline_head, timeline_count) VALUES (1, 'opening', %s, 'posted', '期初', '2024-06-03', %s, 1, 1, 1, %s, %s, 1) RETURNING id",
    "INSERT INTO opening (document_id, posting_date) VALUES (%s, '2024-06-03')",
    "INSERT INTO number_series AS s VALUES (1, 'opening', '202406', 1) ON CONFLICT (company_id, kind, key) DO UPDATE SET last_number = s.last_number + 1",
    "INSERT INTO timeline (company_id, document_id, position, at, user_id, operation, changes, previous, hash) "
    "VALUES (1, %s, 1, %s, 1, 'opening.enter', '{}', '', %s)",
    "INSERT INTO operation_log (company_id, at, user_id, operation, subject_kind, subject_id, data, changes) "
    "VALUES (1, %s, 1, 'opening.enter', 'document', %s, %s, '{}')",
    "UPDATE operation_request SET response = %s WHERE key = %s",
)


def operation(url: str) -> Case:
    """Write every row that ``opening.enter`` with a key writes, statement by statement, guards on."""
    sheet, numbers, tag = Sheet(url), count(1), f"raw{time.perf_counter_ns()}"

    def one(key: str) -> None:
        execute = sheet.raw.execute
        execute(_AROUND[0], (key, DIGEST, NOW))
        (paper,) = sheet.one(_AROUND[1], key, NOW, JSON, DIGEST)
        execute(_AROUND[2], (paper,))
        execute(_AROUND[3])
        _guarded_one(sheet, key, 1, commit=False)
        execute(_AROUND[4], (paper, NOW, DIGEST))
        execute(_AROUND[5], (NOW, paper, JSON))
        execute(_AROUND[6], (JSON, key))
        sheet.raw.commit()

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            one(f"{tag}-{next(numbers)}")
            done += 1
        return done

    return run
