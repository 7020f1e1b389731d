"""Measure sanbao beside raw SQL in the same minutes on both databases: ``python -m bench [FILE]``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import (
    exposure,
    installers,
    lists,
    matching,
    provisions,
    qualified,
    raw_postgresql,
    raw_sqlite,
    reading,
    rma,
    subject,
)
from bench.clocking import alone, rates, together
from bench.places import Place, analysed, postgresql_place, sqlite_place
from sanbao.testing import Addresses, postgres, sqlite_address

MILLION = 1_000_000
_INTRODUCTION = """# Figures

`make bench` on a machine with 2 cores that others use too: only ratios inside one run count, and a run shifts as a
whole. Baseline and subject take turns; each rate is the median of nine turns of half a second. Raw means the driver itself,
writing the same rows (number, entry, three lines, balances) and filling the same columns on tables without triggers,
without SQLAlchemy, checks or hashes: what stands for digest and hash there is a constant and a number.

The middle of a month is read from the lines of that month, which all stand on one day here; a total for each day would
make it as fast as the end of a month, and is not kept.
"""


@dataclass
class Row:
    """A line of the table."""

    what: str
    found: str
    target: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line as text."""
        met = {None: "", True: "met", False: "missed"}[self.is_met]
        return self.what, self.found, self.target, met


def _ratio(what: str, found: float, base: float, least: float | None = None) -> Row:
    ratio = found / base
    target = f"≥ {least:.2f}" if least is not None else ""
    return Row(
        what, f"{ratio:.2f} ({found:,.0f} / {base:,.0f})", target, None if least is None else ratio >= least
    )


def _sqlite_rows(place: Place) -> list[Row]:
    guarded, bare = place.guarded.url, place.bare.url
    single = rates({
        "raw": raw_sqlite.posting(bare, is_guarded=False),
        "guards": raw_sqlite.posting(guarded, is_guarded=True),
        "sanbao": subject.posting(place),
    })  # fmt: skip
    bulk = rates({
        "raw": raw_sqlite.bulk(bare, is_guarded=False),
        "guards": raw_sqlite.bulk(guarded, is_guarded=True),
        "sanbao": subject.bulk(place),
    })  # fmt: skip
    crowd = together(lambda: subject.posting(place))
    raw_crowd = together(lambda: raw_sqlite.posting(bare, is_guarded=False))
    guarded_crowd = together(lambda: raw_sqlite.posting(guarded, is_guarded=True))
    doing_crowd = together(lambda: subject.operation(place.open()))
    raw_doing_crowd = together(lambda: raw_sqlite.operation(guarded))
    with place.open() as erp:
        doing = rates({"raw": raw_sqlite.operation(guarded), "sanbao": subject.operation(erp)})
    return [
        _ratio("SQLite: one entry a transaction, to raw", single["sanbao"], single["raw"], 0.40),
        _ratio("SQLite: the same, to raw with guards", single["sanbao"], single["guards"]),
        _ratio("SQLite: bulk lines/s, to raw executemany", bulk["sanbao"], bulk["raw"], 0.30),
        _ratio("SQLite: the same, to raw with guards", bulk["sanbao"], bulk["guards"]),
        _ratio("SQLite: 8 clients, to 8 raw clients", crowd, raw_crowd),
        _ratio("SQLite: the same, to 8 raw clients with guards", crowd, guarded_crowd),
        _ratio("SQLite: erp.do of an opening, to raw SQL of all its rows", doing["sanbao"], doing["raw"]),
        _ratio("SQLite: the same, 8 clients to 8 raw clients", doing_crowd, raw_doing_crowd),
    ]


