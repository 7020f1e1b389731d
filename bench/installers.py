"""How long a season of an installers' service takes: 400 000 vehicles over 60 centres and 200 installers (INS, S1).

``python -m bench.installers [VEHICLES] [BACKEND]`` carries every vehicle through the door, from the plan to the
statement that pays it, and prints seconds by phase, the peak of memory, and the ratio to a plain program over the same
rows. The worker that settles is killed twice in the middle and started again; each statement must agree with the plain
program to the cent, and no vehicle may be paid twice.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sanbao
from bench.clocking import alone, peak_megabytes
from bench.fleet import LOTS, PLANNED, SETTLED, SIGNED, Installer, centres_of, failing, fleet
from bench.owed import owed, paid_twice, stated
from bench.settling import page_of, settle_and_die
from sanbao.testing import Addresses, fixed_clock, postgres, sqlite_address

VEHICLES = 20_000
PRODUCT = "BD-2"
_PEOPLE = {"chen.jing": "implementation_manager", "he.tao": "service_head", "zhao.min": "finance"}
_SETTINGS = {"outsourcing_signed_copy": "no", "outsourcing_decision_limit": "100000000"}


@dataclass
class Spent:
    """What a phase took: seconds, and the processor's seconds in this process and in the workers that it waited for."""

    seconds: float = 0
    at_work: float = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count the block."""
        seconds, at_work = time.perf_counter(), _at_work()
        yield
        self.seconds += time.perf_counter() - seconds
        self.at_work += _at_work() - at_work


def _at_work() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass
class Found:
    """What a season took by phase, what the plain program took, the peak of memory in MB, the kills, and what the workers' start took."""

    phases: dict[str, Spent]
    plain: Spent
    peak: float
    kills: int
    opening: float


