"""What a customer may have for a phone or a tractor, in Beijing, as a consumer, or by what a stranger wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from entitle_given import (
    CALENDAR,
    CAR,
    DRIVEN,
    GOODS,
    PHONE,
    TV,
    TWICE,
    asked,
    entitled,
    failed,
    in_shop,
    own,
)

from sanbao.calendar.periods import Period
from sanbao_warranty.policy import load, shipped
from sanbao_warranty.rules import (
    Exchange,
    Override,
    Replacement,
    UnitFacts,
    entitle,
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
