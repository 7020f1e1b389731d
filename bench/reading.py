"""What is read: the trial balance at a million lines, decisions on coverage, a printed page."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

from bench.clocking import Case, milliseconds, rates
from sanbao.database import connect
from sanbao.ledger import reports
from sanbao.printing import Printer
from sanbao_warranty.policy import shipped
from sanbao_warranty.rules import Fault, UnitFacts, decide, decide_many

MONTH_END, MONTH_MIDDLE = date(2023, 11, 30), date(2023, 11, 15)


def trial_balance(url: str, on: date) -> float:
    """Return the milliseconds that a trial balance of that day takes."""
    database = connect(url)
    with database.reading() as connection:
        taken = milliseconds(lambda: reports.trial_balance(connection, 1, on=on))
    database.close()
    return taken


_UNIT = UnitFacts(dates={"site_acceptance": date(2024, 2, 29)}, key_parts=frozenset({"PLC"}))


def _cases() -> list[tuple[Any, UnitFacts, Fault]]:
    start = datetime(2024, 6, 2, 12, tzinfo=UTC)
    policies = [shipped("WP-000-3Y5Y")]
    days = range(0, 2_400, 3)
    return [
        (policies, _UNIT, Fault(received_at=start + timedelta(days=day), part=part))
        for day in days
        for part in ("PLC", "pump")
    ]


def decisions() -> dict[str, float]:
    """Return decisions per second: one by one with their trace, and in bulk without."""
    cases = _cases()
    again = cycle(cases)

    def one_by_one(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            decide(*next(again))
            done += 1
        return done

    def in_bulk(until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            done += sum(1 for _ in decide_many(cases))
        return done

    measured: dict[str, Case] = {"one by one, with trace": one_by_one, "in bulk": in_bulk}
    return rates(measured)


_ROW = "<tr><td>增压泵控制板 {0}</td><td>{0}</td><td>150.05</td><td>更换，免费，三包期内</td></tr>"
_PAGE = (
    '<html lang="zh-Hans"><head><style>@page {{ size: A4; margin: 18mm }} td, th {{ border: 1px solid #888 }}</style></head>'
    "<body><h1>三包服务单 CL202406-0001</h1><p>华安监控服务有限公司，浙江省杭州市滨江区江南大道 88 号</p>"
    "<table><tr><th>项目</th><th>数量</th><th>金额</th><th>说明</th></tr>{}</table></body></html>"
)


def printed_page() -> tuple[float, float]:
    """Return milliseconds for the first and for a further page of Chinese: a form with ten rows."""
    html = _PAGE.format("".join(_ROW.format(number) for number in range(1, 11)))
    with Printer(workers=1) as printer:
        cold = milliseconds(lambda: printer.pdf(html), times=1)
        return cold, milliseconds(lambda: printer.pdf(html), times=7)
