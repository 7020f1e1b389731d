"""What happened when: a statement takes nothing of later days, and within a day the order of what is on record counts (INS-08, INS-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from job_yard import PAPER, accepted, contract, furnish, number_of, plan

import sanbao
from sanbao.errors import SanbaoError
from sanbao.testing import fixed_clock

MINE = {"contract": number_of("YB")}
TECH = [{"profile": "PC-004-TECH"}, {"profile": "PC-004-COMPLAINT"}, {"profile": "PC-004-DAMAGE"}]


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers of four vehicles each, at 150.00; a complaint costs 30.00."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


def at(moment: str) -> datetime:
    """Return a moment of June in China."""
    return fixed_clock(f"2024-06-{moment}:00+08:00")()


def sums(told: dict[str, Any]) -> dict[str, str]:
    """Return the sums of a preview by their kind, with the net."""
    found = {one["kind"]: str(one["amount"]) for one in told["sums"]}
    return {**found, "net": str(told["net"])}


def complained(erp: sanbao.Sanbao, day: str, matter: str) -> None:
    """Report a complaint on a day, and find it true."""
    said = {**MINE, "trigger": "complaint", "description": "投诉", "matter": matter}
    event = erp.do("installer_event.report", said, user="ma.li", at=at(f"{day}T10:00")).number
    erp.do(
        "installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing", at=at(f"{day}T11:00")
    )


def test_a_statement_takes_nothing_that_happened_after_its_day(yard: sanbao.Sanbao) -> None:
    accepted(yard, "YB")
    yard.do("job.confirm", MINE, user="chen.jing")
    complained(yard, "05", "早")
    complained(yard, "12", "晚")
    yard.clock = fixed_clock("2024-06-20T09:00:00+08:00")
    by_ten = yard.ask("installer_settlement.preview", {**MINE, "until_on": "2024-06-10"}, user="chen.jing")

    first = yard.do("installer_payment.request", {**MINE, "until_on": "2024-06-10"}, user="chen.jing").number
    yard.do("installer_settlement.approve", subject=first, user="zhao.min")
    rest = yard.ask("installer_settlement.preview", MINE, user="chen.jing")

    assert sums(by_ten) == {
        "units": "600.00",
        "deduction": "-30.00",
        "claim": "0",
        "frozen": "0",
        "retention": "0",
        "offset": "0",
        "net": "570.00",
    }
    assert (sums(rest)["deduction"], str(rest["owed_back"])) == ("-30.00", "30.00")


def test_statements_go_forward(yard: sanbao.Sanbao) -> None:
    accepted(yard, "YB")
    yard.do("job.confirm", MINE, user="chen.jing")
    complained(yard, "12", "晚")
    yard.clock = fixed_clock("2024-06-20T09:00:00+08:00")
    number = yard.do("installer_payment.request", {**MINE, "until_on": "2024-06-15"}, user="chen.jing").number
    yard.do("installer_settlement.approve", subject=number, user="zhao.min")

    with pytest.raises(SanbaoError) as refused:
        yard.do("installer_payment.request", {**MINE, "until_on": "2024-06-10"}, user="chen.jing")
    run = yard.do("installer_settlement.request_all", {"until_on": "2024-06-10"}, user="chen.jing").data

    assert refused.value.code == "settlement.settled_later"
    assert (run["requested"], run["empty"]) == (0, 2)


def technical(erp: sanbao.Sanbao, accrue: str) -> str:
    """Write a contract of YB whose units are not paid while they fail; plan two vehicles and send them out today."""
    name = contract(erp, "YB", "C-YB", clauses=TECH, payment={"accrue": accrue})
    plan(erp, name, ["豫T0001", "豫T0002"])
    (order,) = erp.do("job.assign", {"contract": name, "on": "2024-06-03"}, user="ma.li").data
    issue = {"contract": name, "product": "BD-2", "place": "DEPOT", "serials": ["T-1", "T-2"]}
    erp.do("terminal.issue", issue, user="ma.li")
    lines = [{"vehicle": f"豫T000{n}", "serial": f"T-{n}"} for n in (1, 2)]
    erp.do("installation_order.install", {"lines": lines}, subject=order["number"], user="man.YB")
    return str(order["number"])


def nonconforming(erp: sanbao.Sanbao, vehicle: str, when: datetime) -> str:
    """Report that a unit is not as agreed, and find it true; return the event."""
    said = {
        "contract": "IC202406-0003",
        "trigger": "nonconformity",
        "vehicle": vehicle,
        "description": "天线松动",
    }
    event = str(erp.do("installer_event.report", said, user="ma.li", at=when).number)
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing", at=when)
    return event


def preview(erp: sanbao.Sanbao) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """Return what may be paid under the technical contract, and what the rest waits for."""
    told = erp.ask("installer_payment.preview", {"contract": "IC202406-0003"}, user="chen.jing")
    return told["payable"], [(one["reason"], one["count"]) for one in told["missing"]]


def confirmed(erp: sanbao.Sanbao, when: datetime) -> None:
    """Let the client and our manager sign for whatever passed."""
    mine = {"contract": "IC202406-0003"}
    erp.do("job.sign", {**mine, "paper": PAPER}, user="ma.li", at=when)
    erp.do("job.confirm", mine, user="chen.jing", at=when)


def test_a_unit_that_passes_again_on_the_day_it_failed_is_paid(yard: sanbao.Sanbao) -> None:
    order = technical(yard, "settlement")
    failed = {"failed": [{"vehicle": "豫T0001", "fault": "天线松动"}], "rest_passes": "yes"}
    yard.do("installation_order.inspect", failed, subject=order, user="chen.jing", at=at("03T10:00"))
    nonconforming(yard, "豫T0001", at("03T10:30"))
    rework = {"lines": [{"vehicle": "豫T0001"}]}
    yard.do("installation_order.rework", rework, subject=order, user="man.YB", at=at("03T14:00"))
    before = preview(yard)
    yard.do("installation_order.inspect", {}, subject=order, user="chen.jing", at=at("03T16:00"))

    confirmed(yard, at("03T17:00"))

    assert before[0] == {}
    assert preview(yard) == ({"A": 2}, [])


def test_a_fault_found_after_the_inspection_of_the_same_day_holds_the_unit_back(yard: sanbao.Sanbao) -> None:
    order = technical(yard, "settlement")
    yard.do("installation_order.inspect", {}, subject=order, user="chen.jing", at=at("03T10:00"))
    confirmed(yard, at("03T11:00"))

    nonconforming(yard, "豫T0001", at("03T15:00"))

    assert preview(yard) == ({"A": 1}, [("nonconforming", 1)])


def accrued(erp: sanbao.Sanbao) -> str:
    """Return what is accrued for the installer."""
    with erp.reading(user="admin") as work:
        return str(-work.ledger.balance("GRIR", party=work.find("party", "YB").id))


def test_the_accrual_follows_what_is_found_and_decided_about_a_unit(yard: sanbao.Sanbao) -> None:
    order = technical(yard, "acceptance")
    yard.do("installation_order.inspect", {}, subject=order, user="chen.jing", at=at("03T10:00"))
    confirmed(yard, at("03T11:00"))
    stands = [accrued(yard)]

    event = nonconforming(yard, "豫T0001", at("03T15:00"))
    stands.append(accrued(yard))
    waive = {"decision": "waive", "reason": "车体原因"}
    yard.do("installer_event.decide", waive, subject=event, user="chen.jing", at=at("04T09:00"))
    stands.append(accrued(yard))
    again = nonconforming(yard, "豫T0002", at("05T09:00"))
    stands.append(accrued(yard))
    yard.do("document.void", {"reason": "误录"}, subject=again, user="chen.jing", at=at("05T10:00"))
    stands.append(accrued(yard))

    assert stands == ["300.00", "150.00", "300.00", "150.00", "300.00"]
