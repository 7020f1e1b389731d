"""The guards hold for whoever comes past the application: a plain file tool, the owner of the tables (L4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from reliability_company import Companies, faults, rows
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

import sanbao

LINES = [{"account": "1002", "debit": "7.00"}]


def _posted(companies: Companies) -> tuple[sanbao.Sanbao, str]:
    erp, address = companies.fresh()
    erp.do("opening.enter", {"date": "2024-06-02", "lines": LINES}, user="admin")
    return erp, address.url


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM entry",
        "DELETE FROM entry_line",
        "DELETE FROM journal",
        "DELETE FROM journal_counter",
        "DELETE FROM account",
        "DELETE FROM period",
        "DELETE FROM entry_state",
        "UPDATE entry_state SET state = 0",
        "UPDATE entry SET summary = 'x'",
        "UPDATE balance SET debit = 0",
    ],
)
def test_a_tool_that_sets_no_pragma_changes_nothing_that_is_posted(sqlite_companies: Companies, attack: str) -> None:
    erp, url = _posted(sqlite_companies)
    plain = sqlite3.connect(str(make_url(url).database))

    with pytest.raises(sqlite3.IntegrityError, match=r"ledger\."):
        plain.execute(attack)

    plain.close()
    assert faults(erp) == []
    erp.close()


@pytest.fixture
def owned(postgresql_companies: Companies) -> Iterator[sanbao.Sanbao]:
    erp, _ = _posted(postgresql_companies)
    yield erp
    erp.close()


@pytest.mark.parametrize("table", ["entry", "entry_line", "journal", "journal_counter", "period", "account", "entry_state"])
def test_the_owner_empties_no_table_of_the_books(owned: sanbao.Sanbao, table: str) -> None:
    with pytest.raises(DBAPIError, match=r"ledger\."), owned.database.owning() as connection:
        connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")

    assert faults(owned) == []


_FORGED = """
WITH j AS (SELECT id, last_sequence + {step} AS s, head FROM journal), n AS (SELECT nextval('entry_id_seq') AS id),
e AS (INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id,
  event, operation, user_id, recorded_at, hash_version, digest, previous, hash, state)
  SELECT n.id, 1, j.id, p.id, j.s, '2024-06', {number}, '2024-06-03', 'x', 1, 'forged', 'x', 1, now(), 1, repeat('d', 64),
  {previous}, ledger_hash(j.head, n.id, j.s, '2024-06', {hashed}, repeat('d', 64), 1), 1 FROM j, n, period p WHERE p.code = '2024-06')
INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary)
SELECT n.id, position, 1, (SELECT min(id) FROM account WHERE kind = 'asset'), day, debit, credit, '' FROM n,
(VALUES (1::smallint, {day}, {debit}::bigint, 0::bigint), (2::smallint, {day}, 0, 10000)) AS l (position, day, debit, credit)
"""


_RIGHT = {"day": "date '2024-06-03'", "debit": "10000", "number": "2", "hashed": "2", "step": "1", "previous": "j.head"}
_WRONG = (
    {"day": "date '2024-06-04'"},
    {"debit": "10001"},
    {"number": "3", "hashed": "3"},
    {"hashed": "3"},
    {"step": "2"},
    {"previous": "repeat('e', 64)"},
)


def _forge(erp: sanbao.Sanbao, **spoiled: str) -> None:
    with erp.database.owning() as connection:
        connection.exec_driver_sql(_FORGED.format(**{**_RIGHT, **spoiled}))


@pytest.mark.parametrize("spoiled", _WRONG, ids=lambda spoiled: ", ".join(spoiled))
def test_an_entry_made_by_hand_is_refused_for_each_thing_that_is_wrong(owned: sanbao.Sanbao, spoiled: dict[str, str]) -> None:
    with pytest.raises(DBAPIError, match=r"ledger\."):
        _forge(owned, **spoiled)

    assert rows(owned, "SELECT count(*) FROM entry") == [(1,)]


def test_an_entry_made_by_hand_is_seen_by_the_verifier(owned: sanbao.Sanbao) -> None:
    _forge(owned)

    assert rows(owned, "SELECT count(*) FROM entry") == [(2,)]
    assert any("content was changed" in found for found in faults(owned))


_TWO_FORGED = """
WITH j AS (SELECT id, last_sequence AS s, head FROM journal),
one AS MATERIALIZED (SELECT nextval('entry_id_seq') AS id), two AS MATERIALIZED (SELECT nextval('entry_id_seq') AS id FROM one),
first AS (SELECT one.id, j.s + 1 AS s, {first} AS number, j.head AS previous,
  ledger_hash(j.head, one.id, j.s + 1, '2024-06', {first}, repeat('d', 64), 1) AS hash FROM j, one),
both_of_them AS (SELECT * FROM first UNION ALL SELECT two.id, first.s + 1, {second}, first.hash,
  ledger_hash(first.hash, two.id, first.s + 1, '2024-06', {second}, repeat('d', 64), 1) FROM first, two),
e AS (INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id,
  event, operation, user_id, recorded_at, hash_version, digest, previous, hash, state)
  SELECT f.id, 1, j.id, p.id, f.s, '2024-06', f.number, '2024-06-03', 'x', 1, 'forged' || f.number, 'x', 1, now(), 1,
  repeat('d', 64), f.previous, f.hash, 1 FROM both_of_them f, j, period p WHERE p.code = '2024-06')
INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary)
SELECT f.id, position, 1, (SELECT min(id) FROM account WHERE kind = 'asset'), date '2024-06-03', debit, credit, ''
FROM both_of_them f, (VALUES (1::smallint, 10000::bigint, 0::bigint), (2::smallint, 0, 10000)) AS l (position, debit, credit)
"""


@pytest.mark.parametrize(("first", "second"), [(2, 4), (3, 2)])
def test_two_entries_made_by_hand_are_refused_when_their_numbers_do_not_follow(owned: sanbao.Sanbao, first: int, second: int) -> None:
    with pytest.raises(DBAPIError, match=r"ledger\.chain"), owned.database.owning() as connection:
        connection.exec_driver_sql(_TWO_FORGED.format(first=first, second=second))

    assert rows(owned, "SELECT count(*) FROM entry") == [(1,)]


def test_two_entries_made_by_hand_move_counter_and_head_to_the_second(owned: sanbao.Sanbao) -> None:
    with owned.database.owning() as connection:
        connection.exec_driver_sql(_TWO_FORGED.format(first=2, second=3))

    told = rows(owned, "SELECT c.last_number, j.last_sequence, e.number FROM journal_counter c JOIN journal j ON j.id = c.journal_id JOIN entry e ON e.hash = j.head")
    assert told == [(3, 3, 3)]