def _postgresql_rows(place: Place) -> list[Row]:
    guarded, bare = str(place.guarded.owner_url), str(place.bare.owner_url)
    single = rates({
        "raw": raw_postgresql.posting(bare, is_guarded=False),
        "guards": raw_postgresql.posting(guarded, is_guarded=True),
        "sanbao": subject.posting(place),
    })  # fmt: skip
    bulk = rates({
        "raw": raw_postgresql.bulk(bare),
        "guards": raw_postgresql.bulk(guarded, is_guarded=True),
        "sanbao": subject.bulk(place),
    })  # fmt: skip
    crowd = together(lambda: subject.posting(place))
    raw_crowd = together(lambda: raw_postgresql.posting(bare, is_guarded=False))
    guarded_crowd = together(lambda: raw_postgresql.posting(guarded, is_guarded=True))
    doing_crowd = together(lambda: subject.operation(place.open()))
    raw_doing_crowd = together(lambda: raw_postgresql.operation(guarded))
    with place.open() as erp:
        doing = rates({"raw": raw_postgresql.operation(guarded), "sanbao": subject.operation(erp)})
    return [
        _ratio(
            "PostgreSQL: one entry a transaction, to raw statements", single["sanbao"], single["raw"], 1.00
        ),
        _ratio("PostgreSQL: the same, to raw with guards", single["sanbao"], single["guards"]),
        _ratio("PostgreSQL: bulk lines/s, to raw COPY", bulk["sanbao"], bulk["raw"], 0.50),
        _ratio("PostgreSQL: the same, to raw in one statement with guards", bulk["sanbao"], bulk["guards"]),
        _ratio("PostgreSQL: 8 clients, to 8 raw clients", crowd, raw_crowd),
        _ratio("PostgreSQL: the same, to 8 raw clients with guards", crowd, guarded_crowd),
        _ratio("PostgreSQL: erp.do of an opening, to raw SQL of all its rows", doing["sanbao"], doing["raw"]),
        _ratio("PostgreSQL: the same, 8 clients to 8 raw clients", doing_crowd, raw_doing_crowd),
    ]


def _trial_rows(place: Place, url: str) -> list[Row]:
    small = reading.trial_balance(url, reading.MONTH_END)
    load = raw_sqlite.load if place.backend == "SQLite" else raw_postgresql.load
    load(url, MILLION)
    large, middle = (reading.trial_balance(url, day) for day in (reading.MONTH_END, reading.MONTH_MIDDLE))
    return [
        Row(f"{place.backend}: trial balance at 1,000,000 lines, end of a month", f"{large:.1f} ms (before: {small:.1f} ms)",
            "≤ 5 ms", large <= 5),
        Row(f"{place.backend}: the same in the middle of a month", f"{middle:.1f} ms"),
    ]  # fmt: skip


def _other_rows() -> list[Row]:
    speed = reading.decisions()
    cold, warm = reading.printed_page()
    return [
        *(Row(f"coverage decisions, {name}", f"{rate:,.0f}/s") for name, rate in speed.items()),
        Row("one Chinese page, warm", f"{warm:.0f} ms", "≤ 90 ms", warm <= 90),
        Row("one Chinese page, cold", f"{cold:.0f} ms", "≤ 1400 ms", cold <= 1400),
    ]


def _large_rows(backend: str, address: Addresses, for_items: Addresses) -> list[Row]:
    """Measure what runs over a whole company: 400,000 units, 100,000 open items."""
    with provisions.company(address, provisions.UNITS) as erp:
        analysed(erp)
        seconds = {**exposure.exposure_run(erp, backend), **provisions.provision_run(erp)}
    found = matching.measure(for_items)
    spent = {f"{found.items:,} open items listed": found.listing, "and matched": found.matching}
    units = {f"{provisions.UNITS:,} units, {name}": taken for name, taken in seconds.items()}
    return [Row(f"{backend}: {name}", f"{taken:.1f} s") for name, taken in {**units, **spent}.items()]


def _qualified_rows(backend: str, address: Addresses) -> list[Row]:
    """Measure who is qualified among 50,000 certificates, each figure beside plain SQL that tells the same."""
    count = qualified.CERTIFICATES
    with qualified.school(address, count) as erp:
        found = qualified.qualified_run(erp, count)
    pairs = {"the question": "plain SQL", "the gate for all": "plain SQL, by name"}
    return [
        Row(
            f"{backend}: {count:,} certificates, {name}",
            f"{found[name]:.2f} s ({found[name] / found[base]:.1f} times {base})",
        )
        for name, base in pairs.items()
    ]


