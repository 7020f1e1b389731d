"""What moves the end of a term: final tests, seasons, downtime (WE-04, WE-07, WE-09, W-10, W-14, W-17), both sides of each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lengths_given import (
    FREE,
    GOODS,
    TESTED,
    TV,
    at,
    failed,
    in_shop,
    only_end,
    own,
    rolled,
)

from sanbao.calendar.periods import Period
from sanbao_warranty.policy import Policy, shipped
from sanbao_warranty.rules import (
    Extension,
    FinalTest,
    Repair,
    UnitFacts,
    Wait,
    decide,
    is_test_missing,
)
from sanbao_warranty.rules import (
    test_window as window_of_test,
)

# --- the final test (W-10)


def test_we_04_the_window_is_the_last_month_and_a_failed_test_gives_a_year_from_the_original_end() -> None:
    unit = replace(TESTED, final_tests=(FinalTest("WP-000-FREE", date(2026, 5, 6), passed=False),))

    assert only_end(FREE, TESTED) == date(2026, 5, 10)
    assert window_of_test(FREE, date(2026, 5, 10)) == (date(2026, 4, 11), date(2026, 5, 10))
    assert only_end(FREE, unit) == date(2027, 5, 10)
    assert window_of_test(FREE, date(2027, 5, 10)) == (date(2027, 4, 11), date(2027, 5, 10))


@pytest.mark.parametrize(
    ("tested", "passed", "until"),
    [
        ("2026-04-10", False, "2026-05-10"),
        ("2026-04-11", False, "2027-05-10"),
        ("2026-05-10", False, "2027-05-10"),
        ("2026-05-11", False, "2026-05-10"),
        ("2026-05-06", True, "2026-05-10"),
    ],
)
def test_only_a_failed_test_inside_its_window_prolongs(tested: str, passed: bool, until: str) -> None:
    unit = replace(TESTED, final_tests=(FinalTest("WP-000-FREE", date.fromisoformat(tested), passed),))

    assert only_end(FREE, unit) == date.fromisoformat(until)


def test_the_prolonged_term_has_a_test_of_its_own_counted_from_the_original_end() -> None:
    leap = replace(
        TESTED, dates={"site_acceptance": date(2025, 2, 28)}, agreed_ends={"WP-000-FREE": date(2028, 2, 29)}
    )
    tests = [FinalTest("WP-000-FREE", date(year, 2, 20), passed=False) for year in (2028, 2029, 2030, 2031)]

    assert [only_end(FREE, replace(leap, final_tests=tuple(tests[:count]))) for count in range(5)] == [
        date(2028, 2, 29),
        date(2029, 2, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 29),
    ]


def test_another_promises_test_prolongs_nothing() -> None:
    unit = replace(TESTED, final_tests=(FinalTest("WP-000-3Y5Y", date(2026, 5, 6), passed=False),))

    assert only_end(FREE, unit) == date(2026, 5, 10)


@pytest.mark.parametrize(
    ("tests", "is_missing"), [((), True), ((FinalTest("WP-000-FREE", date(2026, 5, 6), True),), False)]
)
def test_a_test_that_nobody_made_is_told_and_prolongs_nothing(
    tests: tuple[FinalTest, ...], is_missing: bool
) -> None:
    unit = replace(TESTED, final_tests=tests)

    before = decide([FREE], unit, failed("2026-05-10"))
    after = decide([FREE], unit, failed("2026-05-11"))

    assert before.covered
    assert not after.covered
    assert after.chosen is not None
    assert ("final_test_missing" in after.chosen.flags) is is_missing
    assert before.chosen is not None
    assert "final_test_missing" not in before.chosen.flags
    assert is_test_missing(FREE, unit, date(2026, 5, 10)) is is_missing


def test_an_extension_recorded_for_a_failed_test_is_not_counted_twice() -> None:
    test = FinalTest("WP-000-FREE", date(2026, 5, 6), passed=False)
    recorded = Extension("WP-000-FREE", term=Period(years=1), rule="W-10")

    assert only_end(FREE, replace(TESTED, final_tests=(test,), extensions=(recorded,))) == date(2027, 5, 10)
    assert only_end(FREE, replace(TESTED, extensions=(recorded,))) == date(2027, 5, 10)


def test_grants_add_up_in_any_order_and_the_latest_day_counts() -> None:
    half = Extension("WP-000-FREE", term=Period(months=6), rule="CAL-09", because="为留住客户")
    quarter = Extension("WP-000-FREE", term=Period(months=3), rule="CAL-09")
    other = Extension("WP-000-3Y5Y", term=Period(years=9), rule="CAL-09")
    fixed = Extension("WP-000-FREE", until=date(2027, 3, 1), kind="repair", rule="CAL-09")

    for granted in ((half, quarter, other), (other, quarter, half)):
        assert only_end(FREE, replace(TESTED, extensions=granted)) == date(2027, 2, 10)
    assert only_end(FREE, replace(TESTED, extensions=(half, quarter, fixed))) == date(2027, 3, 1)
    assert only_end(FREE, replace(TESTED, extensions=(replace(fixed, kind="use"),))) == date(2026, 5, 10)


def test_an_extension_without_a_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="a day or a period"):
        Extension("WP-000-FREE")


# --- seasons and design life (W-14)


@pytest.mark.parametrize(
    ("part", "until"),
    [
        ("roof", "2028-12-20"),
        ("electrical", "2025-12-20"),
        ("heating", "2026-03-15"),
        ("main_structure", "2093-12-20"),
    ],
)
@pytest.mark.parametrize("code", ["WP-002-CONSTR", "WP-N-CONSTR"])
def test_we_07_terms_of_works_in_years_seasons_and_design_life(code: str, part: str, until: str) -> None:
    unit = UnitFacts(dates={"completion_acceptance": date(2023, 12, 20)}, design_life=Period(years=70))
    last = date.fromisoformat(until)

    assert decide([shipped(code)], unit, failed(until, part)).covered
    after = decide([shipped(code)], unit, failed(str(last + timedelta(days=1)), part))
    assert not after.covered
    assert after.chosen is not None
    assert after.chosen.until == last


@pytest.mark.parametrize(("partial", "until"), [("no", "2026-03-15"), ("yes", "2025-03-15")])
def test_we_07_a_season_that_had_begun_counts_only_where_the_promise_says_so(
    partial: str, until: str
) -> None:
    policy = seasonal("11-15..03-15", partial)

    assert only_end(
        policy, UnitFacts(dates={"sale": date(2023, 12, 20)}), part="heating"
    ) == date.fromisoformat(until)


def seasonal(season: str, partial: str = "no", regions: dict[str, str] | None = None) -> Policy:
    dates = {"heating": {"usual": season, **(regions or {})}}
    guarantee = {
        "kind": "repair",
        "term": None,
        "parts": ["heating"],
        "seasons": {"count": 2, "count_partial_season": partial, "dates": dates},
    }
    return own("WP-000-3Y5Y", start_events=["sale"], guarantees=[guarantee])


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2023-11-14", "2025-03-15"),
        ("2023-11-15", "2025-03-15"),
        ("2023-11-16", "2026-03-15"),
        ("2024-03-16", "2026-03-15"),
    ],
)
def test_a_season_is_whole_if_it_begins_on_the_start_or_later(start: str, until: str) -> None:
    unit = UnitFacts(dates={"sale": date.fromisoformat(start)})

    assert only_end(seasonal("11-15..03-15"), unit, part="heating") == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("start", "until"),
    [("2024-05-31", "2025-09-15"), ("2024-06-02", "2026-09-15"), ("2024-09-15", "2026-09-15")],
)
def test_a_season_within_one_year_is_counted_too(start: str, until: str) -> None:
    unit = UnitFacts(dates={"sale": date.fromisoformat(start)})

    assert only_end(seasonal("06-01..09-15"), unit, part="heating") == date.fromisoformat(until)


def test_a_region_has_its_own_season_and_29_february_is_the_28th_in_common_years() -> None:
    policy = seasonal("11-15..02-29", regions={"harbin": "10-20..04-20"})
    unit = UnitFacts(dates={"sale": date(2021, 11, 1)})

    assert only_end(policy, unit, part="heating") == date(2023, 2, 28)
    assert only_end(policy, replace(unit, dates={"sale": date(2022, 11, 1)}), part="heating") == date(
        2024, 2, 29
    )
    assert only_end(policy, replace(unit, region="harbin"), part="heating") == date(2024, 4, 20)
    assert only_end(policy, replace(unit, region="sanya"), part="heating") == date(2023, 2, 28)


def test_a_season_or_a_design_life_that_nobody_stated_must_be_filled_in() -> None:
    unit = UnitFacts(dates={"completion_acceptance": date(2023, 12, 20)})

    for part in ("cooling", "foundation"):
        decision = decide([shipped("WP-002-CONSTR")], unit, failed("2024-01-05", part))
        assert decision.chosen is not None
        assert decision.chosen.flags[0] == "term_not_stated"


# --- downtime (W-17, N-03)


def test_we_09_repair_time_is_added_at_the_end() -> None:
    assert only_end(GOODS, TV) == date(2025, 2, 11)
    assert decide([GOODS], TV, failed("2025-02-11"), roll=rolled).covered
    assert not decide([GOODS], TV, failed("2025-02-12"), roll=rolled).covered


def test_we_09_the_last_day_rolls_off_a_holiday_only_where_the_promise_says_so() -> None:
    unit = UnitFacts(dates={"invoice": date(2023, 10, 1)}, category="colour_tv")

    assert only_end(GOODS, unit) == date(2024, 10, 8)
    assert only_end(own("WP-N-GOODS", roll_last_day="no"), unit) == date(2024, 10, 1)


def test_the_roll_comes_after_the_downtime() -> None:
    # 2024-10-01 + 4 days in the shop is a holiday still; rolled first it would be the 12th.
    unit = UnitFacts(
        dates={"invoice": date(2023, 10, 1)},
        category="colour_tv",
        repairs=(in_shop("2024-03-04", "2024-03-08"),),
    )

    assert only_end(GOODS, unit) == date(2024, 10, 8)


def test_s8_twenty_days_in_the_shop_move_the_end_by_twenty_days_and_the_trace_says_so() -> None:
    unit = replace(TV, dates={"invoice": date(2024, 1, 10)}, repairs=(in_shop("2024-06-03", "2024-06-23"),))

    decision = decide([GOODS], unit, failed("2024-12-02"), roll=rolled)

    # 2025-01-10 and 20 days are 2025-01-30, in the Spring Festival holiday; work begins again on 2025-02-05.
    assert decision.chosen is not None
    assert decision.chosen.until == date(2025, 2, 5)
    assert {"W-17", "CAL-02", "N-03"} <= set(decision.cites)
    assert "2025-01-10 + 20 d = 2025-01-30" in [step.arithmetic for step in decision.chosen.steps]


@pytest.mark.parametrize(
    ("mode", "until"),
    [("none", "2025-01-10"), ("calendar_days", "2025-01-30"), ("wait_for_parts_only", "2025-01-15")],
)
def test_which_days_prolong_is_the_promises_word(mode: str, until: str) -> None:
    waits = (
        Wait(at("2024-06-05 09:00"), at("2024-06-10 09:00")),
        Wait(at("2024-06-12 09:00"), at("2024-06-18 09:00"), "transport"),
    )
    unit = replace(TV, repairs=(in_shop("2024-06-03", "2024-06-23", waits=waits),))

    assert only_end(own("WP-N-GOODS", downtime_extends=mode, roll_last_day="no"), unit) == date.fromisoformat(
        until
    )


def test_two_repairs_at_once_and_one_of_two_parts_count_once() -> None:
    twice = (
        in_shop("2024-04-01", "2024-04-13", part="tube", case="C-1"),
        in_shop("2024-04-01", "2024-04-13", part="ic", case="C-1"),
        in_shop("2024-04-10", "2024-04-16", case="C-2"),
    )

    assert only_end(own("WP-N-GOODS", roll_last_day="no"), replace(TV, repairs=twice)) == date(2025, 1, 25)


def test_only_repairs_under_warranty_that_began_in_the_term_prolong_it() -> None:
    policy = own("WP-N-GOODS", roll_last_day="no")
    paid = in_shop("2024-04-01", "2024-04-13", covered=False)
    before, late = in_shop("2024-01-02", "2024-01-20"), in_shop("2025-01-11", "2025-01-15")
    last = in_shop("2025-01-10", "2025-01-14")
    in_the_prolonged_days = in_shop("2025-01-14", "2025-01-20")

    assert only_end(policy, replace(TV, repairs=(paid, before, late))) == date(2025, 1, 10)
    assert only_end(policy, replace(TV, repairs=(last,))) == date(2025, 1, 14)
    assert only_end(policy, replace(TV, repairs=(in_the_prolonged_days, last))) == date(2025, 1, 20)


def test_a_repair_that_goes_on_counts_up_to_the_day_of_the_next_fault() -> None:
    unit = replace(TV, repairs=(in_shop("2025-01-03", None),))

    decision = decide([own("WP-N-GOODS", roll_last_day="no")], unit, failed("2025-01-15"))

    assert decision.covered
    assert decision.chosen is not None
    assert decision.chosen.until == date(2025, 1, 22)


def test_a_repair_without_times_prolongs_nothing() -> None:
    assert only_end(GOODS, replace(TV, repairs=(Repair(date(2024, 4, 13)),))) == date(2025, 1, 10)
