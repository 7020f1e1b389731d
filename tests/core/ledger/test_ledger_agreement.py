"""Both databases do the same with the same log: numbers, chain heads, balances, stock, error codes (L2)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ledger_books import Books

from sanbao.errors import SanbaoError
from sanbao.ledger import Entry, credit, debit, move, periods
from sanbao.ledger.verify import take_anchor, verify

D = Decimal


def an_entry(books: Books, dice: random.Random, step: int) -> Entry:
    on = date(2024, 1, 1) + timedelta(days=dice.randint(0, 200))
    amount = D(dice.randint(1, 9_999)) / 100
    given: dict[str, Any] = {
        "on": on,
        "document": dice.randint(1, 5),
        "event": f"event:{dice.randint(0, step + 5)}",
    }
    kind = dice.randint(0, 9)
    if kind == 0:
        return books.entry(debit("AR", amount), credit("BANK", amount + 1), **given)
    if kind == 1:
        return books.entry(debit("NOBODY", amount), credit("BANK", amount), **given)
    if kind == 2:
        return books.entry(move("SPARES", 1, -1, place=2), move("CONSUMED", 1, dice.choice((1, 2))), **given)
    part = [credit("SPARES", amount, product=1, quantity=-1, place=1), move("CONSUMED", 1, 1)]
    return books.entry(
        debit("SERVICE_WIP", amount, cost_object=dice.randint(1, 3), summary="换件"), *part, **given
    )


def act(books: Books, dice: random.Random, step: int) -> None:
    choice = dice.randint(0, 11)
    month = f"2024-{dice.randint(1, 4):02}"
    if choice > 3:
        entries = [an_entry(books, dice, step) for _ in range(dice.randint(1, 3))]
        books.post(*entries)
        return
    with books.writing() as connection:
        if choice == 0:
            dice.choice((periods.close, periods.close, periods.reopen, periods.lock))(connection, 1, month)
            return
        ledger = books.ledger(connection)
        on = date(2024, dice.randint(1, 7), 15)
        ledger.reverse(dice.randint(1, 20), on, "冲销", operation="t.r", user_id=7, swap=choice == 1)
        ledger.seal()


def play(books: Books, seed: int) -> list[str]:
    dice = random.Random(seed)
    codes = []
    for step in range(50):
        try:
            act(books, dice, step)
            codes.append("done")
        except SanbaoError as refused:
            codes.append(refused.code)
    return codes


def outcome(books: Books) -> list[Any]:
    queries = (
        "SELECT id, sequence, number_key, number, digest, hash FROM entry ORDER BY id",
        "SELECT account_id, p.code, party_id, cost_object_id, cost_centre_id, debit, credit "
        "FROM balance b JOIN period p ON p.id = b.period_id ORDER BY 1, 2, 3, 4, 5",
        "SELECT account_id, product_id, place_id, unit_id, quantity, value FROM stock ORDER BY 1, 2, 3, 4",
        "SELECT code, state FROM period ORDER BY 1",
    )
    with books.database.reading() as connection:
        assert verify(connection).findings == []
        return [take_anchor(connection, books.now), *(books.rows(query) for query in queries)]


def test_the_same_log_ends_in_the_same_books(both: tuple[Books, Books]) -> None:
    sqlite, postgresql = both
    refused: set[str] = set()
    for seed in range(6):
        first, second = play(sqlite, seed), play(postgresql, seed)

        assert first == second, f"seed {seed}"
        assert outcome(sqlite) == outcome(postgresql), f"seed {seed}"
        refused |= set(first)

    assert refused >= {"done", "ledger.unbalanced", "ledger.period_closed", "ledger.already_reversed"}
