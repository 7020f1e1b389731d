"""Fixtures: books on SQLite, on PostgreSQL, on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_books import Books, postgresql_books, sqlite_books
from sqlalchemy import make_url

from sanbao.testing import PostgresServer


@pytest.fixture
def ledger_pg(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database, for its server's own administrator."""
    made = postgres_server.new_database()
    yield postgres_server.url.set(database=make_url(made.url).database).render_as_string(hide_password=False)
    postgres_server.drop(made)


@pytest.fixture(params=["sqlite", "postgresql"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Books]:
    if request.param == "sqlite":
        made = sqlite_books(tmp_path)
    else:
        made = postgresql_books(request.getfixturevalue("ledger_pg"))
    yield made
    made.database.close()


@pytest.fixture
def both(tmp_path: Path, ledger_pg: str) -> Iterator[tuple[Books, Books]]:
    made = (sqlite_books(tmp_path), postgresql_books(ledger_pg))
    yield made
    for each in made:
        each.database.close()
