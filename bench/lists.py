"""Lists of a million rows: pages, searches and filters of the back office beside Flask-Admin's own view of the same tables."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import Client

import sanbao
from bench import list_rows
from bench.stock_admin import stock_client
from sanbao.registry.models import Unit
from sanbao.testing import Addresses
from sanbao_admin import create_app
from sanbao_admin.lists.cursors import Cursor, write
from sanbao_admin.signing_in import accounts, passwords

#: How many rows each table has; less for a quick look.
ROWS = int(os.environ.get("SANBAO_BENCH_ROWS", "1000000"))
ROUNDS = 21
_PASSWORD = "leaf-Winter-37-boat"
_CHEAP = {"argon2__type": "ID", "argon2__memory_cost": 8, "argon2__rounds": 1, "argon2__parallelism": 1}


@dataclass(frozen=True)
class Case:
    """The same wish in our list's address and in the stock view's."""

    name: str
    ours: str
    stock: str


@dataclass(frozen=True)
class Taken:
    """Milliseconds of a case: the middle and the slow end, ours and stock's, and our statements."""

    name: str
    ours: tuple[float, float]
    stock: tuple[float, float]
    statements: int


def measure(address: Addresses) -> list[Taken]:
    """Fill a company and measure every case, ours and stock in turn."""
    with company(address) as erp:
        app = create_app(erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=_CHEAP)
        ours, stock = signed_in(erp, app), stock_client(erp)
        return [_case(erp, ours, stock, case) for case in _cases(erp)]


@contextmanager
def company(address: Addresses) -> Iterator[sanbao.Sanbao]:
    """Open a company whose tables of units and entries are full."""
    with sanbao.create(address.url, owner_url=address.owner_url, company="测速", plugins=["admin"]) as erp:
        list_rows.fill(erp, ROWS)
        yield erp


def signed_in(erp: sanbao.Sanbao, app: Flask) -> Client:
    """Return a browser in which the administrator has signed in."""
    accounts.set_password(erp, "admin", _PASSWORD, False, hashing=passwords.hashing(_CHEAP))
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    client.post("/sign-in", data={"csrf_token": token, "login": "admin", "password": _PASSWORD})
    return client


def _cases(erp: sanbao.Sanbao) -> list[Case]:
    middle = ROWS // 2
    deep = write(Cursor(list_rows.serial(middle), _unit(erp, list_rows.serial(middle)), middle))
    entry_deep = write(Cursor(None, middle, middle))
    serial = list_rows.serial(ROWS * 7 // 10)
    unit, entry = "/records/unit", "/records/entry"
    stock_unit, stock_entry = "/stock_unit/", "/stock_entry/"
    return [
        Case("units, first page", unit, stock_unit),
        Case("units, a page in the middle", f"{unit}?after={deep}", f"{stock_unit}?page={middle // 20}"),
        Case("units, search: a serial number", f"{unit}?q={serial}", f"{stock_unit}?search=%3D{serial}"),
        Case("units, search: its last five characters", f"{unit}?q={serial[-5:]}", f"{stock_unit}?search={serial[-5:]}"),
        Case("units, search: a beginning", f"{unit}?q={serial[:8]}", f"{stock_unit}?search=%5E{serial[:8]}"),
        Case("units, filter: state", f"{unit}?state=scrapped", f"{stock_unit}?flt0_0=scrapped"),
        Case("entries, first page", entry, stock_entry),
        Case("entries, a page in the middle", f"{entry}?after={entry_deep}", f"{stock_entry}?page={middle // 20}&sort=0&desc=1"),
        Case("entries, search: words of the summary", f"{entry}?q=水泵 77", f"{stock_entry}?search=水泵 77"),
        Case("entries, filter: a month in the middle", f"{entry}?number_key=2024-06", f"{stock_entry}?flt0_0=2024-06"),
    ]  # fmt: skip


def _unit(erp: sanbao.Sanbao, serial: str) -> int:
    with erp.database.reading() as connection:
        return int(connection.scalar(select(Unit.id).where(Unit.serial == serial)) or 0)


def _case(erp: sanbao.Sanbao, ours: Client, stock: Client, case: Case) -> Taken:
    statements = _statements(erp, lambda: _got(ours, case.ours))
    _got(stock, case.stock)
    found: dict[str, list[float]] = {"ours": [], "stock": []}
    for number in range(ROUNDS):
        found["ours"].append(_milliseconds(ours, case.ours))
        if number < ROUNDS // 3 or found["stock"][-1] < 400:
            found["stock"].append(_milliseconds(stock, case.stock))
    return Taken(case.name, _ends(found["ours"]), _ends(found["stock"]), statements)


def _got(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    answer.get_data()


def _milliseconds(client: Client, address: str) -> float:
    started = time.perf_counter()
    _got(client, address)
    return (time.perf_counter() - started) * 1000


def _ends(many: list[float]) -> tuple[float, float]:
    ordered = sorted(many)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def _statements(erp: sanbao.Sanbao, action: Callable[[], None]) -> int:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(erp.database.engine, "before_cursor_execute", note)
    return len(found)


_WORKER = """
import sys, time
started = time.perf_counter()
import sanbao
from sanbao_admin import create_app
erp = sanbao.open(sys.argv[1])
app = create_app(erp, TESTING=True)
answer = app.test_client().get("/sign-in")
assert answer.status_code == 200
taken = time.perf_counter() - started
from bench.clocking import peak_megabytes
print(taken, peak_megabytes())
"""


def worker(address: Addresses) -> Mapping[str, float]:
    """Return seconds until a fresh process has answered for the first time, and its memory in MB."""
    with sanbao.create(
        address.url, owner_url=address.owner_url, company="测速", plugins=["warranty", "billing", "admin"]
    ):
        pass
    found = [_start(address.url) for _ in range(3)]
    return {
        "seconds": statistics.median(one[0] for one in found),
        "megabytes": statistics.median(one[1] for one in found),
    }


def _start(url: str) -> tuple[float, float]:
    out = subprocess.run(
        [sys.executable, "-c", _WORKER, url], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(out[-2]), float(out[-1])
