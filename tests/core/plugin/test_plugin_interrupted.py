"""A life step that is killed anywhere leaves the old state or the new one, and is finished by the next try (G2)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from plugin_toys import FOLDERS, SOURCES, addresses, assert_well, lend
from sqlalchemy import event

import sanbao
from sanbao.ledger.verify import verify
from sanbao.plugin import lifecycle
from sanbao.plugin.errors import PluginRefused
from sanbao.testing import Addresses, PostgresServer, fixed_clock
from sizes import THOROUGH

Company = Callable[..., sanbao.Sanbao]
#: Every run stops at some statements, a thorough one at each.
EVERY_STATEMENT = THOROUGH
STEPS: dict[str, Callable[[sanbao.Sanbao], Any]] = {
    "enable": lambda erp: lifecycle.enable(erp, "loan"),
    "disable": lambda erp: lifecycle.disable(erp, "loan"),
    "purge": lambda erp: lifecycle.purge(erp, "loan", confirm="loan"),
}


class Killed(KeyboardInterrupt):
    """The process ends here."""


#: Alembic tidies up after a table that it rebuilds, and so turns the end into a refusal.
STOPPED = (Killed, PluginRefused)


@contextmanager
def killed_at(erp: sanbao.Sanbao, statement: int) -> Iterator[list[str]]:
    """Stop for good before the n-th statement, whoever sends it; 0 only counts."""
    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        seen.append(sql)
        if len(seen) == statement:
            raise Killed

    engines = {erp.database.engine, erp.database.owner}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)


class Copies:
    """Fresh copies of one prepared company, on either database."""

    def __init__(self, backend: str, prepared: Addresses, server: PostgresServer | None, folder: Path) -> None:
        self.backend, self.prepared, self.server, self.folder = backend, prepared, server, folder
        self.count = 0

    def next(self) -> Addresses:
        """Return a copy as it was when the company was prepared."""
        self.count += 1
        if self.server is not None:
            return self.server.new_database(template=self.prepared.url)
        source = self.prepared.url.removeprefix("sqlite:///")
        target = self.folder / f"copy-{self.count}.sqlite"
        shutil.copy(source, target)
        return Addresses(f"sqlite:///{target}")


@pytest.fixture
def copies_before(
    company: Company, address: Addresses, backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[str], Copies]:
    """Prepare a company as it is before a step, and copy it as often as wanted."""

    def prepare(step: str) -> Copies:
        erp = company(*([] if step == "enable" else ["loan"]))
        if step == "purge":
            lifecycle.disable(erp, "loan")
        erp.close()
        server = request.getfixturevalue("postgres_server") if backend == "postgresql" else None
        return Copies(backend, address, server, tmp_path)

    return prepare


def opened(address: Addresses) -> sanbao.Sanbao:
    """Open a copy."""
    return sanbao.open(address.url, owner_url=address.owner_url, sources=SOURCES, clock=fixed_clock())


def statements(copies: Copies, step: str) -> int:
    """Return how many statements a whole step sends."""
    with opened(copies.next()) as erp, killed_at(erp, 0) as seen:
        STEPS[step](erp)
    return len(seen)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_stopped_before_any_statement_is_finished_by_the_next_try(
    step: str, copies_before: Callable[[str], Copies]
) -> None:
    copies = copies_before(step)
    total = statements(copies, step)
    points = range(1, total + 1, 1 if EVERY_STATEMENT else max(1, total // 8))
    assert total > 10

    for point in points:
        where = copies.next()
        with opened(where) as erp, killed_at(erp, point), pytest.raises(STOPPED):
            STEPS[step](erp)
        with opened(where) as again:
            assert_old_or_new(again, step)
            lifecycle.resume(again)
            assert lifecycle.unfinished(again) == {}, f"at statement {point} of {total}"
            if step not in done_by(again):
                STEPS[step](again)
            assert step in done_by(again)


def done_by(erp: sanbao.Sanbao) -> set[str]:
    """Return the steps whose outcome is what we see."""
    (row,) = [row for row in lifecycle.listing(erp) if row["name"] == "loan"]
    assert row["fault"] is None
    runs = "loan" in erp.registry.plugins
    outcomes = {("enabled", True): "enable", ("disabled", False): "disable", ("available", False): "purge"}
    return {outcomes[row["status"], runs]}


def assert_old_or_new(erp: sanbao.Sanbao, step: str) -> None:
    """Check that what is on can do its work, and that what is off is wholly off."""
    assert erp.faults == {}
    assert erp.missing_guards == []
    with erp.database.reading() as connection:
        assert verify(connection).clean
    if step == "enable" and "loan" in erp.registry.plugins:
        assert lend(erp)


#: Opens a company and dies by SIGKILL before a statement of the enabling.
DYING = """
import json, os, signal, sys
facts = json.loads(sys.argv[1])
sys.path[:0] = facts["folders"]
from sqlalchemy import event
import sanbao
from sanbao.plugin import lifecycle
from sanbao.testing import fixed_clock
erp = sanbao.open(facts["url"], owner_url=facts["owner_url"], sources=facts["sources"], clock=fixed_clock())
seen = 0
def die(connection, cursor, sql, *rest):
    global seen
    seen += facts["text"] in sql
    if seen:
        os.kill(os.getpid(), signal.SIGKILL)
for engine in {erp.database.engine, erp.database.owner}:
    event.listen(engine, "before_cursor_execute", die)
lifecycle.enable(erp, "loan")
"""


@pytest.mark.parametrize(
    "at", ["ALTER TABLE", "UPDATE plugin_state SET status", "UPDATE database_state"], ids=["tables", "switch", "last"]
)
def test_a_process_killed_while_it_enables_leaves_the_old_state(at: str, company: Company) -> None:
    erp = company()
    places = [str(folder) for folder in FOLDERS]
    facts = {**addresses(erp), "folders": places, "sources": SOURCES, "text": at}

    died = subprocess.run(
        [sys.executable, "-c", DYING, json.dumps(facts)], env=os.environ, capture_output=True, timeout=120, check=False
    )

    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    with sanbao.open(**addresses(erp), sources=SOURCES, clock=fixed_clock()) as again:
        assert set(again.registry.plugins) == {"core"}
        assert lifecycle.unfinished(again) == {"loan": "enabled"}
        assert lifecycle.resume(again) == {"loan": None}
        assert lend(again) == "LN202406-0001"
        assert_well(again)
