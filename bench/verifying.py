"""How long it takes to check a million lines of the books, and how much memory (T4).

``python -m bench.verifying [LINES]`` posts them and then runs ``sanbao ledger verify`` on both databases.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.places import Place, postgresql_place, sqlite_place
from bench.subject import BATCH, LINES, NOW, an_entry
from sanbao.database import connect
from sanbao.ledger import post_many
from sanbao.money import CNY
from sanbao.testing import postgres

MILLION = 1_000_000
PARTIES = 50  # that the entries name
MOST_SECONDS, MOST_MEGABYTES = 120, 500


@dataclass(frozen=True)
class Checked:
    """What one verification took."""

    backend: str
    lines: int
    seconds: float
    megabytes: int

    def __str__(self) -> str:
        met = self.seconds <= MOST_SECONDS and self.megabytes <= MOST_MEGABYTES
        return (
            f"{self.backend}: {self.lines:,} lines verified in {self.seconds:.1f} s with {self.megabytes} MB at the most "
            f"(≤ {MOST_SECONDS} s, ≤ {MOST_MEGABYTES} MB: {'met' if met else 'missed'})"
        )


def fill(place: Place, lines: int) -> None:
    """Post so many lines through the ledger, sealed and chained as always."""
    with place.open() as erp:
        for number in range(1, PARTIES + 1):
            party = {"code": f"C{number}", "name": f"客户 {number}", "roles": ["customer"]}
            erp.do("party.create", party, user="admin")
    database = connect(place.guarded.url)
    for start in range(0, lines // LINES, BATCH):
        many = min(BATCH, lines // LINES - start)
        entries = [an_entry("fill", start + step) for step in range(many)]
        with database.writer.held(), database.engine.begin() as connection:
            post_many(connection, 1, entries, currency=CNY, now=NOW)
    database.close()


def measure(place: Place, lines: int) -> Checked:
    """Run the command as an auditor would, in a process of its own."""
    fill(place, lines)
    command = [str(Path(sys.executable).with_name("sanbao")), "ledger", "verify"]
    environment = {**os.environ, "SANBAO_DATABASE_URL": place.guarded.url}
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Checked(place.backend, lines // LINES * LINES, seconds, peak)


def main() -> int:
    """Measure and print."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    folder = Path(tempfile.mkdtemp(prefix="sanbao-bench-"))
    try:
        print(measure(sqlite_place(folder), lines))
        with postgres() as server:
            print(measure(postgresql_place(server), lines))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
