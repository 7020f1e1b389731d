"""Posting: what is written, numbered, counted, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ledger_books import Books


def test_an_entry_is_numbered_within_its_month(books: Books) -> None:
    first, second = books.post(books.sale(), books.sale())
    (june,) = books.post(books.sale(on=date(2024, 7, 1)))

    assert [(p.number_key, p.number) for p in (first, second, june)] == [
        ("2024-06", 1), ("2024-06", 2), ("2024-07", 1)
    ]  # fmt: skip
    assert books.rows("SELECT sequence, number FROM entry ORDER BY id") == [(1, 1), (2, 2), (3, 1)]
    with books.writing() as connection:
        assert books.ledger(connection).balance("AR") == Decimal("300.00")