def _installer_rows(backend: str, address: Addresses) -> list[Row]:
    """Measure a season of installers: every vehicle from the plan to the statement that pays it."""
    found = installers.measure(address, installers.VEHICLES)
    return [Row(what, took) for what, took in installers.told(backend, installers.VEHICLES, found)]


def _return_rows(backend: str, address: Addresses) -> list[Row]:
    """Measure a season of returns, from the list that brings them to the report, beside bare statements for its rows."""
    found = alone(rma.season_run, address, rma.PARCELS)
    pieces, peak = rma.PARCELS * rma.EACH, found.pop("peak")
    whole = f"{found['all steps'] / found['plain SQL']:.0f} times plain SQL"
    told = {name: f"{taken:.1f} s ({taken / pieces * 1000:.2f} ms a piece)" for name, taken in found.items()}
    return [
        Row(
            f"{backend}: {pieces:,} returned pieces, {name}",
            said if name != "all steps" else f"{said}, {whole}",
        )
        for name, said in told.items()
    ] + [Row(f"{backend}: {pieces:,} returned pieces, peak of memory", f"{peak:.0f} MB")]


def _list_rows(backend: str, address: Addresses) -> list[Row]:
    """Measure pages of long lists, ours beside Flask-Admin's own view, the median and the slow end of each."""
    return [
        Row(
            f"{backend}: {lists.ROWS:,} {one.name}",
            f"{one.ours[0]:.0f} / {one.ours[1]:.0f} ms; stock {one.stock[0]:.0f} / {one.stock[1]:.0f} ms; {one.statements} statements",
            "≤ stock",
            one.ours[0] <= one.stock[0],
        )
        for one in lists.measure(address)
    ]


def _worker_rows(address: Addresses) -> list[Row]:
    found = lists.worker(address)
    return [
        Row("a worker of the back office, until its first answer", f"{found['seconds']:.1f} s"),
        Row("a worker of the back office, memory", f"{found['megabytes']:.0f} MB"),
    ]


def measure() -> list[Row]:
    """Measure everything: about a quarter of an hour."""
    folder = Path(tempfile.mkdtemp(prefix="sanbao-bench-"))
    try:
        place = sqlite_place(folder)
        rows = _sqlite_rows(place) + _trial_rows(place, place.bare.url)
        with postgres() as server:
            place = postgresql_place(server)
            rows += _postgresql_rows(place) + _trial_rows(place, str(place.bare.owner_url))
            rows += _large_rows("PostgreSQL", server.new_database(), server.new_database())
            rows += _qualified_rows("PostgreSQL", server.new_database())
            rows += _installer_rows("PostgreSQL", server.new_database())
            rows += _return_rows("PostgreSQL", server.new_database())
            rows += _list_rows("PostgreSQL", server.new_database())
        rows += _large_rows("SQLite", sqlite_address(folder), sqlite_address(folder))
        rows += _qualified_rows("SQLite", sqlite_address(folder))
        rows += _installer_rows("SQLite", sqlite_address(folder))
        rows += _return_rows("SQLite", sqlite_address(folder))
        rows += _list_rows("SQLite", sqlite_address(folder)) + _worker_rows(sqlite_address(folder))
        return rows + _other_rows()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def table(rows: list[Row]) -> str:
    """Return the rows as a table in Markdown."""
    head = [("what", "found", "target", ""), ("---", "---", "---", "---")]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [*head, *(row.cells for row in rows)])


def main() -> int:
    """Measure, print the table, and write it where the argument says."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=measure.__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="where to keep the table, in Markdown")
    file = parser.parse_args().file
    rows = measure()
    print(table(rows))
    if file is not None:
        file.write_text(f"{_INTRODUCTION}\n{table(rows)}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
