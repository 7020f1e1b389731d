"""Reports equal a recomputation from the lines, on any day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from ledger_books import Books

from sanbao.errors import SanbaoError
from sanbao.ledger import Entry, credit, debit, reports

D = Decimal
FIRST = date(2024, 1, 1)
ROLES = ("AR", "BANK", "SERVICE_REV", "WARRANTY_EXP", "AP", "SERVICE_WIP")


def log(books: Books, seed: int, size: int) -> list[Entry]:
    dice = random.Random(seed)
    entries = []
    for _ in range(size):
        one, two = dice.sample(ROLES, 2)
        amount = D(dice.randint(-5_000, 50_000) or 1) / 100
        on = FIRST + timedelta(days=dice.randint(0, 180))
        party = dice.choice((None, 1, 2))
        entries.append(
            books.entry(debit(one, amount, party=party), credit(two, amount, cost_centre=party), on=on)
        )
    return entries


def expected(books: Books, entries: list[Entry], on: date) -> dict[str, tuple[Decimal, Decimal]]:
    codes = dict(
        books.rows(
            "SELECT role, code FROM account_role r JOIN account a ON a.id = r.account_id WHERE r.company_id = 1"
        )
    )
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in (line for entry in entries if entry.date <= on for line in entry.lines):
        before = sums.get(codes[line.account], (D(0), D(0)))
        sums[codes[line.account]] = (before[0] + line.debit, before[1] + line.credit)
    return sums


def test_the_trial_balance_of_any_day_equals_the_sum_of_all_lines_until_then(books: Books) -> None:
    entries = log(books, 1, 120)
    books.post(*entries)

    with books.database.reading() as connection:
        for offset in (0, 14, 30, 31, 59, 60, 100, 120, 151, 181, 400):
            on = FIRST + timedelta(days=offset)
            rows = reports.trial_balance(connection, 1, on=on)

            assert {row.code: (row.debit, row.credit) for row in rows} == expected(books, entries, on)
            assert sum(row.closing for row in rows) == 0


def test_opening_and_turnover_add_up_to_closing(books: Books) -> None:
    entries = log(books, 2, 80)
    books.post(*entries)
    since, on = date(2024, 2, 10), date(2024, 4, 20)

    with books.database.reading() as connection:
        rows = reports.trial_balance(connection, 1, on=on, since=since)

    before, until = expected(books, entries, since - timedelta(days=1)), expected(books, entries, on)
    for row in rows:
        opening = before.get(row.code, (D(0), D(0)))
        assert row.opening == opening[0] - opening[1]
        assert row.closing == row.opening + row.debit - row.credit == until[row.code][0] - until[row.code][1]


def test_the_trial_balance_without_a_day_is_all_there_is(books: Books) -> None:
    entries = log(books, 3, 30)
    books.post(*entries)

    with books.database.reading() as connection:
        rows = reports.trial_balance(connection, 1)

    assert {row.code: (row.debit, row.credit) for row in rows} == expected(books, entries, date.max)


def test_the_general_ledger_runs_from_opening_to_closing(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PAGE", 7)
    entries = log(books, 4, 90)
    books.post(*entries)
    since, until = date(2024, 2, 10), date(2024, 5, 3)

    with books.database.reading() as connection:
        rows = list(reports.general_ledger(connection, 1, "1122", since, until))

    opening = expected(books, entries, since - timedelta(days=1))["1122"]
    closing = expected(books, entries, until)["1122"]
    assert len(rows) == sum(
        line.account == "AR" for entry in entries if since <= entry.date <= until for line in entry.lines
    )
    assert [row.date for row in rows] == sorted(row.date for row in rows)
    assert rows[-1].balance == closing[0] - closing[1]
    assert rows[0].balance - rows[0].debit + rows[0].credit == opening[0] - opening[1]


def test_an_unknown_account_has_no_ledger(books: Books) -> None:
    with books.database.reading() as connection, pytest.raises(SanbaoError) as refused:
        list(reports.general_ledger(connection, 1, "77", FIRST, FIRST))

    assert refused.value.code == "ledger.unknown_account"


def test_entries_are_read_with_their_lines_and_their_reversal(books: Books) -> None:
    (sold,) = books.post(books.sale("80.00", document=9))
    with books.writing() as connection:
        ledger = books.ledger(connection)
        ledger.reverse(sold.id, date(2024, 6, 30), "冲销", operation="t.r", user_id=7)
        ledger.seal()

    with books.database.reading() as connection:
        first, second = reports.entries(connection, 1, document_id=9)
        newest = reports.entries(connection, 1, newest=True, limit=1)
        lines = reports.lines_of_document(connection, 1, 9)
        assert reports.entries(connection, 2) == []

    assert first.text == "Dr 1122 80.00 | Cr 6051 80.00"
    assert second.text == "Dr 1122 -80.00 | Cr 6051 -80.00"
    assert (first.reversed_by, second.reverses_id) == (second.id, first.id)
    assert [entry.id for entry in newest] == [second.id]
    assert len(lines) == 4
    assert first.as_json()["date"] == "2024-06-03"
