"""What follows when a promised day passes: a right for the customer, or the charge for what was sent ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rma_shop import Clock, pieces, returned

import sanbao
from sanbao import worker
from sanbao.errors import SanbaoError

SLIP = {
    "line": "K-0001",
    "solution": "exchange",
    "reason": "超期",
    "purchased_on": "2024-01-10",
    "recoverable": "300.00",
    "cost_centre": "SERVICE",
}


def diagnose(erp: sanbao.Sanbao, number: str, serial: str = "K-0001") -> None:
    lines = [{"line": serial, "in_warranty": "yes"}]
    erp.do("rma.diagnose", {"lines": lines}, subject=number, user="bench")


def test_a_missed_turnaround_gives_the_customer_a_right_to_a_new_piece(
    erp: sanbao.Sanbao, clock: Clock
) -> None:
    number = returned(erp, "K-0001")
    diagnose(erp, number)
    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.issue_slip", SLIP, subject=number, user="clerk")
    assert refused.value.code == "rma.special_case_needed"
    clock.now += timedelta(days=31)

    assert worker.run_once(erp).faults == []

    assert erp.do("rma.issue_slip", SLIP, subject=number, user="clerk").number == "RS202407-0001"
    assert worker.run_once(erp).missed == 0


def test_the_right_is_not_to_the_money_unless_the_company_says_so(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001")
    diagnose(erp, number)
    clock.now += timedelta(days=31)
    worker.run_once(erp)
    refund = {**SLIP, "solution": "refund", "price": "1200.00", "cost": "780.00"}

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.issue_slip", refund, subject=number, user="clerk")

    assert refused.value.code == "rma.special_case_needed"


def test_what_is_on_its_way_back_gives_no_right(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001")
    erp.do(
        "rma.diagnose", {"lines": [{"line": "K-0001", "is_no_fault": "yes"}]}, subject=number, user="bench"
    )
    erp.do("rma.finish", {}, subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk")
    clock.now += timedelta(days=31)

    assert worker.run_once(erp).missed == 0


def test_the_worker_charges_what_was_sent_ahead_in_vain(erp: sanbao.Sanbao, clock: Clock) -> None:
    announced = {"party": "C1", "pieces": [{"serial": "K-0001"}]}
    number = str(erp.do("rma.announce", announced, user="clerk").number)
    ahead = {
        "line": "K-0001",
        "serial": "N-0001",
        "place": "DEPOT",
        "due_on": "2024-06-20",
        "price": "1200.00",
        "because": "产线停机",
    }
    erp.do("rma.ship_ahead", ahead, subject=number, user="seller")
    clock.now += timedelta(days=18)

    done = worker.run_once(erp)

    assert (done.missed, done.faults) == (1, [])
    assert [piece["state"] for piece in pieces(erp, number)] == ["charged"]
    with erp.reading("admin") as work:
        customer = work.find("party", "C1").id
        assert str(work.ledger.balance("AR", party=customer)) == "1356.00"
        assert str(work.ledger.balance("SALES_COST")) == "780.00"


def test_the_paper_shows_why_there_is_a_right(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001", "K-0002")
    clock.now += timedelta(days=31)
    worker.run_once(erp)

    timeline = erp.ask("document.timeline", {"document": number}, user="admin")

    assert (timeline[-1]["operation"], timeline[-1]["note"]) == ("deadline.missed", "turnaround")
