"""The limits of repairs with bare values: so many that did not help, so many days (N-04, N-05, N-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sanbao.calendar import Period
from sanbao.coverage.repairs import Repair, Wait
from sanbao.coverage.visits import one_stay
from sanbao_rma.rules.limits import Case, last_day, rights
from sanbao_rma.rules.promises import BadPromise, Promise, load
from sanbao_rma.rules.terms import Bound, Terms, choose

REPAIRS = {"counts": "repairs", "at_least": "2", "gives": ["exchange", "refund"], "rule": "N-04"}
OWN = {"counts": "this_repair", "reason": "repairer", "more_than_days": "30", "gives": ["exchange"]}
PARTS = {**OWN, "reason": "parts", "more_than_days": "90", "bearer": "producer"}
ALL = {"counts": "all_repairs", "more_than_days": "35", "gives": ["refund"], "rule": "N-25"}
SENT = date(2024, 6, 3)


def promise(*limits: dict[str, Any], code: str = "P", rank: str = "law") -> Promise:
    return load({"code": code, "rank": rank, "limits": list(limits)})


def stay(case: str, first: date, last: date | None, **more: Any) -> Repair:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return Repair(last, started_at=start, case=case, **more)


def waited(since: date) -> tuple[Wait, ...]:
    return (Wait(datetime(since.year, since.month, since.day, tzinfo=UTC)),)


@pytest.mark.parametrize(
    ("limit", "waits", "on", "passed"),
    [
        (OWN, (), date(2024, 7, 3), False),
        (OWN, (), date(2024, 7, 4), True),
        (PARTS, waited(SENT), date(2024, 9, 1), False),
        (PARTS, waited(SENT), date(2024, 9, 2), True),
        (OWN, waited(SENT), date(2024, 9, 2), False),
        (PARTS, (), date(2024, 9, 2), False),
    ],
    ids=["30 days", "31 days", "90 days", "91 days", "not the repairer's", "no parts were missing"],
)
def test_more_days_than_the_limit_of_their_cause_give_a_right(
    limit: dict[str, Any], waits: tuple[Wait, ...], on: date, passed: bool
) -> None:
    case = Case((stay("A/1", SENT, None, waits=waits),), case="A/1")

    assert bool(rights(promise(limit), case, on)) is passed


def test_the_last_day_before_a_limit_is_known() -> None:
    own = Case((stay("A/1", SENT, None),), case="A/1")
    parts = Case((stay("A/1", SENT, None, waits=waited(SENT)),), case="A/1")
    both = promise(OWN, PARTS)

    assert last_day(both, own, SENT) == date(2024, 7, 3)
    assert last_day(both, parts, SENT) == date(2024, 9, 1)
    assert last_day(both, own, date(2024, 7, 4)) is None


def test_days_of_earlier_repairs_shorten_what_is_left() -> None:
    earlier = stay("A/1", date(2024, 4, 1), date(2024, 4, 21))
    case = Case((earlier, stay("B/1", SENT, None)), case="B/1")

    assert last_day(promise(ALL), case, SENT) == SENT + timedelta(days=15)
    assert rights(promise(ALL), case, SENT + timedelta(days=16))[0].step.arithmetic == "20 + 16 >= 36"


def test_two_repairs_that_did_not_help_count_and_the_third_is_the_occasion() -> None:
    done = (
        stay("A/1", date(2024, 4, 1), date(2024, 4, 13)),
        stay("B/1", date(2024, 9, 5), date(2024, 9, 25)),
    )
    now = stay("C/1", date(2024, 12, 20), None)

    (right,) = rights(promise(REPAIRS), Case((*done, now), case="C/1"), date(2024, 12, 20))

    assert right.gives == ("exchange", "refund")
    assert right.step.arithmetic == "2 >= 2"
    assert not rights(promise(REPAIRS), Case((*done[:1], now), case="C/1"), date(2024, 12, 20))


@pytest.mark.parametrize(("same", "count"), [("any", 2), ("fault", 1), ("part", 1)])
def test_which_earlier_repairs_count_is_said_by_the_promise(same: str, count: int) -> None:
    done = (
        stay("A/1", date(2024, 4, 1), date(2024, 4, 2), part="PLC", fault_code="E07"),
        stay("B/1", date(2024, 5, 1), date(2024, 5, 2), part="FAN", fault_code="E12"),
    )
    limit = {**REPAIRS, "at_least": str(count), "same": same}
    one_more = {**limit, "at_least": str(count + 1)}
    case = Case(done, part="PLC", fault_code="E07")

    assert rights(promise(limit), case, date(2024, 6, 1))
    assert not rights(promise(one_more), case, date(2024, 6, 1))


def test_a_repair_that_helped_counts_only_if_its_fault_is_back() -> None:
    done = (stay("A/1", date(2024, 4, 1), date(2024, 4, 2), part="PLC", cured=True),)
    limit = promise({**REPAIRS, "at_least": "1"})

    assert rights(limit, Case(done, part="PLC"), date(2024, 6, 1))
    assert not rights(limit, Case(done, part="FAN"), date(2024, 6, 1))


def test_what_the_customer_paid_for_counts_for_nothing() -> None:
    paid = (stay("A/1", SENT, None, covered=False),)

    assert not rights(promise(OWN), Case(paid, case="A/1"), date(2024, 12, 1))


def test_a_claim_and_the_parcel_of_its_unit_are_one_stay() -> None:
    claim = [stay("QC1", date(2024, 4, 1), date(2024, 4, 13))]
    parcel = [
        stay("RM1/1", date(2024, 4, 2), date(2024, 4, 12)),
        stay("RM2/1", date(2024, 4, 13), date(2024, 4, 14)),
    ]

    assert [one.case for one in one_stay(claim, parcel)] == ["QC1", "RM2/1"]


def test_a_claim_and_a_parcel_of_one_day_are_one_stay() -> None:
    claim, parcel = ([stay(case, SENT, SENT)] for case in ("QC1", "RM1/1"))

    assert [one.case for one in one_stay(claim, parcel)] == ["QC1"]


def test_the_promise_that_states_the_longest_term_is_the_one_that_is_named() -> None:
    law, house = (
        replace(promise(code=code), return_within=Period.parse(within))
        for code, within in (("LAW", "6m"), ("HOUSE", "3m"))
    )

    kindest = [Terms(laws, promise(code="OWN"), house).kindest("return_within") for laws in ((), (law,))]

    assert [one.code for one in kindest if one is not None] == ["HOUSE", "LAW"]


def test_law_holds_beside_the_nearest_promise() -> None:
    house, law = Promise("HOUSE"), promise(OWN, code="LAW")
    wide = promise(ALL, code="ALL", rank="promise")
    own = promise(REPAIRS, code="OWN", rank="promise")
    since = date(2024, 1, 1)
    bound = [Bound(law, None, None, since), Bound(wide, None, 7, since), Bound(own, 3, None, since)]

    assert [one.code for one in choose(bound, 3, 7, SENT, house).limited()] == ["LAW", "OWN"]
    assert [one.code for one in choose(bound, 4, 7, SENT, house).limited()] == ["LAW", "ALL"]
    assert choose(bound, 4, 8, date(2023, 12, 31), house).limited() == []


def test_every_problem_of_a_promise_is_named_at_once() -> None:
    wrong = {
        "rank": "soft",
        "colour": "red",
        "turnaround": {"within": "soon", "gives": []},
        "limits": [{"counts": "moons", "at_least": "2", "gives": ["cake"]}, {**OWN, "more_than_days": "0"}],
        "guarantee": "3wd",
    }

    with pytest.raises(BadPromise) as refused:
        load(wrong)

    assert [one.path for one in refused.value.problems] == [
        "code",
        "colour",
        "rank",
        "turnaround.within",
        "turnaround.gives",
        "limits[1].counts",
        "limits[1].more_than_days",
        "limits[1].gives",
        "limits[2].more_than_days",
        "guarantee",
    ]
