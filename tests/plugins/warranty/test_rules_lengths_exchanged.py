"""What moves the end of a term: usage, exchanges, parts and rulings (S7, W-15, W-16, W-20), both sides of each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from lengths_given import (
    GOODS,
    TV,
    failed,
    in_shop,
    only_end,
    own,
    rolled,
)

from sanbao.calendar.periods import Period
from sanbao.coverage.facts import Override
from sanbao.decision import decision_from_json, to_json
from sanbao_warranty.policy import shipped
from sanbao_warranty.rules import (
    Exchange,
    Replacement,
    UnitFacts,
    Usage,
    decide,
    ends,
    start_day,
)

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
