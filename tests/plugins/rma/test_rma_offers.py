"""A diagnosis that says how long the repair takes proposes a loan unit where that is too long (LON-01)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rma_shop import Clock, returned, shop
from sqlalchemy import select

import sanbao
from sanbao.documents.models import DecisionRecord


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return shop(make_company, Clock())


def diagnose(erp: sanbao.Sanbao, number: str, ready_on: str, **more: str) -> None:
    said = {"line": "K-0001", "in_warranty": "yes", "ready_on": ready_on, **more}
    erp.do("rma.diagnose", {"lines": [said]}, subject=number, user="bench")


def proposed(erp: sanbao.Sanbao, question: str = "loaner_offer") -> list[list[str]]:
    """Return the arithmetic of the proposals that stand."""
    with erp.reading("admin") as work:
        query = select(DecisionRecord).where(
            DecisionRecord.question == question,
            DecisionRecord.superseded_by_id.is_(None),
            DecisionRecord.withdrawn_at.is_(None),
        )
        return [[step["arithmetic"] for step in one.body["trace"]] for one in work.session.scalars(query)]


@pytest.mark.parametrize(("ready_on", "count"), [("2024-06-08", 0), ("2024-06-09", 1)])
def test_a_repair_of_more_than_five_days_brings_a_loan_unit(
    erp: sanbao.Sanbao, ready_on: str, count: int
) -> None:
    diagnose(erp, returned(erp, "K-0001"), ready_on)

    assert len(proposed(erp)) == count


def test_a_promise_that_cannot_be_kept_brings_one_however_short_the_repair(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "rma_turnaround", "value": "2d"}, user="admin")

    diagnose(erp, returned(erp, "K-0001"), "2024-06-06")

    assert proposed(erp) == [["", "2024-06-06 > 2024-06-05"]]


def test_a_law_that_was_bound_says_after_how_many_days(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "rma_loaner_after_days", "value": "9"}, user="admin")
    bound = {"promise": "RP-N-ZHEJIANG", "valid_from": "2024-01-01"}
    erp.do("rma.bind_promise", bound, user="head")

    diagnose(erp, returned(erp, "K-0001"), "2024-06-09")

    assert len(proposed(erp)) == 1


def test_a_new_diagnosis_takes_an_old_proposal_back(erp: sanbao.Sanbao) -> None:
    number = returned(erp, "K-0001")
    diagnose(erp, number, "2024-06-20")

    diagnose(erp, number, "2024-06-04")

    assert proposed(erp) == []


def test_who_pays_for_the_repair_is_offered_nothing(erp: sanbao.Sanbao) -> None:
    number = returned(erp, "K-0001")

    diagnose(erp, number, "2024-06-20", in_warranty="no", is_main_component="yes")

    assert proposed(erp) == []


def test_a_new_diagnosis_takes_back_what_the_customer_could_choose(erp: sanbao.Sanbao) -> None:
    left = {"ex_factory_on": "2024-05-06", "reason": "补录出厂日期"}
    erp.do("unit.correct", left, subject="K-0001", user="admin")
    number = returned(erp, "K-0001")

    standing = []
    for is_own_quality in ("yes", "no"):
        diagnose(erp, number, "2024-06-04", is_own_quality=is_own_quality)
        standing.append(len(proposed(erp, "entitlement")))

    assert standing == [1, 0]
