"""What reworking today would save is never more than what the caps still leave to be taken (INS-09, INS-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from job_yard import furnish, installed, issued, number_of, sent_out

import sanbao

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(plugins=["installation_outsourcing"], prepare=furnish)


@pytest.mark.parametrize("is_on_record", [False, True], ids=["not on record", "on record"])
def test_a_delay_that_has_used_up_the_whole_fee_costs_nothing_more_by_tomorrow(
    erp: sanbao.Sanbao, is_on_record: bool
) -> None:
    order = sent_out(erp, "YB")
    issued(erp, "YB", [f"YB-{n}" for n in range(1, 5)])
    installed(erp, "YB", order)
    found = {"vehicle": "豫YB0001", "fault": "天线未固定"}
    erp.do("installation_order.inspect", {"failed": [found]}, subject=order, user="chen.jing")
    later = datetime.fromisoformat("2024-09-02T09:00:00+08:00")
    if is_on_record:
        erp.do("installer_event.check_delay", {"contract": number_of("YB")}, user="chen.jing", at=later)

    (row,) = erp.ask("rework.saving", {"contract": number_of("YB"), "on": "2024-09-02"}, user="chen.jing")

    # 5 % a day is more than the fee of 600.00 after twenty days: only the fee of the one unit is left to be saved
    assert (row["delay"], row["delay_next_day"]) == (Decimal("600.00"), Decimal("600.00"))
    assert (row["fees"], row["saved"]) == (Decimal("150.00"), Decimal("150.00"))
