"""A posting on PostgreSQL asks its indexes for a row or two, however many entries stand in its journal."""

from __future__ import annotations

from ledger_books import Books, postgresql_books
from sqlalchemy import text

#: More postings through one connection than a server plans anew; after them its plans are kept.
PLANNED = 20
POSTED = 200
_READ = text(
    "SELECT indexrelname, coalesce(idx_tup_read, 0) FROM pg_stat_user_indexes WHERE relname IN ('entry', 'journal_counter')"
)


def test_a_young_table_is_not_read_whole_by_each_posting(ledger_pg: str) -> None:
    books = postgresql_books(ledger_pg)
    try:
        _post(books, PLANNED)
        before = _read(books)
        _post(books, POSTED)
        after = _read(books)
    finally:
        books.database.close()

    each = {index: (after[index] - before.get(index, 0)) / POSTED for index in after}
    assert {index: round(many) for index, many in each.items() if many > 6} == {}
    assert sum(each.values()) > 1  # the server has counted at all


def _post(books: Books, many: int) -> None:
    for _ in range(many):
        books.post(books.sale())


def _read(books: Books) -> dict[str, int]:
    """Return how many rows each index has given, once the server has counted what was done."""
    with books.database.owning() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
    with books.database.engine.begin() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
    with books.database.owning() as connection:
        return {index: int(many) for index, many in connection.execute(_READ)}
