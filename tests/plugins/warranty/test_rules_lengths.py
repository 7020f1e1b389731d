"""What moves the end of a term: WE-04, WE-07, WE-09, S7, S8, and the rules W-10, W-14…W-17, W-20, both sides of each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar import roll
from sanbao.calendar.official import official_calendar
from sanbao.calendar.periods import Period
from sanbao.coverage.facts import Override
from sanbao.decision import decision_from_json, to_json
from sanbao_warranty.policy import Policy, dump, load, shipped
from sanbao_warranty.rules import (
    Exchange,
    Extension,
    Fault,
    FinalTest,
    Repair,
    Replacement,
    UnitFacts,
    Usage,
    Wait,
    decide,
    ends,
    is_test_missing,
    start_day,
)
from sanbao_warranty.rules import (
    test_window as window_of_test,
)

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()


def rolled(day: date) -> date:
    return roll(day, CALENDAR).day


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def failed(day: str, part: str | None = None, **more: object) -> Fault:
    return Fault(received_at=at(f"{day} 12:00"), part=part, **more)  # type: ignore[arg-type]


def in_shop(first: str, last: str | None, **more: object) -> Repair:
    back = date.fromisoformat(last) if last else None
    ended = at(f"{last} 16:00") if last else None
    return Repair(back, started_at=at(f"{first} 10:00"), ended_at=ended, **more)  # type: ignore[arg-type]


def own(base: str, **changes: object) -> Policy:
    return load({**dump(shipped(base)), **changes})


def only_end(policy: Policy, unit: UnitFacts, kind: str = "repair", part: str | None = None) -> date | None:
    return {(end.kind, end.part): end.until for end in ends(policy, unit, rolled)}[kind, part]


FREE = shipped("WP-000-FREE")
THREE_YEARS = {"WP-000-FREE": Period(years=3)}
TESTED = UnitFacts(dates={"site_acceptance": date(2023, 5, 10)}, agreed_terms=THREE_YEARS)
TV = UnitFacts(
    dates={"invoice": date(2024, 1, 10)},
    category="colour_tv",
    repairs=(in_shop("2024-04-01", "2024-04-13"), in_shop("2024-09-05", "2024-09-25")),
)
GOODS = shipped("WP-N-GOODS")


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


# --- usage (N-17)


@pytest.mark.parametrize(
    ("readings", "until"),
    [
        ([], "2026-02-06"),
        ([("2025-03-01", "50000")], "2026-02-06"),
        ([("2025-03-01", "50000.1")], "2025-02-28"),
        ([("2025-03-01", "49000"), ("2025-06-01", "52000"), ("2025-09-01", "58000")], "2025-05-31"),
        ([("2026-02-07", "52000")], "2026-02-06"),
    ],
)
def test_two_years_or_fifty_thousand_kilometres_whichever_comes_first(
    readings: list[tuple[str, str]], until: str
) -> None:
    usage = tuple(Usage(date.fromisoformat(on), Decimal(km)) for on, km in readings)
    car = UnitFacts(dates={"invoice": date(2024, 2, 1), "delivery": date(2024, 2, 6)}, usage=usage)

    assert only_end(shipped("WP-N-CAR"), car, "three_guarantees") == date.fromisoformat(until)


def test_hours_do_not_use_up_kilometres() -> None:
    car = UnitFacts(
        dates={"delivery": date(2024, 2, 6)}, usage=(Usage(date(2024, 3, 1), Decimal(70000), "hours"),)
    )

    assert only_end(shipped("WP-N-CAR"), car, "three_guarantees") == date(2026, 2, 6)


# --- exchanged units (S7, N-06) and goods that failed acceptance (W-20)

OLD = UnitFacts(dates={"sale": date(2024, 1, 1)})
DAY_200 = date(2024, 7, 19)
YEAR = {"kind": "repair", "term": "1y", "remedies": ["repair"]}


@pytest.mark.parametrize(
    ("term", "exchanged_on", "until"),
    [
        ("restart", DAY_200, "2025-07-19"),
        ("inherit", DAY_200, "2025-01-01"),
        ("minimum", DAY_200, "2025-01-01"),
        ("minimum", date(2024, 11, 30), "2025-02-28"),
    ],
)
def test_s7_an_exchanged_unit_restarts_inherits_or_has_a_least_term(
    term: str, exchanged_on: date, until: str
) -> None:
    policy = own(
        "WP-000-3Y5Y", start_events=["sale"], guarantees=[YEAR], on_exchange={"term": term, "least": "3m"}
    )
    unit = UnitFacts(dates={"delivery": exchanged_on}, exchanged=Exchange(exchanged_on, OLD))

    decision = decide([policy], unit, failed(until))

    assert decision.covered
    assert only_end(policy, unit) == date.fromisoformat(until)
    assert "N-06" in decision.cites
    assert not decide([policy], unit, failed(str(date.fromisoformat(until) + timedelta(days=1)))).covered


def test_s7_what_the_old_unit_lost_in_the_shop_goes_over_to_the_new_one() -> None:
    policy = own("WP-000-3Y5Y", start_events=["sale"], guarantees=[YEAR], downtime_extends="calendar_days")
    old = replace(OLD, repairs=(in_shop("2024-03-01", "2024-03-11"),))
    unit = UnitFacts(
        dates={}, exchanged=Exchange(DAY_200, old), repairs=(in_shop("2024-10-01", "2024-10-06"),)
    )

    assert only_end(policy, unit) == date(2025, 1, 16)


def test_s7_a_unit_exchanged_twice_goes_on_from_the_first() -> None:
    policy = own("WP-000-3Y5Y", start_events=["sale"], guarantees=[YEAR])
    second = UnitFacts(dates={}, exchanged=Exchange(DAY_200, OLD))
    third = UnitFacts(dates={}, exchanged=Exchange(date(2024, 9, 1), second))

    assert only_end(policy, third) == date(2025, 1, 1)


def test_the_windows_of_the_law_are_not_begun_anew_by_an_exchange() -> None:
    old = UnitFacts(dates={"invoice": date(2024, 3, 5)}, category="colour_tv")
    unit = UnitFacts(dates={}, category="colour_tv", exchanged=Exchange(date(2024, 3, 11), old))

    assert only_end(GOODS, unit, "return") == date(2024, 3, 12)
    assert only_end(GOODS, unit) == date(2025, 3, 11)


def test_w_20_goods_that_fail_their_acceptance_are_replaced_before_any_term_begins() -> None:
    unit = UnitFacts(dates={"delivery": date(2024, 3, 1)}, acceptance_failed_on=date(2024, 3, 8))

    decision = decide([shipped("WP-000-3Y5Y")], unit, failed("2024-03-09"))

    assert (decision.covered, decision.chosen and decision.chosen.remedies) == (True, ("replace_unit",))
    assert decision.chosen is not None
    assert decision.chosen.start is None
    assert "W-20" in decision.cites
    assert start_day(shipped("WP-000-3Y5Y"), unit)[0] is None


def test_w_20_a_later_acceptance_begins_the_term_and_so_does_that_of_the_replacement() -> None:
    policy = shipped("WP-000-3Y5Y")
    refused = UnitFacts(dates={"delivery": date(2024, 3, 1)}, acceptance_failed_on=date(2024, 3, 8))
    healed = replace(refused, dates={**refused.dates, "site_acceptance": date(2024, 3, 20)})
    waiting = UnitFacts(dates={}, exchanged=Exchange(date(2024, 3, 15), refused))
    replaced = replace(waiting, dates={"site_acceptance": date(2024, 4, 2)})

    assert start_day(policy, healed)[0] == date(2024, 3, 20)
    assert start_day(policy, waiting)[0] is None
    assert start_day(policy, replaced)[0] == date(2024, 4, 2)


def test_w_20_a_law_that_runs_from_the_invoice_does_not_wait() -> None:
    unit = UnitFacts(
        dates={"invoice": date(2024, 3, 1)}, category="colour_tv", acceptance_failed_on=date(2024, 3, 8)
    )

    assert only_end(GOODS, unit) == date(2025, 3, 3)


# --- parts that are repaired or replaced (N-15, N-25)


def test_n_15_a_replaced_main_part_begins_its_own_term_anew_and_another_part_does_not() -> None:
    unit = UnitFacts(
        dates={"invoice": date(2024, 1, 10)},
        category="disc_player",
        key_parts=frozenset({"laser"}),
        replacements=(Replacement("laser", date(2025, 6, 2)), Replacement("knob", date(2024, 12, 2))),
    )

    found = {end.part: end.until for end in ends(shipped("WP-N-AV"), unit)}

    assert (found["laser"], found["knob"], found[None]) == (
        date(2027, 6, 2),
        date(2025, 1, 10),
        date(2025, 1, 10),
    )


def test_n_25_a_repaired_part_begins_anew_and_the_others_gain_the_time_of_the_repair() -> None:
    unit = UnitFacts(
        dates={"delivery": date(2024, 1, 10)},
        category="refrigerator",
        repairs=(in_shop("2024-06-03", "2024-06-10", part="door"),),
    )
    policy = own("WP-N-ZHEJIANG", roll_last_day="no")

    assert decide([policy], unit, failed("2025-06-10", "door")).covered
    assert not decide([policy], unit, failed("2025-06-11", "door")).covered
    assert decide([policy], unit, failed("2025-01-17", "lamp")).covered
    assert not decide([policy], unit, failed("2025-01-18", "lamp")).covered


# --- rulings, latent defects, burden of proof (W-15, W-16, N-28)


def test_w_15_a_deemed_admission_is_free_although_misuse_is_proven_and_the_ruling_stays_in_the_trace() -> (
    None
):
    ruled = Override("self", "SLA-06", "30分钟内未到达现场")
    unit = UnitFacts(dates={"site_acceptance": date(2024, 2, 29)})
    fault = failed("2024-05-01", cause="misuse", evidence=True, override=ruled)

    decision = decide([shipped("WP-000-3Y5Y")], unit, fault)

    assert decision.covered
    assert decision.chosen is not None
    assert (decision.chosen.source, decision.chosen.bearer, dict(decision.chosen.charge_rates)) == (
        "override",
        "self",
        {},
    )
    assert {"W-15", "SLA-06"} <= set(decision.cites)
    assert [answer.promise for answer in decision.answers if not answer.covered] == ["WP-000-3Y5Y"]
    assert "30分钟内未到达现场" in str(decision.chosen.steps[0].text)
    assert decision_from_json(to_json(decision)).covered


def test_w_15_without_the_ruling_the_same_misuse_is_paid() -> None:
    unit = UnitFacts(dates={"site_acceptance": date(2024, 2, 29)})

    assert not decide(
        [shipped("WP-000-3Y5Y")], unit, failed("2024-05-01", cause="misuse", evidence=True)
    ).covered


@pytest.mark.parametrize(("cause", "covered"), [("design", True), ("material", True), ("wear", False)])
def test_w_16_a_latent_defect_is_covered_for_the_service_life_by_its_cause(cause: str, covered: bool) -> None:
    unit = UnitFacts(dates={"sale": date(2019, 6, 1)})

    decision = decide([shipped("WP-000-10Y")], unit, failed("2028-05-01", cause=cause))

    assert decision.covered is covered
    assert not covered or (decision.chosen is not None and decision.chosen.kind == "latent_defect")


@pytest.mark.parametrize(("day", "covered"), [("2024-07-10", True), ("2024-07-11", False)])
def test_n_28_the_burden_of_proof_is_ours_for_six_months(day: str, covered: bool) -> None:
    policy = own("WP-000-3Y5Y", start_events=["sale"], proof_within="6m")
    unit = UnitFacts(dates={"sale": date(2024, 1, 10)})

    assert decide([policy], unit, failed(day, cause="misuse")).covered is covered


def test_n_30_an_agreed_term_shorter_than_the_law_leaves_the_law_standing() -> None:
    short = own("WP-000-3Y5Y", code="AGREED", start_events=["invoice"], guarantees=[{**YEAR, "term": "3m"}])
    unit = UnitFacts(dates={"invoice": date(2024, 1, 10)}, category="colour_tv")

    decision = decide([short, GOODS], unit, failed("2024-12-02"))

    assert decision.covered
    assert decision.chosen is not None
    assert decision.chosen.promise == "WP-N-GOODS"


def test_a_law_says_that_it_was_not_yet_in_force_when_the_term_began() -> None:
    old = UnitFacts(dates={"delivery": date(2021, 12, 31)})

    flags = decide([shipped("WP-N-CAR")], old, failed("2022-06-01")).chosen.flags  # type: ignore[union-attr]

    assert "before_in_force" in flags


@pytest.mark.parametrize(
    ("agreed", "until"),
    [(None, "2024-07-10"), (Period(months=1), "2024-04-10"), (Period(years=1), "2025-01-10")],
)
def test_n_26_beijing_takes_what_was_agreed_never_under_three_months_else_six(
    agreed: Period | None, until: str
) -> None:
    terms = {"WP-N-BEIJING": agreed} if agreed else {}
    unit = UnitFacts(dates={"delivery": date(2024, 1, 10)}, agreed_terms=terms)

    assert only_end(shipped("WP-N-BEIJING"), unit) == date.fromisoformat(until)


def test_n_12_an_accessory_has_its_own_term_and_never_the_phones() -> None:
    phone = UnitFacts(dates={"invoice": date(2024, 1, 10)})
    found = {(end.kind, end.part): end.until for end in ends(shipped("WP-N-PHONE"), phone)}

    assert found["repair", None] == date(2025, 1, 10)
    assert found["accessory", "battery"] == date(2024, 7, 10)
    assert ("repair", "battery") not in found
    assert found["accessory", "wired_earphone"] == date(2024, 4, 10)


def test_n_07_a_repair_is_guaranteed_thirty_days_on_its_own() -> None:
    unit = replace(TV, repairs=(in_shop("2025-01-06", "2025-01-08", part="tube"),), category="microwave")

    assert decide([GOODS], unit, failed("2025-02-07", "tube"), roll=rolled).covered
    assert not decide([GOODS], unit, failed("2025-02-08", "tube"), roll=rolled).covered
