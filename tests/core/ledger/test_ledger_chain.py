"""The chain: stable hashes, and every change of a posted row is found (T1, T2, T3)."""

from __future__ import annotations

import copy
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ledger_books import Books
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from sanbao.ledger import credit, debit, guards, move, rebuild, standalone
from sanbao.ledger.export import export, records
from sanbao.ledger.models import Balance, Journal, JournalCounter, PostedEntry, PostedLine, Stock
from sanbao.ledger.verify import take_anchor, verify
from sizes import size

VECTORS = json.loads(Path(__file__).with_name("ledger_hash_vectors.json").read_text(encoding="ascii"))
#: Not in the digest because the chain's own hash covers them, or because another check compares them.
CHAINED = {"id", "sequence", "number_key", "number", "previous", "digest", "hash", "hash_version"}
COMPARED = {"state"}
MOMENT = datetime(2024, 7, 1, tzinfo=UTC)


def fill(books: Books, entries: int = 24) -> None:
    for number in range(entries // 2):
        on = date(2024, 1 + number % 6, 1 + number)
        part = [
            debit("SERVICE_WIP", Decimal("50.25"), cost_object=1, rule="LED-04", summary="水泵"),
            credit(
                "SPARES",
                Decimal("50.25"),
                product=1,
                quantity=-1,
                place=1,
                currency="USD",
                original_amount=Decimal(7),
            ),
            move("CONSUMED", 1, 1, party=3, cost_centre=4),
        ]
        books.post(books.sale(f"{100 + number}.00", on=on), books.entry(*part, on=on, document=2))


def test_the_golden_vectors_are_enough_and_differ() -> None:
    assert len(VECTORS) >= 200
    assert len({vector["hash"] for vector in VECTORS}) == len(VECTORS)


def test_every_golden_vector_hashes_to_the_same_bytes() -> None:
    for vector in VECTORS:
        link = [vector[name] for name in ("previous", "id", "sequence", "number_key", "number", "digest")]

        assert standalone.digest_of(vector) == vector["digest"]
        assert standalone.chain_hash(*link) == vector["hash"]


def test_postgresql_computes_the_same_hash(ledger_pg: str) -> None:
    from ledger_books import postgresql_books

    books = postgresql_books(ledger_pg)
    with books.database.owning() as connection:
        for vector in VECTORS:
            link = [vector[name] for name in ("previous", "id", "sequence", "number_key", "number", "digest")]
            asked = "SELECT ledger_hash(%s, %s, %s, %s, %s, %s, 1)"
            assert connection.exec_driver_sql(asked, tuple(link)).scalar() == vector["hash"]
    books.database.close()


def test_every_column_is_hashed_or_named_as_covered_elsewhere() -> None:
    covered = {name for name in standalone.HEADER_FIELDS if not name.endswith("_code")} | CHAINED | COMPARED
    lines = {name for name in standalone.LINE_FIELDS if name != "account_code"}

    assert set(PostedEntry.__table__.c.keys()) == covered | {"period_id"}  # through period_code
    assert set(PostedLine.__table__.c.keys()) == lines | {"entry_id"}  # through the entry's own id


def test_composed_and_decomposed_letters_are_stored_and_hashed_alike(books: Books) -> None:
    books.post(books.sale(summary="café", event="cafe\u0301"), books.sale(summary="cafe\u0301", event="x"))

    assert books.rows("SELECT count(DISTINCT summary) FROM entry") == [(1,)]
    (again,) = books.post(books.sale(event="café"))
    assert again.repeated


def changed(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value}x"


def unguarded(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("ALTER TABLE entry DROP CONSTRAINT ck_entry_posted")
        return
    for name in guards.statements("sqlite"):
        connection.exec_driver_sql(f"DROP TRIGGER ledger_{name}")
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def damage(connection: Connection) -> list[str]:
    return [
        str(finding) for finding in verify(connection).findings if not str(finding).startswith("The guard")
    ]


def undetected(connection: Connection, table: Table, rows: int) -> tuple[int, list[str]]:
    """Change every column of some rows, one at a time; return how many changes there were and which passed."""
    key = [column.name for column in table.primary_key]
    tried, missed = 0, []
    listed = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY {', '.join(key)} LIMIT {rows}")
    for row in listed.mappings().all():
        where = " AND ".join(f"{name} = {row[name]!r}" for name in key)
        for column in table.c:
            new = changed(row[column.name])
            if new is None:
                new = "x" if column.type.python_type is str else 1
            shown = str(new) if isinstance(new, int) else f"'{new}'"
            inner = connection.begin_nested()
            try:
                connection.exec_driver_sql(f"UPDATE {table.name} SET {column.name} = {shown} WHERE {where}")
            except DBAPIError:
                inner.rollback()
                continue
            tried += 1
            if not damage(connection):
                missed.append(f"{table.name}.{column.name}")
            inner.rollback()
    return tried, missed


def test_any_change_of_a_single_cell_is_found(books: Books) -> None:
    fill(books, 40)
    rows = size(28, 40) if books.backend == "sqlite" else size(4, 20)
    tried, missed = 0, []
    connection = books.database.owner.connect()
    try:
        connection.begin()
        unguarded(connection)
        assert damage(connection) == []
        for model in (PostedEntry, PostedLine):
            counted, passed = undetected(connection, model.__table__, rows)  # type: ignore[arg-type]
            tried, missed = tried + counted, missed + passed
        for model in (Balance, Stock, JournalCounter):
            counted, passed = undetected(connection, model.__table__, 2)  # type: ignore[arg-type]
            tried, missed = tried + counted, missed + [name for name in passed if not name.endswith(".shard")]
    finally:
        connection.close()

    assert missed == []
    assert tried >= rows * 30


def test_the_changed_entry_is_named(books: Books) -> None:
    fill(books, 6)
    connection = books.database.owner.connect()
    try:
        connection.begin()
        unguarded(connection)
        connection.exec_driver_sql("UPDATE entry SET user_id = 8 WHERE id = 3")

        assert damage(connection)[0].startswith("Entry 3 (2024-02/1): its content was changed")
    finally:
        connection.close()


def relink(entries: list[dict[str, Any]]) -> None:
    """Recompute a whole chain as a clever forger would."""
    previous = standalone.GENESIS
    for sequence, entry in enumerate(entries, 1):
        entry["sequence"], entry["previous"] = sequence, previous
        entry["digest"] = standalone.digest_of(entry)
        link = (entry["id"], sequence, entry["number_key"], entry["number"], entry["digest"])
        previous = entry["hash"] = standalone.chain_hash(previous, *link)


def consistent(books: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make heads, counters and totals fit the entries again."""
    entries = [record for record in books if record["kind"] == "entry"]
    totals: dict[tuple[int, int], list[int]] = {}
    for entry in entries:
        for line in entry["lines"]:
            sums = totals.setdefault((line["account_id"], entry["period_id"]), [0, 0])
            sums[0] += line["debit"]
            sums[1] += line["credit"]
    journal = next(record for record in books if record["kind"] == "journal" and record["company_id"] == 1)
    journal["last_sequence"] = len(entries)
    journal["head"] = entries[-1]["hash"] if entries else standalone.GENESIS
    journal["counters"] = {entry["number_key"]: entry["number"] for entry in entries}
    rest = [record for record in books if record["kind"] not in ("total", "end")]
    made = [
        {"kind": "total", "account_id": a, "period_id": p, "debit": d, "credit": c}
        for (a, p), (d, c) in totals.items()
    ]
    return [*rest, *made, {"kind": "end"}]


def cut_tail(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    entries = [record for record in books if record["kind"] == "entry"]
    gone = {entry["id"] for entry in entries[-dice.randint(1, len(entries)) :]}
    return consistent([record for record in books if record["kind"] != "entry" or record["id"] not in gone])


def recompute(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    entries = [record for record in books if record["kind"] == "entry"]
    line = dice.choice(entries)["lines"]
    line[0]["debit"] += 10_000
    line[1]["credit"] += 10_000
    relink(entries)
    return consistent(books)


def remove(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    entries = [record for record in books if record["kind"] == "entry"]
    books.remove(dice.choice(entries))
    return consistent(books)


def double(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    index = dice.choice([i for i, record in enumerate(books) if record["kind"] == "entry"])
    return consistent([*books[:index], copy.deepcopy(books[index]), *books[index:]])


def swap(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    one, two = dice.sample([i for i, record in enumerate(books) if record["kind"] == "entry"], 2)
    books[one], books[two] = books[two], books[one]
    return consistent(books)


def lose_journal(books: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    return [r for r in books if r["kind"] in ("account", "period") or r.get("company_id") == 2] + [
        {"kind": "end"}
    ]


Tampering = Callable[[list[dict[str, Any]], random.Random], list[dict[str, Any]]]


@pytest.mark.parametrize("tamper", [cut_tail, recompute, remove, double, swap, lose_journal])
def test_structural_tampering_is_found_with_the_anchor(books: Books, tamper: Tampering) -> None:
    fill(books, 12)
    with books.database.reading() as connection:
        anchor = take_anchor(connection, MOMENT)
        true_books = list(records(connection))
    assert standalone.check(true_books, anchor).clean
    kept = json.dumps(true_books)

    missed = [
        seed
        for seed in range(40)
        if standalone.check(tamper(json.loads(kept), random.Random(seed)), anchor).clean
    ]

    assert missed == []


@pytest.mark.parametrize("tamper", [cut_tail, recompute])
def test_a_skilful_forgery_needs_the_anchor_to_be_seen(books: Books, tamper: Tampering) -> None:
    fill(books, 12)
    with books.database.reading() as connection:
        forged = tamper(list(records(connection)), random.Random(1))

    assert standalone.check(forged).clean


def test_an_anchor_of_yesterday_still_fits_when_the_books_have_grown(books: Books) -> None:
    fill(books, 4)
    with books.database.reading() as connection:
        anchor = take_anchor(connection, MOMENT)
    books.post(books.sale())

    with books.database.reading() as connection:
        assert verify(connection, anchor).findings == []


def test_the_export_is_checked_without_sanbao(books: Books, tmp_path: Path) -> None:
    fill(books, 6)
    file, anchor_file = tmp_path / "books.jsonl", tmp_path / "anchor.json"
    text = io.StringIO()
    with books.database.reading() as connection:
        assert export(connection, text) == 6
        anchor_file.write_text(json.dumps(take_anchor(connection, MOMENT)), encoding="utf-8")
    file.write_text(text.getvalue(), encoding="utf-8")
    command = [sys.executable, "-I", "-S", standalone.__file__, str(file), "--anchor", str(anchor_file)]

    clean = subprocess.run(command, capture_output=True, text=True, check=False)
    file.write_text(text.getvalue().replace('"user_id":7', '"user_id":8', 1), encoding="utf-8")
    damaged = subprocess.run(command, capture_output=True, text=True, check=False)
    file.write_text("no books", encoding="utf-8")
    unreadable = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (clean.returncode, clean.stdout) == (0, "6 entries, 15 lines: no damage found\n")
    assert damaged.returncode == 1
    assert "content was changed" in damaged.stdout
    assert unreadable.returncode == 2


def test_verify_names_ids_that_lead_nowhere(books: Books) -> None:
    books.post(books.entry(debit("SERVICE_WIP", Decimal(1), cost_object=987654), credit("BANK", Decimal(1))))

    with books.database.reading() as connection:
        findings = [str(finding) for finding in verify(connection).findings]

    assert findings == ["Entry 1 points to document 987654, which does not exist"]


def test_verify_sees_a_forged_balance_and_rebuild_mends_it(books: Books) -> None:
    fill(books, 4)
    if books.backend == "postgresql":
        with books.database.owning() as connection:
            connection.exec_driver_sql("UPDATE balance SET debit = debit + 1")
            connection.exec_driver_sql("UPDATE stock SET quantity = quantity + 1")
    else:
        with books.database.owning() as connection:
            for name in ("balance_update", "stock_update"):
                connection.exec_driver_sql(f"DROP TRIGGER ledger_{name}")
            connection.exec_driver_sql("UPDATE balance SET debit = debit + 1")
            connection.exec_driver_sql("UPDATE stock SET quantity = quantity + 1")
            guards.install(connection)

    with books.database.reading() as connection:
        before = verify(connection)
    with books.writing() as connection:
        rebuild(connection, 1)
    with books.database.reading() as connection:
        after = verify(connection)

    assert any("Balance" in str(finding) for finding in before.findings)
    assert any("Stock" in str(finding) for finding in before.findings)
    assert after.findings == []
    with books.database.reading() as connection:
        assert connection.execute(select(Journal.last_sequence).where(Journal.company_id == 1)).scalar() == 4