class Season:
    """One season: each phase is done by day and by installer, its time is counted, and said when it ends."""

    def __init__(self, erp: sanbao.Sanbao, address: Addresses, vehicles: int) -> None:
        self.erp, self.address = erp, address
        self.installers = fleet(vehicles)
        self.vehicles = sum(one.units for one in self.installers)
        self.contracts: dict[str, str] = {}
        self.orders: dict[tuple[str, str, int], str] = {}
        self.phases: dict[str, Spent] = {}
        self.kills, self.opening = 0, 0.0

    def run(self) -> None:
        """Do everything."""
        self._begin()
        self._timed("contracts", self._contract)
        self._timed("plan", self._plan)
        for part in range(3):
            self._timed("assign", self._assign, part)
            self._timed("issue terminals", self._issue, part)
            self._timed("install", self._install, part)
            self._timed("inspect", self._inspect, part)
            self._timed("sign", self._sign, part)
            self._timed("confirm", self._confirm, part)
            self._timed("events", self._events, part)
            self._once("statements", self._settle, part)
            self._timed("approve", self._approve, part)

    def _timed(self, name: str, step: Callable[..., Any], *args: Any) -> None:
        self._once(name, lambda: [step(one, *args) for one in self.installers])

    def _once(self, name: str, step: Callable[..., Any], *args: Any) -> None:
        spent = self.phases.setdefault(name, Spent())
        with spent.counting():
            step(*args)
        print(f"… {name}: {spent.seconds:.1f} s ({spent.at_work:.1f} s at work)", file=sys.stderr, flush=True)

    def _do(self, name: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        on: date = more.pop("on", date(2024, 4, 1))
        at = fixed_clock(f"{on}T17:00:00+08:00")()
        return self.erp.do(name, data or {}, at=at, **{"user": "admin", **more})

    def _begin(self) -> None:
        for name, value in _SETTINGS.items():
            self._do("setting.change", {"name": name, "value": value})
        for login, role in _PEOPLE.items():
            self._do("user.create", {"login": login, "roles": role})
        self._do("product.create", {"code": PRODUCT, "name": "北斗双模终端"})
        self._do("product.release", {"promises": ["WP-000-3Y5Y"], "scope": "整机"}, subject=PRODUCT)
        for number in range(centres_of(self.installers)):
            self._do("office.create", {"code": f"C{number:02}", "name": f"{number} 中心"})
            self._do("party.create", {"code": f"K{number:02}", "name": f"{number} 物流"})
        pieces, worth = str(self.vehicles), f"{self.vehicles * 300}.00"
        line = {"account": "1405", "debit": worth, "product": PRODUCT, "place": "DEPOT", "quantity": pieces}
        self._do("opening.enter", {"date": "2024-03-31", "lines": [line]})

    def _contract(self, one: Installer) -> None:
        self._do("party.create", {"code": one.code, "name": f"{one.code} 安装队", "roles": "installer"})
        self._do("place.create", {"code": f"{one.code}-BAG", "name": "安装队处", "party": one.code})
        terms = one.terms(centres_of(self.installers))
        number = self._do("installer_contract.draft", terms, user="chen.jing").number
        for side in ("ours", "theirs"):
            self._do(
                "installer_contract.sign", {"side": side, "signer": "某"}, subject=number, user="chen.jing"
            )
        self.contracts[one.code] = number

    def _plan(self, one: Installer) -> None:
        shared = {
            "contract": self.contracts[one.code],
            "client": f"K{one.number % centres_of(self.installers):02}",
            "product": PRODUCT,
        }
        for lot in LOTS:
            jobs = [
                {
                    "plate": plate,
                    "owner": "张三丰",
                    "phone": "13800138000",
                    "planned_on": str(PLANNED[lot][part]),
                }
                for part in range(3)
                for plate in one.plates(lot, part)
            ]
            self._do("job.plan", {**shared, "lot": lot, "jobs": jobs})

    def _assign(self, one: Installer, part: int) -> None:
        days = [PLANNED[lot][part] for lot in LOTS]
        given = {"contract": self.contracts[one.code], "from_day": str(min(days)), "until": str(max(days))}
        done = self._do("job.assign", given, on=date(2024, 4, 1))
        for lot, order in zip(LOTS, done.data, strict=True):
            self.orders[one.code, lot, part] = order["number"]

    def _issue(self, one: Installer, part: int) -> None:
        serials = [f"T{plate}" for lot in LOTS for plate in one.plates(lot, part)]
        given = {
            "contract": self.contracts[one.code],
            "product": PRODUCT,
            "place": "DEPOT",
            "serials": serials,
        }
        self._do("terminal.issue", given, on=date(2024, 4, 2))

    def _each_lot(self, one: Installer, part: int) -> Iterator[tuple[str, list[str], date]]:
        for lot in LOTS:
            yield self.orders[one.code, lot, part], one.plates(lot, part), one.day_of(lot, part)

    def _install(self, one: Installer, part: int) -> None:
        for order, plates, day in self._each_lot(one, part):
            lines = [{"vehicle": plate, "serial": f"T{plate}"} for plate in plates]
            self._do("installation_order.install", {"lines": lines}, subject=order, on=day)

    def _inspect(self, one: Installer, part: int) -> None:
        for order, plates, day in self._each_lot(one, part):
            failed = [{"vehicle": plate, "fault": "不在线"} for plate in failing(plates)]
            self._do("installation_order.inspect", {"failed": failed}, subject=order, on=day)
            if failed:
                lines = [{"vehicle": line["vehicle"]} for line in failed]
                again = date.fromordinal(day.toordinal() + 1)
                self._do("installation_order.rework", {"lines": lines}, subject=order, on=again)
                self._do("installation_order.inspect", {}, subject=order, on=again)

    def _sign(self, one: Installer, part: int) -> None:
        given = {"contract": self.contracts[one.code], "signer": "李队长"}
        self._do("job.sign", given, on=SIGNED[part])

    def _confirm(self, one: Installer, part: int) -> None:
        self._do("job.confirm", {"contract": self.contracts[one.code]}, on=SIGNED[part], user="chen.jing")

    def _events(self, one: Installer, part: int) -> None:
        contract, on = self.contracts[one.code], SIGNED[part]
        if part == 1 and one.is_complained_of:
            told = {"contract": contract, "trigger": "complaint", "description": "车主投诉"}
            event = self._do("installer_event.report", told, on=on).number
            self._do("installer_event.verify", {"is_true": "yes"}, subject=event, on=on)
        if part == 2 and one.is_late:
            given = {"decision": "apply", "reason": "按合同"}
            for event in self._do("installer_event.check_delay", {"contract": contract}, on=on).data:
                self._do("installer_event.decide", given, subject=event["number"], on=on, user="he.tao")

    def _settle(self, part: int) -> None:
        """Settle every contract; from the second round on somebody else begins, and is killed in the middle."""
        day, contracts = SETTLED[part], len(self.installers)
        if part > 0:
            self.opening += settle_and_die(self.address, day, contracts)
            self.kills += 1
        given = {"until_on": str(day), "limit": str(page_of(contracts))}
        finished = False
        while not finished:
            done = self._do("installer_settlement.request_all", given, on=day, user="chen.jing")
            finished = done.data["finished"]

    def _approve(self, one: Installer, part: int) -> None:
        with self.erp.reading("admin") as work:
            query = (
                "SELECT d.number FROM document d JOIN party p ON p.id = d.party_id "
                f"WHERE d.kind = 'installer_settlement' AND d.state = 'requested' AND p.code = '{one.code}'"
            )
            number = work.connection.exec_driver_sql(query).scalar_one()
        self._do("installer_settlement.approve", {}, subject=number, on=SETTLED[part], user="zhao.min")


def company(address: Addresses) -> sanbao.Sanbao:
    """Make the company that sends the installers out, with warranties that begin at acceptance."""
    return sanbao.create(
        address.url,
        owner_url=address.owner_url,
        company="测速",
        plugins=["installation_outsourcing", "warranty"],
        clock=fixed_clock("2024-04-01T09:00:00+08:00"),
    )


def checked(season: Season) -> Spent:
    """Compare every statement with the plain program, to the cent, and look for what is paid twice; return what that one took."""
    plain = Spent()
    with season.erp.database.reading() as connection:
        with plain.counting():
            expected = owed(connection, season.installers, SETTLED)
        told, twice = stated(connection), paid_twice(connection)
    if twice:
        raise ValueError(f"{twice} vehicles are paid twice after {season.kills} kills")
    if told != expected:
        wrong = sorted(key for key in {*told, *expected} if told.get(key) != expected.get(key))
        raise ValueError(
            f"{len(wrong)} statements differ, first {wrong[0]}: {told.get(wrong[0])}, {expected.get(wrong[0])}"
        )
    return plain


def season_run(address: Addresses, vehicles: int) -> Found:
    """Carry so many vehicles through a season, and check what was paid."""
    with company(address) as erp:
        season = Season(erp, address, vehicles)
        season.run()
        plain = checked(season)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Found(season.phases, plain, max(peak_megabytes(), workers), season.kills, season.opening)


def measure(address: Addresses, vehicles: int) -> Found:
    """Run a season in a process of its own, so that its peak of memory is its own."""
    return alone(season_run, address, vehicles)


def told(backend: str, vehicles: int, found: Found) -> Iterator[tuple[str, str]]:
    """Give each phase with what it took, and what of that was work of Python and its libraries on one vehicle."""
    for name, spent in found.phases.items():
        each = spent.at_work * 1000 / vehicles
        yield (
            f"{backend}: {vehicles:,} vehicles, {name}",
            f"{spent.seconds:.1f} s, {spent.at_work:.1f} s at work ({each:.2f} ms each)",
        )
    yield f"{backend}: {vehicles:,} vehicles, peak of memory", f"{found.peak:.0f} MB"
    settling = found.phases["statements"].seconds - found.opening
    yield f"{backend}: statements, without the start of two workers", f"{settling:.1f} s"
    ratio = settling / found.plain.seconds
    said = f"{ratio:.0f} times ({found.plain.seconds:.2f} s)"
    yield f"{backend}: statements, to a plain program that agrees to the cent", said
    yield f"{backend}: killed in the middle of settling, nothing paid twice", f"{found.kills} times"


def main() -> int:
    """Measure and print."""
    vehicles = int(sys.argv[1]) if len(sys.argv) > 1 else VEHICLES
    wanted = sys.argv[2:] or ["SQLite", "PostgreSQL"]
    folder = Path(tempfile.mkdtemp(prefix="sanbao-bench-"))
    try:
        if "SQLite" in wanted:
            _print("SQLite", vehicles, measure(sqlite_address(folder), vehicles))
        if "PostgreSQL" in wanted:
            with postgres() as server:
                _print("PostgreSQL", vehicles, measure(server.new_database(), vehicles))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _print(backend: str, vehicles: int, found: Found) -> None:
    for what, took in told(backend, vehicles, found):
        print(f"{what}: {took}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
