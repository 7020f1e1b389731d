"""How long a season of returns takes: parcels brought as a list, taken in, diagnosed, repaired, settled, closed, reported.

``python -m bench.rma [PARCELS] [SQLite | PostgreSQL]`` carries five pieces in each parcel through the door, some hundred
parcels an operation, and prints how far it is, seconds by step, the peak of memory, and the ratio to plain statements
that write the same rows. Costs and the monthly report must agree with what was given, and the reports with plain SQL
over the same rows, to the cent and to the piece.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select

import sanbao
from bench.clocking import peak_megabytes, seconds
from bench.places import on_both
from bench.rma_reports import Compared, compared
from bench.same_rows import SameRows
from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.importing.running import run
from sanbao.registry.models import Party, Product, Unit
from sanbao.tables import Heading, Table, read, write_workbook
from sanbao.testing import Addresses, fixed_clock
from sanbao_rma.models import Rma, RmaLine

PARCELS = 1_000
EACH = 5
#: So many parcels are done by one operation, so many rows are brought by one file.
PAGE, FILE = 200, 10_000
FIRST_DAY, LAST_DAY = date(2024, 3, 1), date(2024, 6, 3)
CUSTOMERS = PRODUCTS = 20
_TITLES = ("客户返修单号", "送修单位编码", "序列号", "故障代码", "随机附件", "通知日期")
_CAUSES = ("design", "process", "service")


class Season:
    """Parcels of a season with their pieces, each step done page by page on a day of its own."""

    def __init__(self, erp: sanbao.Sanbao, parcels: int) -> None:
        self.erp = erp
        self.parcels = parcels
        self.seconds: dict[str, float] = {}
        self.processor = 0.0
        self.received: Counter[str] = Counter()
        self.spent = Decimal(0)

    def run(self) -> dict[str, float]:
        """Do everything; return the seconds of each step."""
        self._timed("bring in", lambda: [self._bring(page) for page in _files(self.parcels)])
        for number, (rmas, lines) in enumerate(self._pages()):
            self._carry(rmas, lines, FIRST_DAY + timedelta(days=number % 90))
            done = min((number + 1) * PAGE, self.parcels)
            print(f"{done:,} of {self.parcels:,} parcels after {sum(self.seconds.values()):.0f} s, "
                  f"{self.processor:.0f} s of the processor", file=sys.stderr, flush=True)  # fmt: skip
        return self.seconds

    def _timed(self, name: str, step: Callable[[], Any]) -> None:
        started = time.process_time()
        self.seconds[name] = self.seconds.get(name, 0) + seconds(step)
        self.processor += time.process_time() - started

    def _bring(self, page: range) -> None:
        rows = [_row(parcel, piece) for parcel in page for piece in range(EACH)]
        table = Table("返修明细", [Heading(title) for title in _TITLES], rows)
        outcome = run(
            self.erp, "rma", read(write_workbook([table]), "returns.xlsx"), user="clerk", at=_at(FIRST_DAY)
        )
        if outcome.problems:
            raise SystemExit(str(outcome.problems[0]))

    def _pages(self) -> Iterator[tuple[list[str], list[str]]]:
        """Give the numbers of the parcels and of their pieces, a page at a time."""
        with self.erp.reading("admin") as work:
            query = select(Rma.document_id).order_by(Rma.document_id)
            numbers = [
                work.session.get_one(Rma, key).document.number or "" for key in work.session.scalars(query)
            ]
        for start in range(0, len(numbers), PAGE):
            page = numbers[start : start + PAGE]
            yield page, [f"{number}/{position}" for number in page for position in range(1, EACH + 1)]

    def _carry(self, rmas: list[str], lines: list[str], on: date) -> None:
        """Carry a page of parcels from the door to its end."""
        found = [_diagnosis(position, line) for position, line in enumerate(lines)]
        costs = [{"line": line, "type": "freight", "amount": str(_cost(line))} for line in lines]
        self.spent += sum((Decimal(cost["amount"]) for cost in costs), Decimal(0))
        self.received[f"{on:%Y-%m}"] += len(lines)
        steps: list[tuple[str, str, str, dict[str, Any]]] = [
            ("receive", "clerk", "rma.receive", {"as_announced": "yes"}),
            ("diagnose", "bench", "rma.diagnose", {"lines": found}),
            ("start", "bench", "rma.start", {}),
            ("give costs", "bench", "rma.collect_cost", {"lines": costs}),
            ("finish", "bench", "rma.finish", {"remedy": "更换"}),
            ("test", "tester", "rma.check_quality", {"passed": "yes"}),
            ("send back", "clerk", "rma.issue", {"shipping_mode": "express"}),
            ("deliver", "clerk", "rma.deliver", {}),
            ("settle", "head", "rma.settle", {}),
            ("close", "clerk", "rma.close", {}),
        ]
        for name, user, operation, data in steps:
            self._timed(
                name, lambda o=operation, d=data, u=user: self.erp.do(o, d, subject=rmas, user=u, at=_at(on))
            )  # type: ignore[misc]

    def check(self) -> Compared:
        """Refuse figures that are not what was given: cost, who bears it, and the reports; return what these took."""
        with self.erp.reading("admin") as work:
            spent = work.session.scalar(select(func.sum(CostLine.amount)))
            borne = work.session.scalar(select(func.sum(CostShareRecord.amount)))
            booked = work.ledger.balance("WARRANTY_EXP")
            left = work.ledger.balance("SERVICE_WIP")
            ended = work.session.scalar(select(func.count()).where(RmaLine.state == "delivered"))
        if not spent == borne == booked == self.spent or left or ended != self.parcels * EACH:
            raise SystemExit(
                f"{self.spent} given: {spent} spent, {borne} borne, {booked} booked, {left} left"
            )
        asked = {"by": "product", "since": str(FIRST_DAY), "until": str(LAST_DAY)}
        told = self.erp.ask("rma.monthly", asked, user="admin")
        months = {row["month"]: row["repaired"] for row in told["months"] if row["repaired"]}
        if months != dict(self.received):
            raise SystemExit(f"{months} reported, {dict(self.received)} repaired")
        return compared(self.erp, FIRST_DAY, LAST_DAY)


def _at(on: date) -> Any:
    return fixed_clock(f"{on}T17:00:00+08:00")()


def _files(parcels: int) -> Iterator[range]:
    for start in range(0, parcels, FILE // EACH):
        yield range(start, min(start + FILE // EACH, parcels))


def _row(parcel: int, piece: int) -> list[str]:
    return [
        f"P-{parcel:06}",
        f"C{parcel % CUSTOMERS:02}",
        f"S{parcel * EACH + piece:09}",
        f"E{parcel % 7:02}",
        "电源线",
        str(FIRST_DAY),
    ]


def _diagnosis(position: int, line: str) -> dict[str, Any]:
    no_fault = "yes" if position % 11 == 10 else "no"
    return {"line": line, "in_warranty": "yes", "cause": _CAUSES[position % 3], "is_no_fault": no_fault}


def _cost(line: str) -> Decimal:
    return Decimal(100 + sum(ord(letter) * place for place, letter in enumerate(line, start=1)) % 4_900) / 100


def shop(address: Addresses, parcels: int) -> sanbao.Sanbao:
    """Make a company whose customers have so many units; they are only what is measured on."""
    erp = sanbao.create(
        address.url, owner_url=address.owner_url, company="测速", plugins=["rma"], clock=fixed_clock(f"{LAST_DAY}T17:00:00+08:00")
    )  # fmt: skip
    for login, role in (
        ("clerk", "service_clerk"),
        ("bench", "service_engineer"),
        ("tester", "qc"),
        ("head", "service_manager"),
    ):
        erp.do("user.create", {"login": login, "roles": [role]}, user="admin")
    for number in range(CUSTOMERS):
        erp.do("party.create", {"code": f"C{number:02}", "name": "客户"}, user="admin")
        erp.do("product.create", {"code": f"P{number:02}", "name": "摄像机"}, user="admin")
    with erp.database.owning() as connection:
        customers = list(
            connection.scalars(select(Party.id).where(Party.code.startswith("C")).order_by(Party.code))
        )
        products = list(connection.scalars(select(Product.id).order_by(Product.code)))
        units = [
            {
                "company_id": 1,
                "product_id": products[number % PRODUCTS],
                "serial": f"S{number:09}",
                "serial_tail": f"{number:09}"[-5:],
                "state": "in_use",
                "customer_id": customers[number // EACH % CUSTOMERS],
                "row_version": 1,
            }
            for number in range(parcels * EACH)
        ]
        connection.execute(insert(Unit.__table__), units)  # type: ignore[arg-type]
    return erp


def season_run(address: Addresses, parcels: int) -> dict[str, float]:
    """Return the seconds of each step of a season, and of the plain statements that write its rows."""
    with shop(address, parcels) as erp:
        rows = SameRows(erp)
        season = Season(erp, parcels)
        found = season.run()
        found["all steps"] = sum(found.values())
        found["all steps, processor"] = season.processor
        compared = season.check()
        found["reports"], found["reports, plain SQL"] = compared.reports, compared.plain
        found["peak"] = peak_megabytes()
        found["plain SQL"] = rows.write()
    return found


def _told(backend: str, address: Addresses, parcels: int) -> None:
    found = season_run(address, parcels)
    pieces, peak = parcels * EACH, found.pop("peak")
    for name, taken in found.items():
        print(f"{backend}: {pieces:,} pieces, {name}: {taken:.1f} s, {taken / pieces * 1000:.2f} ms a piece")
    print(
        f"{backend}: {found['all steps'] / found['plain SQL']:.1f} times plain SQL, "
        f"reports {found['reports'] / found['reports, plain SQL']:.1f} times; peak {peak:.0f} MB",
        flush=True,
    )


def main() -> int:
    """Measure and print."""
    parcels = int(sys.argv[1]) if len(sys.argv) > 1 else PARCELS
    only = sys.argv[2] if len(sys.argv) > 2 else None
    return on_both(lambda backend, address: _told(backend, address, parcels), only)


if __name__ == "__main__":
    sys.exit(main())
