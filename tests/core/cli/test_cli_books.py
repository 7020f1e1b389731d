"""``ledger``: the books are read, verified, closed and written out from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_names import Run
from sqlalchemy import create_engine, text

from sanbao.testing import Addresses

LINES = '[{"account": "1002", "debit": "1000.00"}, {"account": "1403", "debit": "500.00"}]'


@pytest.fixture
def books(in_company: Run) -> Run:
    """A company that opened with 1,500.00 (LED-02)."""
    in_company("do", "opening.enter", "date=2024-01-31", f"lines={LINES}")
    return in_company


def test_the_trial_balance_foots(books: Run) -> None:
    rows = books("ledger", "trial-balance", "--on", "2024-02-01", "--json").data

    closing = {row["code"]: row["closing"] for row in rows}
    assert closing == {"1002": "1000.00", "1403": "500.00", "4199": "-1500.00"}
    assert "1000.00" in books("ledger", "trial-balance").out


def test_an_account_shows_its_running_balance(books: Run) -> None:
    rows = books("ledger", "general", "1002", "--from", "2024-01-01", "--to", "2024-12-31", "--json").data

    assert [(row["date"], row["balance"]) for row in rows] == [("2024-01-31", "1000.00")]


def test_entries_are_shown_as_they_are_written(books: Run) -> None:
    shown = books("ledger", "entries")

    assert "Dr 1002 1000.00 | Dr 1403 500.00 | Cr 4199 1500.00" in shown.out
    assert len(books("ledger", "entries", "--last", "1", "--json").data) == 1


def test_whole_books_verify(books: Run, tmp_path: Path) -> None:
    checked = books("ledger", "verify", "--json")

    assert checked.code == 0
    assert checked.data["clean"] is True
    assert checked.data["entries"] == 1


def test_an_anchor_is_kept_outside_and_shown_later(books: Run) -> None:
    books("ledger", "anchor", "-o", "heads.json")

    assert books("ledger", "verify", "--anchor", "heads.json").code == 0
    again = books("ledger", "anchor", "-o", "heads.json")
    assert again.code == 2
    assert "heads.json exists already" in again.err


def test_an_anchor_of_other_books_is_found_out(books: Run, tmp_path: Path) -> None:
    books("ledger", "anchor", "-o", "heads.json")
    heads = json.loads((tmp_path / "heads.json").read_text())
    heads["journals"][0]["sequence"] += 5
    (tmp_path / "heads.json").write_text(json.dumps(heads))

    checked = books("ledger", "verify", "--anchor", "heads.json", "--json")

    assert checked.code == 1
    assert any("cut off" in finding for finding in checked.data["findings"])


def test_exported_books_are_verified_without_the_database(books: Run, tmp_path: Path) -> None:
    assert books("ledger", "export", "-o", "books.jsonl").code == 0

    assert books("ledger", "verify", "books.jsonl").code == 0
    (tmp_path / "books.jsonl").write_text((tmp_path / "books.jsonl").read_text().replace('"1000', '"1001').replace("10000000", "10010000"))
    forged = books("ledger", "verify", "books.jsonl", "--json")
    assert forged.code == 1
    assert forged.data["findings"]


def test_a_file_that_holds_no_books_is_refused(books: Run, tmp_path: Path) -> None:
    (tmp_path / "books.jsonl").write_text("hello\n")

    assert books("ledger", "verify", "books.jsonl").code == 2
    assert books("ledger", "verify", "nothing.jsonl").code == 2


def test_a_closed_month_takes_no_entry_until_it_is_open_again(books: Run) -> None:
    entry = ("do", "opening.enter", "date=2024-01-15", f"lines={LINES}", "additional=yes")

    assert books("ledger", "close", "2024-01").code == 0
    assert books(*entry).code == 2
    assert books("ledger", "reopen", "2024-01").code == 0
    assert books(*entry).code == 0
    assert "2024-05" in books("ledger", "close", "May").err


def test_a_locked_month_stays_shut(books: Run) -> None:
    books("ledger", "close", "2024-01")

    assert books("ledger", "lock", "2024-01").code == 0
    assert books("ledger", "reopen", "2024-01").code == 2


def test_balances_are_made_anew(books: Run) -> None:
    done = books("ledger", "rebuild")

    assert done.code == 0
    assert books("ledger", "verify", "--json").data["clean"] is True


def test_damage_behind_the_programs_back_is_found(run: Run, erp: object, address: Addresses, backend: str) -> None:
    owner = ["--db", address.url, *(["--owner-db", address.owner_url] if address.owner_url else [])]
    run("do", "opening.enter", "date=2024-01-31", f"lines={LINES}", *owner)
    engine = create_engine((address.owner_url or address.url).replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        if backend == "sqlite":
            names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in names:
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("ALTER TABLE entry_line DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE entry_line SET debit = 20000000 WHERE debit = 10000000"))
    engine.dispose()

    checked = run("ledger", "verify", "--json", *owner)

    assert checked.code == 1
    assert checked.data["clean"] is False
