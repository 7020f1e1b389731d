"""An installer bears his own transport, board, lodging and material (INS-05)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from job_yard import contract, furnish, number_of

import sanbao
from sanbao.errors import Refused
from sanbao.testing import fixed_clock

COLLECT = "costing.collect"


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


def outlay(kind: str, party: str) -> dict[str, object]:
    """Return a cost that somebody laid out."""
    return {"lines": [{"type": kind, "amount": "320.00", "party": party}]}


@pytest.mark.parametrize("kind", ["travel", "lodging", "freight"])
def test_his_own_outlay_is_no_cost_of_his_contract(yard: sanbao.Sanbao, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        yard.do(COLLECT, outlay(kind, "YB"), subject=number_of("YB"), user="zhao.min")

    assert refused.value.code == "installer_contract.own_expenses"


def test_what_others_carried_for_it_is_our_cost(yard: sanbao.Sanbao) -> None:
    made = yard.do(COLLECT, outlay("freight", "YN"), subject=number_of("YB"), user="zhao.min")

    assert len(made.entries) == 1


def test_where_we_do_the_work_the_client_lays_nothing_out_of_its_own(yard: sanbao.Sanbao) -> None:
    lots = [{"code": "A", "quantity": "1", "unit_fee": "1000.00"}]
    ours = contract(yard, "ZH", "C-YB", our_side="b", lots=lots, clauses=[])

    made = yard.do(COLLECT, outlay("freight", "ZH"), subject=ours, user="zhao.min")

    assert len(made.entries) == 1
