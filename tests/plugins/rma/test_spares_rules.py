"""Pure decisions about spare parts and loan units: values by place, shortages, approvals, offers, reminders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sanbao.money import CNY
from sanbao_rma.rules.loans import days_late, is_reminded, offer
from sanbao_rma.rules.stock import Shortage, given_back, needs_approval, value_by_place

D = Decimal


def test_the_places_share_the_value_of_a_part_to_the_last_cent() -> None:
    values = value_by_place({"A": D(1), "B": D(1), "C": D(1)}, D("100.00"), CNY)

    assert values == {"A": D("33.34"), "B": D("33.33"), "C": D("33.33")}


def test_where_nothing_lies_nothing_is_worth_anything() -> None:
    assert value_by_place({}, D("0.00"), CNY) == {}


def test_a_place_below_zero_leaves_the_whole_value_in_one_sum() -> None:
    values = value_by_place({"A": D(3), "B": D(-1)}, D("20.00"), CNY)

    assert sum(values.values()) == D("20.00")


@pytest.mark.parametrize(
    ("there", "coming", "minimum", "target", "proposed", "missing"),
    [
        ("5", "0", "5", "20", "0", "0"),
        ("4.9999", "0", "5", "20", "16", "0.0001"),
        ("4", "1", "5", "20", "0", "1"),
        ("4", "0.5", "5", "20", "16", "1"),
        ("0", "0", "2", "2", "2", "2"),
    ],
)
def test_a_place_is_short_below_its_minimum_and_is_filled_to_its_target(
    there: str, coming: str, minimum: str, target: str, proposed: str, missing: str
) -> None:
    shortage = Shortage(D(there), D(coming), D(minimum), D(target))

    assert (shortage.proposed, shortage.missing) == (D(proposed), D(missing))


def test_the_limit_itself_needs_no_approval_and_gains_do_not_hide_losses() -> None:
    assert not needs_approval([D("-1000.00")], D("1000.00"))
    assert needs_approval([D("-1000.01")], D("1000.00"))
    assert needs_approval([D("-600.00"), D("600.00")], D("1000.00"))


def test_what_comes_back_was_taken_last_and_never_more_than_was_taken() -> None:
    taken = [(1, D(3)), (2, D("1.5"))]

    assert given_back(taken, D("1.5")) == [(2, D("1.5"))]
    assert given_back(taken, D("4.5")) == [(2, D("1.5")), (1, D("3.0"))]
    assert given_back(taken, D("4.6")) is None


def test_a_loan_unit_is_offered_when_the_repair_takes_longer_than_five_days() -> None:
    start = date(2024, 6, 3)

    assert not offer(start, date(2024, 6, 8), 5).offered
    assert offer(start, date(2024, 6, 9), 5).offered
    assert offer(start, date(2024, 6, 9), 5).step.holds


def test_a_loan_unit_is_in_time_on_its_last_day() -> None:
    due = date(2024, 6, 10)

    assert days_late(due, None, due) == 0
    assert days_late(due, date(2024, 6, 11), date(2024, 7, 1)) == 1


@pytest.mark.parametrize(
    ("on", "reminded_on", "reminded"),
    [
        (date(2024, 6, 7), None, False),
        (date(2024, 6, 8), None, True),
        (date(2024, 6, 9), date(2024, 6, 8), False),
        (date(2024, 6, 14), date(2024, 6, 8), False),
        (date(2024, 6, 15), date(2024, 6, 8), True),
        (date(2024, 6, 15), date(2024, 6, 14), False),
    ],
)
def test_the_customer_is_reminded_before_the_last_day_and_again_each_week_after_it(
    on: date, reminded_on: date | None, reminded: bool
) -> None:
    assert is_reminded(date(2024, 6, 10), reminded_on, on, ahead=2, again=7) is reminded
