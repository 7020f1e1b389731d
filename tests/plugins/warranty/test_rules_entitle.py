"""What a customer may have: windows, two repairs, limits of one (WE-08, WE-10…WE-12), to the day and the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from entitle_given import (
    CALENDAR,
    GOODS,
    TV,
    TWICE,
    ZHEJIANG,
    asked,
    at,
    entitled,
    failed,
    in_shop,
    own,
)

from sanbao.money import Currency
from sanbao_warranty.policy import shipped
from sanbao_warranty.rules import (
    Repair,
    Request,
    UnitFacts,
    Wait,
    entitle,
)

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
