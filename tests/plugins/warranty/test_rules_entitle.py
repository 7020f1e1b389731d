"""What a customer may have: WE-08, WE-10…WE-13, WE-21 to the day and the cent, and both sides of every limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar.official import official_calendar
from sanbao.calendar.periods import Period
from sanbao.money import Currency
from sanbao_warranty.policy import Policy, dump, load, shipped
from sanbao_warranty.rules import (
    Entitlement,
    Exchange,
    Fault,
    Override,
    Repair,
    Replacement,
    Request,
    UnitFacts,
    Usage,
    Wait,
    entitle,
)

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()
GOODS, ZHEJIANG, CAR, PHONE = (shipped(f"WP-N-{name}") for name in ("GOODS", "ZHEJIANG", "CAR", "PHONE"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def failed(day: str, **more: object) -> Fault:
    return Fault(received_at=at(f"{day} 12:00"), **more)  # type: ignore[arg-type]


def asked(day: str, on: str | None = None, fault: Fault | None = None, **more: object) -> Request:
    return Request(fault or failed(day), date.fromisoformat(on or day), **more)  # type: ignore[arg-type]


def in_shop(first: str, last: str | None, **more: object) -> Repair:
    """A repair from a moment to a moment; a bare day means ten in the morning."""
    started, ended = (
        at(text if " " in text else f"{text} 10:00") if text else None for text in (first, last)
    )
    return Repair(ended.date() if ended else None, started_at=started, ended_at=ended, **more)  # type: ignore[arg-type]


def own(base: Policy, **changes: object) -> Policy:
    return load({**dump(base), **changes})


def entitled(policy: Policy, unit: UnitFacts, request: Request, **more: object) -> Entitlement:
    return entitle([policy], unit, request, calendar=CALENDAR, **more)  # type: ignore[arg-type]


TV = UnitFacts(dates={"invoice": date(2024, 1, 10)}, price=Decimal("4999.00"), category="colour_tv")
TWICE = replace(TV, repairs=(in_shop("2024-04-01", "2024-04-13"), in_shop("2024-09-05", "2024-09-25")))


# --- windows of days (N-01, N-02, RET-10)


@pytest.mark.parametrize(
    ("day", "remedies"),
    [
        ("2024-03-12", ("return", "exchange", "repair")),
        ("2024-03-13", ("exchange", "repair")),
        ("2024-03-20", ("exchange", "repair")),
        ("2024-03-21", ("repair",)),
    ],
)
def test_we_08_seven_and_fifteen_days(day: str, remedies: tuple[str, ...]) -> None:
    unit = replace(TV, dates={"invoice": date(2024, 3, 5)}, price=Decimal("3200.00"))

    found = entitled(GOODS, unit, asked(day, same_model_available=True))

    assert found.remedies == remedies
    assert "return" not in remedies or found.option("return").refund == Decimal("3200.00")


def test_a_window_is_judged_by_the_day_of_the_fault_and_not_of_the_request() -> None:
    unit = replace(TV, dates={"invoice": date(2024, 3, 5)})

    found = entitled(GOODS, unit, asked("2024-03-12", on="2024-03-18", same_model_available=True))

    assert found.option("return").until == date(2024, 3, 12)


def test_a_proven_misuse_gives_nothing_and_an_alleged_one_everything() -> None:
    unit = replace(TV, dates={"invoice": date(2024, 3, 5)})
    day = date(2024, 3, 8)

    proven = Request(failed("2024-03-08", cause="misuse", evidence=True), day)
    alleged = Request(failed("2024-03-08", cause="misuse"), day)

    assert entitled(GOODS, unit, proven).options == ()
    assert entitled(GOODS, unit, alleged).remedies == ("return", "exchange", "repair")


# --- two repairs and the depreciation (N-04, N-08)


def test_we_10_the_refund_is_less_the_days_of_use() -> None:
    found = entitled(GOODS, TWICE, asked("2024-12-20", same_model_available=True))

    back = found.option("return")
    assert (back.price, back.fee, back.refund) == (Decimal("4999.00"), Decimal("1564.69"), Decimal("3434.31"))
    assert found.remedies == ("return", "exchange", "repair")
    assert found.option("exchange").recover_from == "producer"
    assert {"N-04", "N-08"} <= set(found.cites)
    assert "4999.00 × 0.001 × (345 − 32) = 1564.69" in [step.arithmetic for step in found.steps]


def test_we_10_without_the_same_model_everything_goes_back() -> None:
    found = entitled(GOODS, TWICE, asked("2024-12-20", same_model_available=False))

    back = found.option("return")
    assert (back.fee, back.refund) == (Decimal("0.00"), Decimal("4999.00"))
    assert found.remedies == ("return", "repair", "exchange_other")


@pytest.mark.parametrize(("repairs", "may"), [(TWICE.repairs[:1], False), (TWICE.repairs, True)])
def test_one_repair_is_not_two(repairs: tuple[Repair, ...], may: bool) -> None:
    found = entitled(GOODS, replace(TV, repairs=repairs), asked("2024-12-20", same_model_available=True))

    assert ("exchange" in found.remedies) is may


@pytest.mark.parametrize(
    ("cured", "codes", "counts"),
    [
        ((None, None), ("E1", "E2"), True),
        ((False, False), ("E1", "E2"), True),
        ((True, True), ("E1", "E2"), False),
        ((True, True), ("E7", "E7"), True),
        ((True, False), ("E7", "E2"), True),
    ],
)
def test_a_repair_counts_unless_it_is_known_to_have_helped(
    cured: tuple[bool | None, bool | None], codes: tuple[str, str], counts: bool
) -> None:
    repairs = tuple(
        replace(one, cured=was, fault_code=code)
        for one, was, code in zip(TWICE.repairs, cured, codes, strict=True)
    )
    request = asked("2024-12-20", fault=failed("2024-12-20", fault_code="E7"))

    assert ("exchange" in entitled(GOODS, replace(TV, repairs=repairs), request).remedies) is counts


def test_a_repair_of_three_parts_is_one_repair_and_one_that_the_customer_paid_for_is_none() -> None:
    parts = tuple(
        in_shop("2024-04-01", "2024-04-13", part=part, case="C-1") for part in ("tube", "ic", "tuner")
    )
    paid = (TWICE.repairs[0], replace(TWICE.repairs[1], covered=False))

    for repairs in (parts, paid):
        assert "exchange" not in entitled(GOODS, replace(TV, repairs=repairs), asked("2024-12-20")).remedies


def test_the_second_repair_must_be_over_before_it_counts() -> None:
    unit = replace(TV, repairs=(TWICE.repairs[0], in_shop("2024-09-05", None)))

    assert "exchange" not in entitled(GOODS, unit, asked("2024-09-10")).remedies


def test_after_the_term_two_repairs_give_nothing() -> None:
    assert entitled(GOODS, TWICE, asked("2025-02-11")).remedies == ("return", "exchange", "repair")
    assert entitled(GOODS, TWICE, asked("2025-02-12")).options == ()


def test_the_fee_is_never_more_than_the_price() -> None:
    long = own(GOODS, guarantees=[{"kind": "repair", "term": "5y", "remedies": ["repair"]}])

    back = entitled(long, TWICE, asked("2028-01-10", same_model_available=True)).option("return")

    assert (back.fee, back.refund) == (Decimal("4999.00"), Decimal("0.00"))


def test_a_rate_or_a_price_that_nobody_stated_is_told_and_never_guessed() -> None:
    fan = own(GOODS, guarantees=[{"kind": "repair", "term": "1y", "remedies": ["repair"]}])

    open_rate = entitled(fan, replace(TWICE, category="fan"), asked("2024-12-20", same_model_available=True))
    no_price = entitled(GOODS, replace(TWICE, price=None), asked("2024-12-20", same_model_available=True))

    assert (open_rate.option("return").refund, "rate_not_stated" in open_rate.flags) == (None, True)
    assert (no_price.option("return").refund, "price_missing" in no_price.flags) == (None, True)


def test_amounts_have_the_digits_of_their_currency() -> None:
    unit = replace(TWICE, price=Decimal("99990"))

    back = entitled(
        GOODS, unit, asked("2024-12-20", same_model_available=True), currency=Currency("JPY", 0)
    ).option("return")

    # 99 990 × 0.001 × 313 = 31 296.87
    assert (back.fee, back.refund) == (Decimal("31297"), Decimal("68693"))
    assert back.fee.as_tuple().exponent == 0


def test_nobody_has_looked_for_the_same_model_is_told() -> None:
    assert "same_model_not_checked" in entitled(GOODS, TWICE, asked("2024-12-20")).flags


def test_without_the_same_model_a_window_of_exchange_lets_return_at_the_full_price() -> None:
    unit = replace(TV, dates={"invoice": date(2024, 3, 5)})

    found = entitled(GOODS, unit, asked("2024-03-18", same_model_available=False))

    assert found.option("return").refund == Decimal("4999.00")
    assert "exchange" not in found.remedies


# --- Zhejiang (N-25)


def test_we_11_zhejiang_refunds_in_full_and_owes_a_loaner_from_the_sixth_day() -> None:
    found = entitled(ZHEJIANG, TWICE, asked("2024-12-20", same_model_available=True))

    back = found.option("return")
    assert (back.fee, back.refund) == (Decimal("0.00"), Decimal("4999.00"))
    assert [shop.loaner_days for shop in found.repairs] == [7, 15]
    assert found.loaner_days == 22
    assert "(12 − 5) + (20 − 5) = 22" in [step.arithmetic for step in found.steps]


def test_of_two_laws_the_kinder_counts_whichever_was_bound_first() -> None:
    request = asked("2024-12-20", same_model_available=True)

    one = entitle([GOODS, ZHEJIANG], TWICE, request, calendar=CALENDAR)
    other = entitle([ZHEJIANG, GOODS], TWICE, request, calendar=CALENDAR)

    assert one == other
    assert (one.option("return").promise, one.option("return").refund) == (
        "WP-N-ZHEJIANG",
        Decimal("4999.00"),
    )


@pytest.mark.parametrize(("last", "may"), [("2024-04-06", False), ("2024-04-07", True)])
def test_more_than_thirty_five_days_in_all_give_the_choice(last: str, may: bool) -> None:
    unit = replace(TV, repairs=(in_shop("2024-03-02", last),))

    assert ("return" in entitled(ZHEJIANG, unit, asked("2024-05-06")).remedies) is may


def test_where_nobody_can_repair_the_customer_chooses() -> None:
    assert entitled(ZHEJIANG, TV, asked("2024-05-06", service_available=False)).remedies == (
        "return",
        "exchange",
        "repair",
    )
    assert entitled(ZHEJIANG, TV, asked("2024-05-06")).remedies == ("repair",)


# --- limits of one repair (N-05)


@pytest.mark.parametrize(
    ("reason", "day", "may"),
    [
        ("repairer", "2024-07-03", False),
        ("repairer", "2024-07-04", True),
        ("parts", "2024-07-04", False),
        ("parts", "2024-09-01", False),
        ("parts", "2024-09-02", True),
        (None, "2024-07-04", True),
    ],
)
def test_we_12_thirty_days_of_the_repairer_and_ninety_for_parts(
    reason: str | None, day: str, may: bool
) -> None:
    unit = replace(TV, repairs=(in_shop("2024-06-03", None, reason=reason),))

    found = entitled(GOODS, unit, asked("2024-06-03", on=day, same_model_available=True))

    assert ("exchange" in found.remedies) is may
    if may:
        bearers = {"repairer": ("repairer", "repairer"), "parts": ("self", "producer")}
        option = found.option("exchange")
        assert (option.bearer, option.recover_from) == bearers[reason or "repairer"]


def test_we_12_waiting_for_parts_is_a_reason_where_nobody_named_one() -> None:
    unit = replace(TV, repairs=(in_shop("2024-06-03", None, waits=(Wait(at("2024-06-05 09:00")),)),))

    assert "exchange" in entitled(GOODS, unit, asked("2024-06-03", on="2024-09-02")).remedies


def test_a_repair_that_is_over_gives_no_exchange_for_its_length() -> None:
    unit = replace(TV, repairs=(in_shop("2024-06-03", "2024-07-20", reason="repairer"),))

    assert "exchange" in entitled(GOODS, unit, asked("2024-06-03", on="2024-07-19")).remedies
    assert "exchange" not in entitled(GOODS, unit, asked("2024-07-25")).remedies


@pytest.mark.parametrize(("day", "may"), [("2024-07-16", False), ("2024-07-17", True)])
def test_thirty_working_days_of_the_farm_machinery_rule(day: str, may: bool) -> None:
    # Sent on Monday 2024-06-03; without 06-10 (Dragon Boat Festival) the 30th working day is 2024-07-16.
    unit = UnitFacts(dates={"invoice": date(2024, 1, 10)}, repairs=(in_shop("2024-06-03", None),))

    assert (
        "exchange" in entitled(shipped("WP-N-FARM2010"), unit, asked("2024-06-03", on=day)).remedies
    ) is may


# --- the car (N-17…N-23)

DRIVEN = UnitFacts(
    dates={"invoice": date(2024, 2, 1), "delivery": date(2024, 2, 6)},
    price=Decimal("150000.00"),
    usage=(Usage(date(2024, 11, 4), Decimal(18600)),),
    repairs=(
        in_shop("2024-05-06 09:00", "2024-05-18 15:00"),
        in_shop("2024-08-01 10:00", "2024-08-19 10:00"),
    ),
)


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


# --- phones, farm machinery, Beijing, consumer law


def test_n_12_an_accessory_exchanged_twice_goes_back_at_todays_price() -> None:
    twice = tuple(Replacement("battery", date(2024, month, 2)) for month in (2, 4))
    phone = UnitFacts(dates={"invoice": date(2024, 1, 10)}, price=Decimal(2999), replacements=twice)
    request = asked("2024-06-03", fault=failed("2024-06-03", part="battery"), current_price=Decimal("120.00"))

    found = entitled(PHONE, phone, request)

    assert found.option("return_accessory").refund == Decimal("120.00")
    assert "return" not in found.remedies
    assert "return_accessory" not in entitled(PHONE, replace(phone, replacements=twice[:1]), request).remedies


@pytest.mark.parametrize(("day", "may"), [("2024-08-02", False), ("2024-08-03", True)])
def test_n_12_sixty_days_without_parts(day: str, may: bool) -> None:
    phone = UnitFacts(
        dates={"invoice": date(2024, 1, 10)}, repairs=(in_shop("2024-06-03", None, reason="parts"),)
    )

    assert ("exchange" in entitled(PHONE, phone, asked("2024-06-03", on=day)).remedies) is may


@pytest.mark.parametrize(("day", "days"), [("2024-06-10", 0), ("2024-06-11", 1)])
def test_n_12_a_loaner_from_the_eighth_day(day: str, days: int) -> None:
    phone = UnitFacts(dates={"invoice": date(2024, 1, 10)}, repairs=(in_shop("2024-06-03", None),))

    assert entitled(PHONE, phone, asked("2024-06-03", on=day)).loaner_days == days


def test_n_16_the_remedies_of_a_serious_fault_come_one_after_the_other() -> None:
    policy = shipped("WP-N-FARM2010")
    mown = tuple(
        in_shop(f"2024-0{month}-02", f"2024-0{month}-03", part="header", is_serious=True, cured=False)
        for month in (3, 4)
    )
    machine = UnitFacts(dates={"invoice": date(2024, 1, 10)}, price=Decimal(80000), repairs=mown)
    again = asked(
        "2024-06-03", fault=failed("2024-06-03", part="header"), is_serious=True, same_model_available=True
    )

    first = entitled(policy, machine, again)
    second = entitled(
        policy, replace(machine, replacements=(Replacement("header", date(2024, 4, 20)),)), again
    )
    third = entitled(
        policy,
        UnitFacts(dates={}, price=machine.price, exchanged=Exchange(date(2024, 5, 20), machine)),
        again,
    )

    assert first.remedies == ("replace_part", "repair")
    assert "exchange" in second.remedies
    assert third.option("return").refund == Decimal("80000.00")


@pytest.mark.parametrize(
    ("fault_class", "in_season", "by"),
    [
        (None, False, "2024-07-13"),
        ("easy_fault", True, "2024-06-05"),
        ("hard_fault", True, "2024-06-08"),
        ("easy_fault", False, "2024-07-13"),
    ],
)
def test_n_16_how_soon_a_repair_is_due(fault_class: str | None, in_season: bool, by: str) -> None:
    machine = UnitFacts(
        dates={"invoice": date(2024, 1, 10)}, category="small_tractor", repairs=(in_shop("2024-06-03", None),)
    )
    fault = failed("2024-06-03", fault_class=fault_class)

    found = entitled(
        shipped("WP-N-FARM1998"),
        machine,
        asked("2024-06-03", on="2024-06-04", fault=fault, in_season=in_season),
    )

    assert (found.repair_by, found.answer_by) == (date.fromisoformat(by), date(2024, 6, 11))


@pytest.mark.parametrize(("today", "refund"), [("3500", "3500"), ("2800", "3200"), (None, "3200")])
def test_n_26_beijing_gives_the_higher_price_whichever_promise_takes_the_goods(
    today: str | None, refund: str
) -> None:
    unit = replace(TV, dates={"invoice": date(2024, 3, 5)}, price=Decimal(3200))
    request = asked("2024-03-08", current_price=Decimal(today) if today else None)

    found = entitle([GOODS, shipped("WP-N-BEIJING")], unit, request, calendar=CALENDAR)

    assert found.option("return").refund == Decimal(refund)
    assert ("current_price_missing" in found.flags) is (today is None)


LAW = shipped("WP-N-CONSUMER")
SENT = UnitFacts(dates={"delivery": date(2024, 3, 5)}, price=Decimal("120.00"))


@pytest.mark.parametrize(("day", "may"), [("2024-03-12", True), ("2024-03-13", False)])
def test_n_28_goods_sold_at_a_distance_go_back_without_a_reason(day: str, may: bool) -> None:
    later = own(LAW, guarantees=[{"kind": "return", "term": "1d", "any_part": "yes", "remedies": ["return"]}])
    request = asked(day, is_distance_sale=True, goods_back_on=date(2024, 3, 20))

    found = entitled(later, SENT, request)

    assert (found.remedies == ("return",)) is may
    assert found.refund_by == (date(2024, 3, 27) if may else None)
    assert not may or (found.options[0].right, found.options[0].freight) == ("no_reason", "customer")
    assert entitled(later, SENT, replace(request, is_distance_sale=False)).options == ()


def test_n_28_a_fault_within_seven_days_goes_back_at_our_freight() -> None:
    found = entitled(LAW, SENT, asked("2024-03-12", is_distance_sale=True))

    assert (found.option("return").freight, found.option("return").right) == ("self", "return")


@pytest.mark.parametrize(
    ("price", "owed"), [("120.00", "500.00"), ("166.67", "500.01"), ("4999.00", "14997.00")]
)
def test_n_28_fraud_costs_three_times_the_price_five_hundred_at_least(price: str, owed: str) -> None:
    found = entitled(LAW, replace(SENT, price=Decimal(price)), asked("2024-09-02", is_fraud=True))

    assert found.option("compensation").extra == Decimal(owed)


@pytest.mark.parametrize(
    ("proof", "may"), [("invoice", True), ("other", True), (None, True), ("none", False)]
)
def test_n_10_some_proof_of_the_purchase_is_enough(proof: str | None, may: bool) -> None:
    found = entitled(GOODS, TV, asked("2024-01-12", proof=proof))

    assert bool(found.options) is may
    assert ("proof_missing" in found.flags) is not may


# --- what a stranger writes, and what is refused


def test_a_strangers_rights_work_by_their_numbers() -> None:
    rights = {
        "within": "mend",
        "triggers": [
            {"right": "thrice", "counts": "repairs", "at_least": 3, "remedies": ["swap", "return"]},
            {
                "right": "slow",
                "counts": "single_repair",
                "more_than": 2,
                "remedies": ["swap"],
                "bearer": "workshop",
            },
        ],
        "depreciation": {"kind": "daily_rate", "rate": "0.01", "less_downtime": "no", "on": ["swap"]},
    }
    policy = load(
        {
            "code": "KETTLE",
            "version": 1,
            "names": {"zh": "壶", "en": "Kettle"},
            "rank": 25,
            "start_events": ["sale"],
            "guarantees": [{"kind": "mend", "term": "1y", "remedies": ["mend"]}],
            "rights": rights,
        }
    )
    kettle = UnitFacts(dates={"sale": date(2031, 1, 1)}, price=Decimal(50))
    done = tuple(in_shop(f"2031-01-{day:02}", f"2031-01-{day + 1:02}") for day in (3, 6, 9))

    thrice = entitled(policy, replace(kettle, repairs=done), asked("2031-01-21"))
    slow = entitled(
        policy, replace(kettle, repairs=(in_shop("2031-01-03", None),)), asked("2031-01-03", on="2031-01-06")
    )

    assert (thrice.option("swap").fee, thrice.option("return").refund) == (Decimal("10.00"), Decimal("50.00"))
    assert slow.option("swap").bearer == "workshop"


def test_without_a_calendar_working_days_are_monday_to_friday_and_a_flag_says_so() -> None:
    found = entitle([CAR], DRIVEN, asked("2024-09-27"))

    assert found.answer_by == date(2024, 10, 11)
    assert entitled(CAR, DRIVEN, asked("2024-09-27")).answer_by == date(2024, 10, 16)
    assert "rest_days_unchecked" in found.flags


def test_without_a_promise_there_is_nothing() -> None:
    found = entitle([], TV, asked("2024-01-12"), calendar=CALENDAR)

    assert (found.options, found.loaner_days, found.answer_by) == ((), 0, None)


def test_an_agreed_term_fills_what_a_law_leaves_open() -> None:
    phone = UnitFacts(dates={"invoice": date(2024, 1, 10)}, agreed_terms={"WP-N-FIXEDPHONE": Period(years=1)})
    unit = replace(phone, repairs=(in_shop("2024-06-03", None),))

    found = entitled(shipped("WP-N-FIXEDPHONE"), unit, asked("2024-06-03", on="2024-06-07"))

    assert (found.remedies, found.loaner_days) == (("repair",), 1)


def test_every_right_says_why_it_is_or_is_not_reached() -> None:
    found = entitled(GOODS, replace(TV, repairs=TWICE.repairs[:1]), asked("2024-12-20"))

    counted = [(step.arithmetic, step.holds) for step in found.steps if step.rule in ("N-04", "N-05")]
    assert counted == [("1 ≥ 2", False), ("0 > 90", False), ("0 > 30", False)]


def test_a_day_of_the_request_before_the_fault_is_no_reason_to_fail() -> None:
    found = entitled(GOODS, TWICE, asked("2024-12-20", on=str(date(2024, 12, 20) - timedelta(days=1))))

    assert found.requested_on < found.decided_on


def test_w_15_what_we_count_as_having_admitted_is_no_misuse_any_more() -> None:
    ruled = failed("2024-01-12", cause="misuse", evidence=True, override=Override("self", "SLA-06"))

    assert entitled(GOODS, TV, asked("2024-01-12", fault=ruled)).remedies == ("return", "exchange", "repair")
