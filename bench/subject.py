"""What is measured: posting through the ledger, and an operation through the one door."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from sqlalchemy import Connection

import sanbao
from bench.clocking import Case
from bench.places import Place
from sanbao.database import Database, connect
from sanbao.ledger import Chart, Entry, Ledger, credit, debit, post_many
from sanbao.money import CNY

NOW = datetime(2024, 6, 3, 1, tzinfo=UTC)
LINES = 3
BATCH = 5_000


def an_entry(tag: str, number: int) -> Entry:
    """Return an entry of three lines."""
    lines = (
        debit("AR", Decimal("100.00"), party=number % 50 + 1),
        credit("SERVICE_REV", Decimal("60.00")),
        credit("OTHER_PAYABLE", Decimal("40.00")),
    )
    return Entry(date(2024, 6, 3), "更换水泵", lines, 1, f"{tag}:{number}", "bench", 1)


@contextmanager
def _writing(database: Database) -> Iterator[Connection]:
    with database.writer.held(), database.engine.begin() as connection:
        yield connection


def posting(place: Place) -> Case:
    """Post one entry per durable transaction."""
    database = connect(place.guarded.url)
    with database.reading() as connection:
        chart = Chart.load(connection, 1)
    numbers, tag = count(1), f"one{time.perf_counter_ns()}"

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            with _writing(database) as connection:
                ledger = Ledger(lambda connection=connection: connection, 1, CNY, NOW, chart=chart)
                ledger.post(an_entry(tag, next(numbers)))
                ledger.seal()
            done += 1
        return done

    return run


def bulk(place: Place) -> Case:
    """Post many entries in one transaction; counted in lines."""
    database = connect(place.guarded.url)
    numbers, tag = count(1), f"bulk{time.perf_counter_ns()}"

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            entries = (an_entry(tag, next(numbers)) for _ in range(BATCH))
            with _writing(database) as connection:
                post_many(connection, 1, entries, currency=CNY, now=NOW)
            done += BATCH * LINES
        return done

    return run


def operation(erp: sanbao.Sanbao) -> Case:
    """Do ``opening.enter`` with a key: a paper, an entry, timeline, log and answer."""
    keys, tag = count(1), f"do{time.perf_counter_ns()}"
    data = {"date": "2024-06-03", "lines": [{"account": "1002", "debit": "100.00"}], "additional": "yes"}

    def run(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            erp.do("opening.enter", data, user="admin", key=f"{tag}-{next(keys)}")
            done += 1
        return done

    return run
