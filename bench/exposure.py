"""How long it takes to tell what is still promised on 400 000 units, beside plain SQL over the same rows.

``python -m bench.exposure [UNITS]`` prints seconds, memory and the ratio on both databases.
"""

from __future__ import annotations

import resource
import sys
from typing import Any

import sanbao
from bench.clocking import seconds
from bench.places import on_both
from bench.provisions import TODAY, UNITS, company
from sanbao.testing import Addresses

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
    taken = {
        "exposure": seconds(lambda: told.append(erp.ask("warranty.exposure", {"on": TODAY}, user="admin"))),
        "a promise tried on all": seconds(
            lambda: erp.ask("warranty.try_profile", {"policy": "WP-000-5Y"}, user="admin")
        ),
    }
    with erp.database.reading() as connection:
        counted: list[Any] = []
        taken["plain SQL"] = seconds(
            lambda: counted.append(connection.exec_driver_sql(_PLAIN[backend]).scalar())
        )
    if told[0]["covered"] != counted[0]:
        raise SystemExit(f"{backend}: {told[0]['covered']} units told, {counted[0]} counted")
    return taken


def _told(backend: str, address: Addresses, units: int) -> None:
    with company(address, units) as erp:
        found = exposure_run(erp, backend)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for name, taken in found.items():
        ratio = taken / found["plain SQL"]
        print(
            f"{backend}: {units:,} units, {name}: {taken:.2f} s ({ratio:.1f} times plain SQL; peak {peak} MB)"
        )


def main() -> int:
    """Measure and print."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    return on_both(lambda backend, address: _told(backend, address, units))


if __name__ == "__main__":
    sys.exit(main())
