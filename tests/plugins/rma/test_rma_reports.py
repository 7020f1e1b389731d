"""The reports on pieces, with figures reckoned by hand from what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from rma_shop import Clock, furnish, returned

import sanbao


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Two pieces in June: one went back after six days and came again on the tenth; one waits for its repair."""
    clock = Clock()
    clock.now += timedelta(days=10)
    return make_company(company="华安监控", clock=clock, plugins=["rma"], prepare=live_through_june)


def live_through_june(erp: sanbao.Sanbao) -> None:
    """Let the pieces come, be repaired and go, with a clock that moves."""
    erp.clock = clock = Clock()
    furnish(erp)
    number = returned(erp, "K-0001", "K-0002")
    found = [{"line": one, "in_warranty": "yes", "fault": "E07 无图像"} for one in ("K-0001", "K-0002")]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    cost = [{"line": "K-0001", "type": "freight", "amount": "25.00"}, {"type": "freight", "amount": "10.01"}]
    erp.do("rma.collect_cost", {"lines": cost}, subject=number, user="head")
    erp.do("rma.start", {"lines": ["K-0001"]}, subject=number, user="bench")
    erp.do("rma.finish", {"remedy": "换电源板"}, subject=number, user="bench")
    clock.now += timedelta(days=6)
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk")
    erp.do("rma.deliver", {}, subject=number, user="clerk")
    clock.now += timedelta(days=4)
    again = returned(erp, "K-0001")
    found = [{"line": "K-0001", "in_warranty": "no", "fault": "E07 无图像"}]
    erp.do("rma.diagnose", {"lines": found}, subject=again, user="bench")


def test_the_month_counts_what_came_was_repaired_left_and_is_here(erp: sanbao.Sanbao) -> None:
    told = erp.ask("rma.monthly", {"by": "outcome"}, user="admin")

    assert told["months"] == [
        {"month": "2024-06", "received": 3, "repaired": 1, "shipped": 1, "outstanding": 2}
    ]
    assert {row["key"]: row["outstanding"] for row in told["rows"]} == {"Repaired": 0, "Still open": 2}


def test_the_turnaround_is_told_by_class_and_product(erp: sanbao.Sanbao) -> None:
    told = erp.ask("rma.turnaround", user="admin")

    assert [row["pieces"] for row in told["classes"]] == [0, 1, 0, 0, 0]
    assert (told["mean"], told["median"], told["products"][0]["longest"]) == (Decimal("6.0"), Decimal(6), 6)


def test_what_came_back_names_the_repair_before(erp: sanbao.Sanbao) -> None:
    told = erp.ask("rma.repeats", user="admin")

    assert [(row["serial"], row["first"], row["days"]) for row in told["rows"]] == [
        ("K-0001", "RM202406-0001", 4)
    ]
    assert [(row["pieces"], row["repeats"]) for row in told["products"]] == [(3, 1)]


def test_the_cost_of_a_piece_is_its_own_and_its_part_of_the_parcel(erp: sanbao.Sanbao) -> None:
    told = erp.ask("rma.costs", {"by": "serial"}, user="admin")

    assert sum(row["cost"] for row in told) == Decimal("35.01")
    assert [row["key"] for row in told] == ["K-0001", "K-0002"]
    assert told[0]["cost"] in (Decimal("30.00"), Decimal("30.01"))


def test_what_waits_says_for_whom_and_how_long(erp: sanbao.Sanbao) -> None:
    told = erp.ask("rma.waiting", user="admin")

    waits = [(row["serial"], row["waits_for"], row["days"]) for row in told["rows"]]
    assert waits == [("K-0002", "Bench", 10), ("K-0001", "Bench", 0)]
