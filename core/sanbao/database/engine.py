"""Connections: one writer at a time and durable on SQLite, explicit locks on PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from sanbao.errors import Misconfigured
from sanbao.files import refuse_missing_folder
from sanbao.i18n import N_

try:
    import fcntl
except ImportError:  # only on Windows, where SQLite's own waiting must do
    fcntl = None  # type: ignore[assignment]

READ_ONLY = "sanbao_read_only"
#: After so long unused in the pool, a connection is asked whether its server is still there before somebody gets it.
REST_SECONDS = 1.0


class BadUrl(Misconfigured):
    """The database address cannot be used."""

    code = "database.bad_url"
    message = N_(
        "{url} is no database address; write sqlite:///file.sqlite or postgresql+psycopg://user@host/name"
    )


class FairLock:
    """A lock that serves waiters in the order in which they came (SQLite's own waiting starves some)."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the block."""
        turn = threading.Event()
        with self._guard:
            if not self._held and not self._waiting:
                self._held = True
                turn.set()
            else:
                self._waiting.append(turn)
        turn.wait()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._held = False


class FileLock(FairLock):
    """A fair lock between the threads of a process, and a queue in the kernel between processes.

    SQLite itself polls: with two busy writers one has waited 7 s for its turn, with eight the slowest 3 s. The
    kernel gives the lock back when its holder is killed.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the block."""
        with super().held(), self.path.open("a") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


class NoLock:
    """On PostgreSQL rows are locked, not the process."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold nothing."""
        yield


@dataclass
class Database:
    """One database: the application's engine, the owner's, and the writers' queue."""

    url: URL
    engine: Engine
    owner: Engine
    writer: FairLock | NoLock = field(default_factory=NoLock)
    _looking: threading.local = field(default_factory=threading.local, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file of one's own."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads and keeps no writer waiting; on SQLite a thread has one at a time.

        There a second one would wait for a writer who is committing, while he waits for the first to end.
        """
        known: Connection | None = getattr(self._looking, "connection", None)
        if self.is_sqlite and known is not None and known.in_transaction():
            yield known
            return
        with self.engine.connect().execution_options(**{READ_ONLY: True}) as connection, connection.begin():
            self._looking.connection = connection
            try:
                yield connection
            finally:
                self._looking.connection = None

    @contextmanager
    def owning(self) -> Iterator[Connection]:
        """Open a transaction as the owner of the tables: migrations and guards only."""
        with self.writer.held(), self.owner.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        if self.owner is not self.engine:
            self.owner.dispose()


_locks: dict[str, FairLock] = {}


def connect(url: str, owner_url: str | None = None) -> Database:
    """Return the database behind an address; on PostgreSQL the owner's address may be given apart."""
    try:
        parsed = make_url(url)
        owner = make_url(owner_url) if owner_url else None
    except ArgumentError as error:
        raise BadUrl(url=url) from error
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed)
        return Database(parsed, engine, engine, _writer_lock(parsed.database))
    if parsed.get_backend_name() != "postgresql":
        raise BadUrl(url=url)
    engine = _postgresql(parsed)
    return Database(parsed, engine, _postgresql(owner) if owner else engine)


def _writer_lock(database: str | None) -> FairLock:
    if not database or database == ":memory:":
        return FairLock()
    refuse_missing_folder(Path(database))
    return _locks.setdefault(database, FileLock(Path(f"{database}.lock")))


def dump_json(value: Any) -> str:
    """Return compact JSON with keys in their given order and letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite library is free of the WAL-reset corruption race (3.7.0 to 3.51.2)."""
    return version >= (3, 51, 3) or version in {(3, 44, 6), (3, 50, 7)}


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, json_serializer=dump_json, connect_args={"timeout": 30, "check_same_thread": False}
    )
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE"

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transaction handling commits too early: BEGIN is ours alone.
        connection.isolation_level = None
        for pragma in (
            "busy_timeout=30000",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), json_serializer=dump_json)
    _ask_the_rested(engine)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout='30s'; SET statement_timeout='600s'; SET timezone='UTC';")
            cursor.execute("SET idle_in_transaction_session_timeout='600s'")
        connection.commit()

    return engine


def _ask_the_rested(engine: Engine) -> None:
    """Let nobody get a connection that died while it rested; one that was used just now is not asked.

    Asking before every use (``pool_pre_ping``) takes a tenth of the client's time of a posting. What dies within
    that second is met by the first look at the database, which is taken again: see :class:`sanbao.app.Sanbao`.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _fairy: object) -> None:
        if time.monotonic() - record.info.get("rests_since", inf) < REST_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
