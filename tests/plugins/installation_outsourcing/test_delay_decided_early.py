"""A delay that was decided while it still ran ends with the work, not with the day of the next statement (INS-09)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from job_yard import PAPER, furnish, installed, issued, number_of, sent_out

import sanbao
from sanbao.testing import fixed_clock


@pytest.fixture
def late(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company whose installer has four vehicles due on 14 June, none of them done; a day of delay is 5 % of 600.00."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


def on(day: str) -> Any:
    """Return five in the afternoon of a day."""
    return fixed_clock(f"{day}T17:00:00+08:00")()


def test_a_delay_that_was_decided_while_it_ran_ends_with_the_work(late: sanbao.Sanbao) -> None:
    mine = {"contract": number_of("YB")}
    order = sent_out(late, "YB")
    issued(late, "YB", [f"YB-{n}" for n in range(1, 5)])
    (event,) = late.do("installer_event.check_delay", mine, user="chen.jing", at=on("2024-06-17")).data
    decision = {"decision": "apply", "reason": "按合同"}
    late.do("installer_event.decide", decision, subject=event["number"], user="he.tao", at=on("2024-06-17"))

    late.clock = fixed_clock("2024-06-18T17:00:00+08:00")
    installed(late, "YB", order)
    late.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    late.do("job.sign", {"order": order, "paper": PAPER}, user="ma.li")
    late.do("job.confirm", mine, user="chen.jing")
    late.do("installer_event.check_delay", mine, user="chen.jing")
    late.clock = fixed_clock("2024-06-28T17:00:00+08:00")
    told = late.ask("installer_settlement.preview", mine, user="chen.jing")

    sums = {one["kind"]: str(one["amount"]) for one in told["sums"]}
    assert (sums["units"], sums["deduction"], str(told["net"])) == ("600.00", "-120.00", "480.00")
