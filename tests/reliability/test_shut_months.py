"""No way to date an entry leads into a month that is closed, locked, or lies before a closed one (P1, LED-01)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from reliability_company import faults, rows
from reliability_toy import trouble

import sanbao
from sanbao.errors import SanbaoError
from sanbao.ledger import Entry, credit, debit
from sanbao.work import Work
from sizes import size

SHUT = "2024-04-15"
SHARE = {"bearer": "department", "cost_centre": "SERVICE", "percent": "100"}
LINES = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]


@dataclass
class Way:
    """A way to date an entry: what stands ready beforehand, and the attempt itself."""

    attempt: Callable[[sanbao.Sanbao, Any], Any]
    prepare: Callable[[sanbao.Sanbao], Any] = lambda _erp: None


def _case(erp: sanbao.Sanbao) -> str:
    case = str(erp.do("toy.open", {"wish": "x", "on": "2024-06-01"}, user="admin").number)
    erp.do("costing.collect", {"labour": "9.99"}, subject=case, user="admin")
    return case


def _written(erp: sanbao.Sanbao) -> str:
    given = {"date": SHUT, "summary": "投入", "lines": LINES}
    return str(erp.do("voucher.write", given, user="zhao.min").number)


def _posted(erp: sanbao.Sanbao) -> int:
    result = erp.do("opening.enter", {"date": "2024-06-01", "lines": LINES[:1], "additional": "yes"}, user="admin")
    return int(result.entries[0]["id"])


def _post_in_hook(work: Work) -> None:
    from datetime import date

    lines = [debit("BANK", Decimal(1)), credit("SERVICE_REV", Decimal(1))]
    work.ledger.post(Entry(date.fromisoformat(SHUT), "x", lines, 1, "toy:x", "toy", work.user.id))


def _close_with_posting_hook(erp: sanbao.Sanbao, _ready: Any) -> None:
    case = erp.do("toy.open", {"wish": "x", "on": "2024-06-01"}, user="admin").number
    with trouble.planned("documents_moved", _post_in_hook):
        erp.do("toy.close", subject=case, user="admin")


def _several_in_one_work(erp: sanbao.Sanbao, _ready: Any) -> None:
    with erp.work("admin") as work:
        work.do("opening.enter", {"date": "2024-06-01", "lines": LINES[:1], "additional": "yes"})
        work.do("opening.enter", {"date": SHUT, "lines": LINES[:1], "additional": "yes"})


def _cost_line(erp: sanbao.Sanbao) -> tuple[str, int]:
    return _case(erp), int(rows(erp, "SELECT max(id) FROM cost_line")[0][0])


WAYS: dict[str, Way] = {
    "opening": Way(lambda erp, _: erp.do("opening.enter", {"date": SHUT, "lines": LINES[:1], "additional": "yes"}, user="admin")),
    "opening, tried only": Way(
        lambda erp, _: erp.do("opening.enter", {"date": SHUT, "lines": LINES[:1], "additional": "yes"}, user="admin", dry_run=True)
    ),
    "voucher written before the close": Way(
        lambda erp, number: erp.do("voucher.post", subject=number, user="wang.fang"), _written
    ),
    "reversal": Way(
        lambda erp, entry: erp.do("entry.reverse", {"entry": str(entry), "date": SHUT, "reason": "x"}, user="admin"),
        _posted,
    ),
    "cost": Way(
        lambda erp, case: erp.do("costing.collect", {"labour": "1.00", "incurred_on": SHUT}, subject=case, user="admin"),
        _case,
    ),
    "cost taken back": Way(
        lambda erp, ready: erp.do(
            "costing.take_back", {"lines": [ready[1]], "reason": "x", "on": SHUT}, subject=ready[0], user="admin"
        ),
        _cost_line,
    ),
    "settlement": Way(
        lambda erp, case: erp.do("costing.settle", {"shares": [SHARE], "on": SHUT}, subject=case, user="admin"), _case
    ),
    "a plugin's hook": Way(_close_with_posting_hook),
    "second entry of one work": Way(_several_in_one_work),
    "an operation at that moment": Way(
        lambda erp, case: erp.do(
            "costing.collect", {"labour": "1.00"}, subject=case, user="admin", at=_moment(SHUT)
        ),
        _case,
    ),
}


def _moment(day: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(f"{day}T09:00:00+08:00")


def _shut(erp: sanbao.Sanbao, how: str) -> None:
    month = "2024-05" if how == "before a closed one" else "2024-04"
    erp.do("period.close", {"period": month}, user="admin")
    if how == "locked":
        erp.do("period.lock", {"period": month}, user="admin")


@pytest.mark.parametrize("how", ["closed", "locked", "before a closed one"])
def test_no_way_leads_into_a_shut_month(toyland: sanbao.Sanbao, how: str) -> None:
    ready = {name: way.prepare(toyland) for name, way in WAYS.items()}
    _shut(toyland, how)
    before = rows(toyland, "SELECT id, number_key FROM entry ORDER BY id")
    became = {}

    for name, way in WAYS.items():
        try:
            way.attempt(toyland, ready[name])
        except SanbaoError as refused:
            became[name] = refused.code

    assert became == dict.fromkeys(WAYS, "ledger.period_closed")
    assert rows(toyland, "SELECT id, number_key FROM entry ORDER BY id") == before
    assert faults(toyland) == []


@pytest.mark.parametrize("verb, before", [("lock", "open"), ("reopen", "open"), ("close", "closed"), ("reopen", "locked")])
def test_a_period_makes_no_step_that_it_must_not(toyland: sanbao.Sanbao, verb: str, before: str) -> None:
    for step in {"open": (), "closed": ("close",), "locked": ("close", "lock")}[before]:
        toyland.do(f"period.{step}", {"period": "2024-04"}, user="admin")

    with pytest.raises(SanbaoError) as refused:
        toyland.do(f"period.{verb}", {"period": "2024-04"}, user="admin")

    assert refused.value.code == "ledger.period_locked"


def test_a_month_that_closes_while_it_is_posted_to_ends_as_it_was_when_it_closed(toyland: sanbao.Sanbao) -> None:
    for number in range(size(8, 150)):
        # A month that has not begun yet cannot be closed.
        month, closed_with = f"{2011 + number // 12}-{number % 12 + 1:02}", []
        barrier = threading.Barrier(5)
        became: list[str] = []

        def post(month: str = month, barrier: threading.Barrier = barrier, became: list[str] = became) -> None:
            barrier.wait()
            try:
                toyland.do("opening.enter", {"date": f"{month}-03", "lines": LINES[:1], "additional": "yes"}, user="admin")
            except SanbaoError as refused:
                became.append(refused.code)
            except Exception as error:
                became.append(repr(error))

        def close(month: str = month, barrier: threading.Barrier = barrier, seen: list[Any] = closed_with) -> None:
            barrier.wait()
            with toyland.work("admin") as work:
                work.do("period.close", {"period": month})
                count = f"SELECT count(*) FROM entry WHERE number_key = '{month}'"
                seen.append(work.connection.exec_driver_sql(count).scalar_one())

        threads = [threading.Thread(target=job) for job in (post, post, close, post, post)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert set(became) <= {"ledger.period_closed"}
        assert rows(toyland, f"SELECT count(*) FROM entry WHERE number_key = '{month}'") == [tuple(closed_with)]
    assert faults(toyland) == []
