"""Companies to measure on: guarded as always, and the same tables without their guards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

import sanbao
from sanbao.testing import Addresses, PostgresServer, fixed_clock, postgres, sqlite_address

_TABLES = ("entry", "entry_line", "journal", "journal_counter", "period", "balance", "stock")


@dataclass(frozen=True)
class Place:
    """A database with a company in it, and a twin whose tables have no guards."""

    backend: str
    guarded: Addresses
    bare: Addresses

    def open(self) -> sanbao.Sanbao:
        """Open the guarded company."""
        return sanbao.open(self.guarded.url, owner_url=self.guarded.owner_url, clock=fixed_clock())


def on_both(measure: Callable[[str, Addresses], None], only: str | None = None) -> int:
    """Measure on a file and on a server of this run's own, and clear both away; return the exit code of a program."""
    folder = Path(tempfile.mkdtemp(prefix="sanbao-bench-"))
    try:
        if only in (None, "SQLite"):
            measure("SQLite", sqlite_address(folder))
        if only in (None, "PostgreSQL"):
            with postgres() as server:
                measure("PostgreSQL", server.new_database())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def analysed(erp: sanbao.Sanbao) -> None:
    """Let PostgreSQL look at what was written in one go; on SQLite there is nothing to look at."""
    if erp.database.engine.dialect.name == "postgresql":
        with erp.database.owning() as connection:
            connection.exec_driver_sql("ANALYZE")


def _found(address: Addresses) -> None:
    with sanbao.create(address.url, owner_url=address.owner_url, company="测速", clock=fixed_clock()) as erp:
        line = {"account": "1002", "debit": "100.00"}
        erp.do("opening.enter", {"date": "2024-06-01", "lines": [line]}, user="admin")
        for month in range(1, 13):
            erp.do(
                "opening.enter",
                {"date": f"2023-{month:02}-01", "lines": [line], "additional": "yes"},
                user="admin",
            )


def sqlite_place(folder: Path) -> Place:
    """Make the two companies as files."""
    guarded, bare = sqlite_address(folder), sqlite_address(folder)
    _found(guarded)
    shutil.copy(str(make_url(guarded.url).database), str(make_url(bare.url).database))
    with sanbao.open(bare.url) as erp, erp.database.owning() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
        for (name,) in found:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return Place("SQLite", guarded, bare)


def postgresql_place(server: PostgresServer) -> Place:
    """Make the two companies on a server."""
    guarded = server.new_database()
    _found(guarded)
    bare = server.new_database(guarded.owner_url)
    with sanbao.open(bare.url, owner_url=bare.owner_url) as erp, erp.database.owning() as connection:
        for table in _TABLES:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return Place("PostgreSQL", guarded, bare)
