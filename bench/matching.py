"""How fast open items are matched: a whole account of 100,000 of them in one operation, ``python -m bench.matching``."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import sanbao
from sanbao.ledger import Entry, credit, debit, post_many
from sanbao.money import CNY
from sanbao.testing import Addresses, fixed_clock, postgres, sqlite_address

PARTIES = 500
BATCH = 10_000
NOW = datetime(2024, 6, 28, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """What one run took, in seconds, and how many items were there."""

    items: int
    listing: float
    matching: float
    footing: float


def _entries(document: int, parties: list[int], count: int) -> Iterator[Entry]:
    """Give pairs: somebody owes an amount, and pays it; every third pays the next one's too little or too much."""
    for number in range(count // 2):
        party = parties[number % len(parties)]
        amount = Decimal(100 + number % 977)
        paid = amount if number % 3 else amount - Decimal(1)
        owed = (debit("AR", amount, party=party), credit("SERVICE_REV", amount))
        money = (debit("BANK", paid), credit("AR", paid, party=party))
        for event, lines in (("owed", owed), ("paid", money)):
            yield Entry(date(2024, 6, 3), "测速", lines, document, f"{event}:{number}", "bench", 1)


def fill(erp: sanbao.Sanbao, count: int) -> None:
    """Post so many open items in the books, on one paper."""
    names = [{"code": f"P{number:04}", "name": "客户"} for number in range(PARTIES)]
    with erp.work("admin") as work:
        parties = [work.do("party.create", one).id for one in names]
    line = {"account": "1002", "debit": "1.00"}
    erp.do("opening.enter", {"date": "2024-06-01", "lines": [line]}, user="admin")
    listed = list(_entries(1, parties, count))
    for start in range(0, len(listed), BATCH):
        with erp.database.writer.held(), erp.database.engine.begin() as connection:
            post_many(connection, erp.company_row.id, listed[start : start + BATCH], currency=CNY, now=NOW)


def measure(address: Addresses, count: int = 100_000) -> Found:
    """Match a whole account in one operation and return what it took."""
    with sanbao.create(
        address.url,
        owner_url=address.owner_url,
        company="测速",
        plugins=["billing"],
        clock=fixed_clock("2024-06-28T09:00:00+08:00"),
    ) as erp:
        fill(erp, count)
        started = time.perf_counter()
        items = len(erp.ask("item.list", {"role": "AR"}, user="admin"))
        listed = time.perf_counter()
        erp.do("clearing.make", {"role": "AR"}, user="admin")
        matched = time.perf_counter()
        rows = erp.ask("item.footing", user="admin")
        ended = time.perf_counter()
        assert items == count // 2 * 2
        assert all(row["foots"] for row in rows)
        return Found(items, listed - started, matched - listed, ended - matched)


def main(count: int) -> None:
    """Print the figures of both databases."""
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for name, address in (
            ("sqlite", sqlite_address(Path(folder))),
            ("postgresql", server.new_database()),
        ):
            found = measure(address, count)
            rate = found.items / found.matching
            print(
                f"{name}: {found.items:,} items; listed in {found.listing:.2f} s, matched in {found.matching:.2f} s"
                f" ({rate:,.0f} items/s), footed in {found.footing:.2f} s"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
