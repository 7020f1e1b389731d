"""What claims by age let expect, with bare values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sanbao_warranty.rules.provisions import (
    Age,
    Sold,
    amount_of,
    by_age,
    is_anything_observed,
    months_between,
    proposed_percent,
    remaining,
)

JANUARY, FEBRUARY, APRIL = date(2024, 1, 1), date(2024, 2, 1), date(2024, 4, 1)
SOLD = (Sold(JANUARY, 10, Decimal("1000.00")), Sold(FEBRUARY, 20, Decimal("2000.00")))
COSTS = {
    (JANUARY, 0): Decimal(10),
    (JANUARY, 2): Decimal(6),
    (FEBRUARY, 0): Decimal(20),
    (FEBRUARY, 1): Decimal(3),
}


def test_a_percentage_is_of_the_sales_and_an_amount_of_the_units() -> None:
    assert amount_of(3, Decimal("600000.00"), Decimal("1.5"), None) == Decimal(9000)
    assert amount_of(3, Decimal("600000.00"), None, Decimal("12.5")) == Decimal("37.5")


def test_an_age_is_counted_from_month_to_month() -> None:
    assert months_between(date(2024, 1, 31), date(2024, 2, 1)) == 1
    assert months_between(date(2023, 12, 1), date(2024, 12, 31)) == 12


def test_only_months_that_units_have_lived_to_their_end_count() -> None:
    ages = by_age(SOLD, COSTS, running=APRIL, months=4)

    # January has lived ages 0, 1, 2; February 0 and 1; age 3 nobody
    assert [(one.units, one.cost) for one in ages[:3]] == [
        (30, Decimal(30)),
        (30, Decimal(3)),
        (10, Decimal(6)),
    ]
    assert [one.per_unit for one in ages[:3]] == [Decimal(1), Decimal("0.1"), Decimal("0.6")]


def test_an_age_that_no_unit_has_lived_is_as_the_average_and_says_so() -> None:
    ages = by_age(SOLD, COSTS, running=APRIL, months=4)

    # 39.00 over 30 + 30 + 10 unit-months
    assert ages[3] == Age(3, 0, Decimal(0), Decimal(39) / 70, is_estimate=True)


def test_what_is_still_expected_leaves_the_months_that_are_over_out() -> None:
    ages = by_age(SOLD, COSTS, running=APRIL, months=3)

    assert remaining(ages, units=10, age=0) == Decimal(17)
    assert remaining(ages, units=10, age=2) == Decimal(6)
    assert remaining(ages, units=10, age=3) == 0


def test_the_proposal_is_the_whole_expected_cost_of_what_was_sold() -> None:
    ages = by_age(SOLD, COSTS, running=APRIL, months=3)

    # 30 units × 1.70 of 3,000.00
    assert proposed_percent(ages, SOLD) == Decimal("1.7")
    assert proposed_percent(ages, [Sold(JANUARY, 5, Decimal(0))]) is None


def test_without_any_cost_nothing_is_observed() -> None:
    assert not is_anything_observed(by_age(SOLD, {}, running=APRIL, months=12))
    assert not is_anything_observed(by_age((), COSTS, running=APRIL, months=12))


@given(
    units=st.lists(st.integers(1, 50), min_size=1, max_size=6),
    cents=st.lists(st.integers(0, 10_000), min_size=36, max_size=36),
    months=st.integers(1, 12),
)
def test_units_that_lived_all_their_months_expect_what_they_cost(
    units: list[int], cents: list[int], months: int
) -> None:
    sold = [Sold(date(2020, month, 1), count, Decimal(0)) for month, count in enumerate(units, start=1)]
    costs = {
        (one.month, age): Decimal(cents[(position * 7 + age) % 36]) / 100
        for position, one in enumerate(sold)
        for age in range(months)
    }

    ages = by_age(sold, costs, running=date(2024, 1, 1), months=months)

    whole = sum((one.per_unit * one.units for one in ages), Decimal(0))
    assert abs(whole - sum(costs.values())) < Decimal("0.0001")
    assert not any(one.is_estimate for one in ages)
