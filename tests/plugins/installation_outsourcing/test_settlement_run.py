"""All contracts are settled in one run: stopped half-way and started again it pays nobody twice; billing clears what it owes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from job_yard import accepted, furnish, number_of
from sqlalchemy import func, select

import sanbao
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.models import SettlementJob
from sanbao_installation_outsourcing.operations.settlements.running import settle_all

CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")
DAY = date(2024, 6, 3)


def two_accepted(erp: sanbao.Sanbao) -> None:
    """Let both installers have four accepted and confirmed units."""
    furnish(erp)
    for code in ("YB", "YN"):
        accepted(erp, code)
        erp.do("job.confirm", {"contract": number_of(code)}, user="chen.jing")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers whose work is accepted, with billing beside them."""
    return make_company(plugins=["installation_outsourcing", "billing"], prepare=two_accepted, clock=CLOCK)


def paid_units(erp: sanbao.Sanbao) -> int:
    """Return how many units stand on statements."""
    with erp.reading(user="admin") as work:
        return work.session.scalar(select(func.count()).select_from(SettlementJob)) or 0


def test_a_run_that_was_stopped_goes_on_and_settles_nothing_twice(yard: sanbao.Sanbao) -> None:
    first = next(settle_all(yard, DAY, "chen.jing"))

    again = list(settle_all(yard, DAY, "chen.jing"))

    assert [one.contract for one in again] == ["IC202406-0001", "IC202406-0002"]
    assert again[0] == first
    assert [one.statement for one in again] == ["IS202406-0001", "IS202406-0002"]
    assert paid_units(yard) == 8
    assert list(settle_all(yard, DAY, "chen.jing")) == again


def test_the_accrual_follows_an_acceptance_that_is_revoked(yard: sanbao.Sanbao) -> None:
    def accrued() -> str:
        with yard.reading(user="admin") as work:
            return str(-work.ledger.balance("GRIR", party=work.find("party", "YB").id))

    before = accrued()
    yard.do(
        "job.revoke",
        {"contract": number_of("YB"), "vehicles": ["豫YB0001"], "reason": "终端离线"},
        user="chen.jing",
    )

    assert (before, accrued()) == ("600.00", "450.00")


def test_the_installers_bill_clears_what_the_statement_left_accrued(yard: sanbao.Sanbao) -> None:
    yard.do("setting.change", {"name": "outsourcing_payable", "value": "GRIR"}, user="admin")
    statement = yard.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number
    yard.do("installer_settlement.approve", subject=statement, user="zhao.min")

    line = {"text": "安装费", "accrual": statement, "net": "600.00", "tax": "54.00"}
    bill = {
        "party": "YB",
        "vendor_no": "04400001",
        "kind": "special",
        "billed_on": "2024-06-03",
        "lines": [line],
    }
    posted = yard.do("bill.enter", bill, user="zhao.min").entries

    assert [entry["text"] for entry in posted] == [
        "Dr 2202.09{YB} 600.00 | Dr 2221.01 54.00 | Cr 2202{YB} 654.00"
    ]
