"""The worked examples WE-01, 02, 03, 05, 06 and the scenarios S6, S28, with the figures of the domain catalogue."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar.periods import Period
from sanbao.decision import decision_from_json, to_json
from sanbao_warranty.policy import dump, load, shipped
from sanbao_warranty.rules import (
    Cost,
    Fault,
    Replacement,
    UnitFacts,
    charge,
    decide,
    ends,
    remedy_due,
    service_category,
    start_day,
)

CHINA = ZoneInfo("Asia/Shanghai")
THREE_FIVE = shipped("WP-000-3Y5Y")
FIVE = shipped("WP-000-5Y")
TEN = shipped("WP-000-10Y")
THREE_MONTHS = shipped("WP-003-3M")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def failed(moment, part=None, **more):
    return Fault(received_at=at(moment), occurred_at=at(moment), occurred_evidenced=True, part=part, **more)


PUMP_SET = UnitFacts(dates={"site_acceptance": date(2024, 2, 29)}, key_parts=frozenset({"PLC"}))
TEN_YEARS = UnitFacts(dates={"sale": date(2019, 6, 1)})


@pytest.mark.parametrize(
    "part, moment, covered",
    [
        ("pump", "2027-02-28 23:50", True),
        ("pump", "2027-03-01 00:05", False),
        ("PLC", "2029-02-28 12:00", True),
        ("PLC", "2029-03-01 00:00", False),
    ],
)
def test_we_01_a_term_from_a_leap_day_ends_on_the_28th(part, moment, covered):
    decision = decide([THREE_FIVE], PUMP_SET, failed(moment, part))

    assert decision.covered is covered
    assert decision.chosen.until == (date(2029, 2, 28) if part == "PLC" else date(2027, 2, 28))


def test_we_01_the_decision_says_why_and_what_would_change_it():
    decision = decide([THREE_FIVE], PUMP_SET, failed("2027-03-01 00:05", "pump"))

    assert {"W-01", "W-03", "CAL-01", "W-19", "CAL-11"} <= set(decision.cites)
    assert str(decision.sentence) == "Not covered since 2027-03-01: the term of WP-000-3Y5Y ended on 2027-02-28."
    assert [str(change) for change in decision.chosen.changes] == [
        "Had it failed on or before 2027-02-28, it would be free.",
        "Had the term begun on 2024-03-01 or later, it would be free.",
    ]


def test_we_01_every_end_of_the_unit_and_its_key_part_is_listed():
    found = {(end.kind, end.part): end.until for end in ends(THREE_FIVE, PUMP_SET)}

    assert found == {("repair", None): date(2027, 2, 28), ("repair", "PLC"): date(2029, 2, 28)}


def test_we_02_of_two_promises_of_one_bid_the_kinder_counts_and_both_are_told():
    unit = UnitFacts(dates={"site_acceptance": date(2022, 6, 15)}, key_parts=frozenset({"PLC"}))

    decision = decide([THREE_FIVE, FIVE], unit, failed("2026-01-10 10:00", "fan"))

    assert decision.covered
    assert decision.chosen.promise == "WP-000-5Y"
    assert [(a.promise, a.covered, a.until) for a in decision.answers] == [
        ("WP-000-5Y", True, date(2027, 6, 15)),
        ("WP-000-3Y5Y", False, date(2025, 6, 15)),
    ]


def test_we_03_a_replaced_part_outlives_the_machine_but_only_that_part():
    unit = UnitFacts(
        dates={"site_acceptance": date(2023, 5, 10)}, replacements=(Replacement("fan", date(2025, 8, 20)),)
    )

    fan = decide([THREE_FIVE], unit, failed("2027-01-05 09:00", "fan"))
    motor = decide([THREE_FIVE], unit, failed("2027-01-05 09:00", "motor"))

    assert (fan.covered, fan.chosen.source, fan.chosen.until) == (True, "part", date(2028, 8, 20))
    assert (motor.covered, motor.chosen.until) == (False, date(2026, 5, 10))
    assert "W-07" in fan.cites


def test_we_05_the_ends_of_exchange_and_repair_differ():
    found = {end.kind: end.until for end in ends(TEN, TEN_YEARS)}

    assert (found["repair"], found["exchange"]) == (date(2024, 6, 1), date(2029, 6, 1))


def test_we_05a_a_listed_fault_in_year_seven_is_free_with_every_remedy():
    decision = decide([TEN], TEN_YEARS, failed("2026-03-15 08:00", fault_class="line_fault"))

    assert (decision.covered, decision.chosen.kind) == (True, "exchange")
    assert set(decision.chosen.remedies) == {"return", "exchange", "repair"}
    assert charge(decision, [Cost("material", Decimal("460.00"))]).total == Decimal("0.00")


def test_we_05b_the_day_after_ten_years_material_is_charged():
    decision = decide([TEN], TEN_YEARS, failed("2029-06-02 08:00", fault_class="line_fault"))

    paid = charge(decision, [Cost("labour", Decimal("120.00")), Cost("material", Decimal("460.00"))])

    assert not decision.covered
    assert [line.amount for line in paid.lines] == [Decimal("0.00"), Decimal("460.00")]
    assert "lifetime_service" in decision.chosen.flags
    assert service_category(decision) == "after_warranty"


def test_we_05c_misuse_in_the_term_pays_the_camera_but_no_small_part():
    fault = failed("2023-02-01 08:00", "camera", cause="misuse", evidence=True)

    decision = decide([TEN], TEN_YEARS, fault)
    paid = charge(
        decision,
        [Cost("material", Decimal("12.00")), Cost("material", Decimal("460.00")), Cost("labour", Decimal("90.00"))],
    )

    assert not decision.covered
    assert [line.amount for line in paid.lines] == [Decimal("0.00"), Decimal("460.00"), Decimal("0.00")]
    assert paid.total == Decimal("460.00")
    assert str(decision.sentence) == "Not free of charge: WP-000-10Y excludes misuse, and it is proven."


def test_we_05d_an_unlisted_fault_that_the_product_did_not_cause_is_not_covered():
    fault = failed("2026-03-15 08:00", fault_class="scratch", product_caused=False)

    assert not decide([TEN], TEN_YEARS, fault).covered


def test_an_unlisted_fault_that_the_product_caused_counts_as_listed():
    fault = failed("2026-03-15 08:00", fault_class="hum", product_caused=True)

    assert decide([TEN], TEN_YEARS, fault).chosen.kind == "exchange"


@pytest.mark.parametrize("manufacturer_end, until", [(date(2025, 1, 5), date(2025, 1, 5)), (None, date(2024, 6, 20))])
def test_we_06_the_latest_of_contract_floor_and_manufacturer_counts(manufacturer_end, until):
    unit = UnitFacts(
        dates={"site_acceptance": date(2024, 3, 20)},
        agreed_terms={"WP-003-3M": Period(months=2)},
        manufacturer_end=manufacturer_end,
    )

    (end,) = ends(THREE_MONTHS, unit)

    assert (end.until, end.stated) == (until, True)
    assert decide([THREE_MONTHS], unit, failed(f"{until} 23:59")).covered
    assert not decide([THREE_MONTHS], unit, failed("2025-01-06 00:00")).covered


def test_the_floor_holds_even_where_the_contract_term_is_not_stated():
    unit = UnitFacts(dates={"site_acceptance": date(2024, 3, 20)})

    inside = decide([THREE_MONTHS], unit, failed("2024-06-20 12:00"))
    after = decide([THREE_MONTHS], unit, failed("2024-06-21 12:00"))

    assert inside.covered
    assert "must be filled in" in str(after.sentence)


def test_s6_a_late_claim_is_judged_on_the_day_of_the_failure_where_that_is_evidenced():
    late = {"received_at": at("2027-03-20 09:00"), "occurred_at": at("2027-02-20 09:00"), "part": "pump"}

    proven = decide([THREE_FIVE], PUMP_SET, Fault(**late, occurred_evidenced=True))
    claimed = decide([THREE_FIVE], PUMP_SET, Fault(**late))

    assert (proven.covered, proven.decided_on) == (True, date(2027, 2, 20))
    assert (claimed.covered, claimed.decided_on) == (False, date(2027, 3, 20))
    assert str(claimed.chosen.changes[0]) == "Evidence that it failed on or before 2027-02-28 would make it free."


def test_the_day_is_the_companys_and_not_greenwichs():
    fault = Fault(received_at=datetime(2027, 2, 28, 16, 5, tzinfo=ZoneInfo("UTC")), part="pump")

    assert not decide([THREE_FIVE], PUMP_SET, fault).covered
    assert decide([THREE_FIVE], PUMP_SET, fault, zone=ZoneInfo("Europe/Berlin")).covered


def test_s28_an_old_case_is_judged_by_the_version_that_was_bound():
    data = dump(THREE_FIVE)
    data["version"] = "2"
    data["guarantees"][0]["term"] = "1y"
    fault = failed("2026-01-10 10:00", "fan")

    old, new = decide([THREE_FIVE], PUMP_SET, fault), decide([load(data)], PUMP_SET, fault)

    assert (old.covered, old.chosen.version) == (True, 1)
    assert (new.covered, new.chosen.version) == (False, 2)


def test_a_stored_decision_comes_back_equal_in_what_counts():
    decision = decide([THREE_FIVE, FIVE], PUMP_SET, failed("2026-01-10 10:00", "fan"))

    again = decision_from_json(to_json(decision))

    assert (again.covered, again.chosen.until, again.cites) == (True, decision.chosen.until, decision.cites)
    assert str(again.sentence) == str(decision.sentence)


def test_same_day_means_24_00_of_the_day_of_the_report():
    due = remedy_due(FIVE, Fault(received_at=at("2024-05-06 22:30")))

    assert due == at("2024-05-07 00:00")
    assert remedy_due(THREE_FIVE, Fault(received_at=at("2024-05-06 22:30"))) is None


def test_without_an_acceptance_the_next_known_day_starts_the_term_and_a_flag_says_so():
    unit = UnitFacts(dates={"sale": date(2024, 1, 1), "delivery": date(2024, 1, 9)})

    start, steps = start_day(THREE_FIVE, unit)
    decision = decide([THREE_FIVE], unit, failed("2024-05-01 08:00"))

    assert start == date(2024, 1, 9)
    assert steps[0].rule == "W-01"
    assert "start_fallback" in decision.chosen.flags


def test_a_delivery_that_stands_in_waits_the_days_the_policy_says():
    policy = load({**dump(THREE_FIVE), "max_fallback_days": "30"})

    assert start_day(policy, UnitFacts(dates={"delivery": date(2024, 1, 9)}))[0] == date(2024, 2, 8)


def test_a_delivery_that_was_agreed_as_the_start_does_not_wait():
    policy = load({**dump(THREE_FIVE), "start_events": ["delivery"], "max_fallback_days": "30"})

    assert start_day(policy, UnitFacts(dates={"delivery": date(2024, 1, 9)}))[0] == date(2024, 1, 9)


def test_without_any_day_the_clerk_is_told_which_to_enter():
    decision = decide([THREE_FIVE], UnitFacts(dates={}), failed("2024-05-01 08:00"))

    assert not decision.covered
    assert "site acceptance, handover, delivery, sale" in str(decision.sentence)


def test_a_fault_before_the_start_is_not_yet_covered_and_on_the_day_it_is():
    assert not decide([THREE_FIVE], PUMP_SET, failed("2024-02-28 23:59")).covered
    assert decide([THREE_FIVE], PUMP_SET, failed("2024-02-29 00:00")).covered


@pytest.mark.parametrize("evidence, covered, flag", [(False, True, "exclusion_unproven"), (True, False, "excluded")])
def test_an_excluded_cause_counts_only_with_evidence(evidence, covered, flag):
    decision = decide([THREE_FIVE], PUMP_SET, failed("2024-05-01 08:00", cause="misuse", evidence=evidence))

    assert decision.covered is covered
    assert flag in decision.chosen.flags
    assert any("photo or report proving misuse" in str(change) for change in decision.chosen.changes)
    assert service_category(decision) == "in_warranty"


def test_exclusions_written_as_an_empty_list_exclude_nothing():
    policy = load({**dump(FIVE), "exclusions": []})

    assert decide([policy], PUMP_SET, failed("2024-05-01 08:00", cause="misuse", evidence=True)).covered


def test_a_moment_without_a_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        Fault(received_at=datetime(2024, 1, 1))  # noqa: DTZ001
