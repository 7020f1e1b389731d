"""What a customer may have for a car, and by the house rule (WE-13, WE-21), to the day and the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from entitle_given import (
    CALENDAR,
    CAR,
    DRIVEN,
    GOODS,
    asked,
    at,
    entitled,
    failed,
    in_shop,
)

from sanbao_warranty.policy import shipped
from sanbao_warranty.rules import (
    Replacement,
    Request,
    UnitFacts,
    Usage,
    Wait,
    entitle,
)

# --- the car (N-17…N-23)


def test_we_13_more_than_thirty_days_of_repair_give_exchange_or_return_less_the_use() -> None:
    found = entitled(CAR, DRIVEN, asked("2024-11-04", same_model_available=True))

    back = found.option("return")
    assert found.remedies == ("return", "exchange", "repair")
    assert (back.fee, back.refund) == (Decimal("13950.00"), Decimal("136050.00"))
    assert found.option("exchange").fee == Decimal("13950.00")
    assert [(shop.days, shop.loaner_days) for shop in found.repairs] == [(13, 8), (18, 13)]
    assert (found.answer_by, found.complete_by) == (date(2024, 11, 18), date(2024, 12, 2))
    assert found.also_owed == ("registration_fee", "accessories_less_depreciation", "service_fees")


@pytest.mark.parametrize(
    ("back_at", "waits", "may"),
    [
        ("2024-08-18 10:00", (), False),
        ("2024-08-18 10:01", (), True),
        ("2024-08-19 10:00", (Wait(at("2024-08-02 09:00"), at("2024-08-03 10:00"), "transport"),), False),
        ("2024-08-19 10:00", (Wait(at("2024-08-02 09:00"), at("2024-08-03 10:00"), "parts"),), True),
    ],
)
def test_thirty_days_are_not_more_than_thirty_and_transport_does_not_count(
    back_at: str, waits: tuple[Wait, ...], may: bool
) -> None:
    unit = replace(DRIVEN, repairs=(DRIVEN.repairs[0], in_shop("2024-08-01 10:00", back_at, waits=waits)))

    assert ("return" in entitled(CAR, unit, asked("2024-11-04")).remedies) is may


@pytest.mark.parametrize(("times", "may"), [(4, False), (5, True)])
def test_the_same_fault_repaired_more_than_four_times(times: int, may: bool) -> None:
    repairs = tuple(
        in_shop(f"2024-{month:02}-02", f"2024-{month:02}-03", fault_code="P0300")
        for month in range(3, 3 + times)
    )
    unit = replace(DRIVEN, repairs=repairs)
    again = asked("2024-11-04", fault=failed("2024-11-04", fault_code="P0300"))
    other = asked("2024-11-04", fault=failed("2024-11-04", fault_code="C1234"))

    assert ("return" in entitled(CAR, unit, again).remedies) is may
    assert "return" not in entitled(CAR, unit, other).remedies


@pytest.mark.parametrize(("is_serious", "may"), [(True, True), (False, False)])
def test_two_repairs_of_serious_faults_and_a_new_serious_one(is_serious: bool, may: bool) -> None:
    repairs = tuple(in_shop(f"2024-0{month}-02", f"2024-0{month}-03", is_serious=True) for month in (3, 5))

    found = entitled(CAR, replace(DRIVEN, repairs=repairs), asked("2024-11-04", is_serious=is_serious))

    assert ("return" in found.remedies) is may


@pytest.mark.parametrize(
    ("replaced", "failing", "may"),
    [
        ([("engine", 3), ("engine", 6)], "engine", True),
        ([("engine", 3)], "engine", False),
        ([("engine", 3), ("engine", 6)], "seat", False),
        ([("rack", 3), ("rack", 6)], "rack", True),
        ([("rack", 3), ("caliper", 6)], "rack", False),
        ([("mat", 3), ("mat", 6)], "mat", False),
    ],
)
def test_an_assembly_or_the_same_main_part_replaced_twice(
    replaced: list[tuple[str, int]], failing: str, may: bool
) -> None:
    unit = replace(
        DRIVEN,
        repairs=(),
        key_parts=frozenset({"rack", "caliper"}),
        replacements=tuple(Replacement(part, date(2024, month, 2)) for part, month in replaced),
    )

    assert (
        "return"
        in entitled(CAR, unit, asked("2024-11-04", fault=failed("2024-11-04", part=failing))).remedies
    ) is may


def test_a_part_replaced_during_a_repair_is_counted_once() -> None:
    repair = in_shop("2024-03-01", "2024-03-05", part="engine", replaced=True)
    unit = replace(DRIVEN, repairs=(repair,), replacements=(Replacement("engine", date(2024, 3, 3)),))

    assert (
        "return"
        not in entitled(CAR, unit, asked("2024-11-04", fault=failed("2024-11-04", part="engine"))).remedies
    )


@pytest.mark.parametrize(
    ("day", "km", "fault_class", "may"),
    [
        ("2024-02-13", 10, "assembly_replacement_needed", True),
        # The seventh day falls into the Spring Festival holiday; work begins again on 2024-02-18.
        ("2024-02-18", 10, "assembly_replacement_needed", True),
        ("2024-02-19", 10, "assembly_replacement_needed", False),
        ("2024-04-07", 3000, "brake_failure", True),
        ("2024-04-07", 3001, "brake_failure", False),
        ("2024-04-08", 3000, "brake_failure", False),
        ("2024-04-07", 3000, "rattle", False),
    ],
)
def test_the_cars_windows_by_day_distance_and_class_of_fault(
    day: str, km: int, fault_class: str, may: bool
) -> None:
    unit = replace(DRIVEN, repairs=(), usage=(Usage(date.fromisoformat(day), Decimal(km)),))

    found = entitled(
        CAR, unit, asked(day, fault=failed(day, fault_class=fault_class), same_model_available=True)
    )

    assert ("return" in found.remedies) is may
    assert not may or found.option("return").refund == Decimal("150000.00")


def test_without_a_reading_the_use_of_a_car_is_not_guessed() -> None:
    found = entitled(CAR, replace(DRIVEN, usage=()), asked("2024-11-04", same_model_available=True))

    assert (found.option("return").refund, "usage_missing" in found.flags) == (None, True)


# --- ex-factory (RET-03)

MADE = UnitFacts(dates={"ex_factory": date(2024, 1, 31), "sale": date(2024, 2, 20)}, price=Decimal("1200.00"))
HOUSE = shipped("WP-002-RMA")


def own_quality(day: str, **more: object) -> Request:
    return asked(day, fault=failed("2024-04-29", product_caused=True), **more)


def test_we_21_three_months_from_the_factory_by_the_day_of_the_request() -> None:
    inside = entitled(HOUSE, MADE, own_quality("2024-04-30"))
    after = entitled(HOUSE, MADE, own_quality("2024-05-01"))

    assert inside.option("return").refund == Decimal("1200.00")
    assert after.option("return") is None
    assert [(one.remedy, one.needs, one.refund) for one in after.proposals] == [
        ("return", "special_case", Decimal("1200.00"))
    ]


def test_we_21_with_the_approval_a_special_case_may_be_returned() -> None:
    found = entitled(HOUSE, MADE, own_quality("2024-05-01", special_case=True))

    assert found.option("return").refund == Decimal("1200.00")
    assert "RET-03" in found.cites


def test_a_problem_that_is_not_the_products_own_is_no_special_case_either() -> None:
    request = asked("2024-05-01", fault=failed("2024-04-29", product_caused=False), special_case=True)

    assert entitled(HOUSE, MADE, request).option("return") is None


def test_amb_24_the_house_rule_never_undercuts_the_law_for_a_consumer() -> None:
    unit = UnitFacts(
        dates={"ex_factory": date(2023, 9, 1), "invoice": date(2024, 3, 5)},
        price=Decimal(900),
        category="colour_tv",
    )
    consumer = asked("2024-03-08", fault=failed("2024-03-08", product_caused=True))

    assert entitle([HOUSE, GOODS], unit, consumer, calendar=CALENDAR).option("return").promise == "WP-N-GOODS"
    assert (
        entitle([HOUSE, GOODS], unit, replace(consumer, is_consumer=False), calendar=CALENDAR).option(
            "return"
        )
        is None
    )
