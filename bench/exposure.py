"""How long it takes to tell what is still promised on 400 000 units, beside plain SQL over the same rows.

``python -m bench.exposure [UNITS]`` prints seconds, memory and the ratio on both databases.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sanbao
from bench.provisions import TODAY, UNITS, company
from sanbao.testing import Addresses, postgres, sqlite_address

#: The same answer in plain SQL, possible only because every unit here has the same promise of three whole years.
_PLAIN = {
    "SQLite": "SELECT count(*) FROM unit u JOIN warranty_binding b ON b.unit_id = u.id "
    f"WHERE u.accepted_on <= '{TODAY}' AND date(u.accepted_on, '+3 years') >= '{TODAY}'",
    "PostgreSQL": "SELECT count(*) FROM unit u JOIN warranty_binding b ON b.unit_id = u.id "
    f"WHERE u.accepted_on <= date '{TODAY}' AND u.accepted_on + interval '3 years' >= date '{TODAY}'",
}


def exposure_run(erp: sanbao.Sanbao, backend: str) -> dict[str, float]:
    """Return seconds of the question, of trying another promise, and of plain SQL, with the peak of memory in MB."""
    told: list[Any] = []
    seconds = {
        "exposure": _seconds(lambda: told.append(erp.ask("warranty.exposure", {"on": TODAY}, user="admin"))),
        "a promise tried on all": _seconds(
            lambda: erp.ask("warranty.try_profile", {"policy": "WP-000-5Y"}, user="admin")
        ),
    }
    with erp.database.reading() as connection:
        counted: list[Any] = []
        seconds["plain SQL"] = _seconds(
            lambda: counted.append(connection.exec_driver_sql(_PLAIN[backend]).scalar())
        )
    if told[0]["covered"] != counted[0]:
        raise SystemExit(f"{backend}: {told[0]['covered']} units told, {counted[0]} counted")
    return seconds


def _seconds(step: Callable[[], Any]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def _told(backend: str, address: Addresses, units: int) -> None:
    with company(address, units) as erp:
        seconds = exposure_run(erp, backend)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for name, taken in seconds.items():
        ratio = taken / seconds["plain SQL"]
        print(f"{backend}: {units:,} units, {name}: {taken:.2f} s ({ratio:.1f} times plain SQL; peak {peak} MB)")


def main() -> int:
    """Measure and print."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    folder = Path(tempfile.mkdtemp(prefix="sanbao-bench-"))
    try:
        _told("SQLite", sqlite_address(folder), units)
        with postgres() as server:
            _told("PostgreSQL", server.new_database(), units)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
