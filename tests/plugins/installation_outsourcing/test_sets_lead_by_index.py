"""A season's statements lead to its own vehicles by index: none of them reads every vehicle, job or terminal of the company."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from job_yard import contract, furnish, plan
from sqlalchemy import event

import sanbao
from sanbao.testing import fixed_clock

CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")
#: More than one list of a statement takes: SQLite leaves an index alone that it would have to enter too often.
VEHICLES = 600
#: The tables that have a row or more for each vehicle.
BIG = (
    "host|unit|milestone|outsourcing_job|outsourcing_job_mark|outsourcing_terminal|outsourcing_settlement_job"
)
#: How SQLite says that it reads all of a table, all that the company has in it, or every contract's work of some days.
READS_ALL = re.compile(rf"SCAN ({BIG})\b|SEARCH ({BIG}) .*\((company_id=\?\)|planned_on)")


@contextmanager
def noted(erp: sanbao.Sanbao) -> Iterator[dict[str, Any]]:
    """Note each statement that the database is asked within the block, with what was asked for."""
    asked: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        asked.setdefault(statement, given[0] if isinstance(given, list) else given)

    event.listen(erp.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(erp.database.engine, "before_cursor_execute", note)


def season(erp: sanbao.Sanbao) -> None:
    """Carry the vehicles of a contract from the plan to the approved statement."""
    lots = [{"code": "A", "quantity": VEHICLES, "unit_fee": "150.00", "centre": "C-YB"}]
    number = contract(erp, "YB", "C-YB", lots=lots)
    plates, serials = ([f"{sign}{n:04}" for n in range(VEHICLES)] for sign in ("京", "S"))
    plan(erp, number, plates)
    issue = {"contract": number, "product": "BD-2", "place": "DEPOT", "serials": serials}
    erp.do("terminal.issue", issue, user="ma.li")
    days = {"contract": number, "from_day": "2024-06-01", "until": "2024-06-30"}
    erp.do(
        "job.schedule",
        {"contract": number, "lot": "A", "start": "2024-06-03", "per_day": "1000"},
        user="ma.li",
    )
    order = erp.do("job.assign", days, user="ma.li").data[0]["number"]
    lines = [{"vehicle": plate, "serial": serial} for plate, serial in zip(plates, serials, strict=True)]
    erp.do("installation_order.install", {"lines": lines}, subject=order, user="ma.li")
    erp.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    erp.do("job.sign", {"contract": number, "signer": "李队长"}, user="ma.li")
    erp.do("job.confirm", {"contract": number}, user="chen.jing")
    paper = erp.do("installer_payment.request", {"contract": number}, user="chen.jing").number
    erp.do("installer_settlement.approve", {}, subject=paper, user="zhao.min")


def explained(erp: sanbao.Sanbao, asked: dict[str, Any]) -> dict[str, list[str]]:
    """Return by which ways the database goes to what each statement asks for."""
    with erp.database.reading() as connection:
        return {
            statement: [
                row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            ]
            for statement, given in asked.items()
            # Of a row that comes anew SQLite names ways to rows that point to it, and goes none of them.
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
            or "INSERT" in statement
            and "SELECT" in statement
        }


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_statement_of_a_season_reads_every_vehicle(make_company: Callable[..., sanbao.Sanbao]) -> None:
    erp = make_company(plugins=["installation_outsourcing", "warranty"], prepare=furnish, clock=CLOCK)
    stock = {"account": "1405", "debit": "180000.00", "product": "BD-2", "place": "DEPOT", "quantity": "600"}
    erp.do("opening.enter", {"date": "2024-06-01", "lines": [stock], "additional": "yes"}, user="admin")

    with noted(erp) as asked:
        season(erp)

    told = explained(erp, asked)
    assert len(told) > 100
    assert [(line, one) for one, lines in told.items() for line in lines if READS_ALL.search(line)] == []
