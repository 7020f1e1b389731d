"""What happens to a unit between its sale and its end, through the one door: final tests, readings, terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from history_shop import covered_until, due_tests, finish_repair, open_claim, plan_tests, two_pumps
from sqlalchemy import select

import sanbao
from sanbao.errors import Invalid, NotFound, Refused
from sanbao.registry.models import Unit
from sanbao_warranty.facts import cases_of


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return two_pumps(make_company)


# -- final tests -----------------------------------------------------------------------------------------


def test_tests_of_many_units_are_planned_at_once_and_only_once(shop: sanbao.Sanbao) -> None:
    for number in range(30):
        unit = {
            "serial": f"M-{number:02}",
            "product": "PUMP-3",
            "accepted_on": "2023-05-20",
            "agreed_term": "3y",
        }
        shop.do("unit.register", {**unit, "warranty": "WP-000-FREE"}, user="admin")

    first, second = plan_tests(shop), plan_tests(shop, "2026-04-21", "2026-06-30")

    assert (first, second) == (31, 0)
    assert {row["window_until"] for row in due_tests(shop)} == {date(2026, 5, 10), date(2026, 5, 20)}


def test_tests_can_be_planned_for_one_unit(shop: sanbao.Sanbao) -> None:
    asked = {"opens_from": "2026-04-01", "opens_until": "2026-04-30", "units": ["HA-2"]}

    planned = shop.do("final_test.plan", asked, user="chen.jie").data["planned"]

    assert planned == 0


def test_a_stretch_that_ends_before_it_begins_is_refused(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        plan_tests(shop, "2026-05-01", "2026-04-01")

    assert "opens_until" in refused.value.fields


def test_a_failed_test_in_its_window_adds_a_year_and_a_void_takes_it_back(shop: sanbao.Sanbao) -> None:
    plan_tests(shop)
    number = due_tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "no", "tested_on": "2026-05-06"}, subject=number, user="sun.wei")
    longer = covered_until(shop, "HA-1", "2026-12-30T08:00")

    shop.do("document.void", {"reason": "测错了机器"}, subject=number, user="li.na")

    assert longer == date(2027, 5, 10)
    assert covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 5, 10)


@pytest.mark.parametrize("tested_on", ["2026-04-10", "2026-05-11"])
def test_a_test_outside_its_window_adds_nothing(shop: sanbao.Sanbao, tested_on: str) -> None:
    plan_tests(shop)
    number = due_tests(shop)[0]["number"]

    shop.do("final_test.record", {"passed": "no", "tested_on": tested_on}, subject=number, user="sun.wei")

    assert covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 5, 10)
    assert due_tests(shop) == []


def test_a_passed_test_is_closed_without_a_repair(shop: sanbao.Sanbao) -> None:
    plan_tests(shop)
    number = due_tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "yes", "tested_on": "2026-04-11"}, subject=number, user="sun.wei")

    closed = shop.do("final_test.close", subject=[number], user="li.na")

    assert covered_until(shop, "HA-1", "2026-05-10T08:00") == date(2026, 5, 10)
    assert closed.data[0]["state"] == "closed"


@pytest.mark.parametrize("repaired_on", ["2026-05-05", "2027-01-01"])
def test_a_repair_before_its_test_or_of_tomorrow_is_refused(shop: sanbao.Sanbao, repaired_on: str) -> None:
    plan_tests(shop)
    number = due_tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "no", "tested_on": "2026-05-06"}, subject=number, user="sun.wei")

    with pytest.raises(Invalid) as refused:
        shop.do("final_test.close", {"repaired_on": repaired_on}, subject=[number], user="li.na")

    assert "repaired_on" in refused.value.fields


# -- readings --------------------------------------------------------------------------------------------


def _read(erp: sanbao.Sanbao, amount: str, on: str, **said: str) -> None:
    erp.do("unit.record_usage", {"amount": amount, "read_on": on, **said}, subject="HA-2", user="chen.jie")


def test_a_counter_does_not_run_backwards_without_a_reason(shop: sanbao.Sanbao) -> None:
    _read(shop, "12000", "2024-06-01")
    _read(shop, "20000", "2024-12-01")

    for amount, on in (("11999", "2024-07-01"), ("20001", "2024-11-30"), ("19999", "2025-01-01")):
        with pytest.raises(Invalid) as refused:
            _read(shop, amount, on)
        assert "amount" in refused.value.fields
    _read(shop, "5", "2025-01-01", reason="更换里程表")
    _read(shop, "300", "2024-07-01", measure="hours")


def test_a_wrong_reading_can_be_taken_back(shop: sanbao.Sanbao) -> None:
    _read(shop, "99999", "2024-06-01")
    why = {"read_on": "2024-06-01", "reason": "抄错"}

    shop.do("unit.withdraw_usage", why, subject="HA-2", user="li.na")
    _read(shop, "12000", "2024-07-01")

    with pytest.raises(NotFound):
        shop.do("unit.withdraw_usage", why, subject="HA-2", user="li.na")


# -- terms -----------------------------------------------------------------------------------------------


def test_terms_are_agreed_per_promise_guarantee_and_part(shop: sanbao.Sanbao) -> None:
    lines = [
        {"promise": "WP-000-FREE", "guarantee": "repair", "term": "5y"},
        {"part": "fan", "term": "6y"},
    ]

    shop.do("warranty.agree_terms", {"terms": lines, "reason": "合同第 3 条"}, subject=["HA-1"], user="li.na")

    assert covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2028, 5, 10)
    assert covered_until(shop, "HA-1", "2026-12-30T08:00", "FAN") == date(2029, 5, 10)


def test_a_last_day_takes_the_place_of_an_agreed_term(shop: sanbao.Sanbao) -> None:
    why = {"reason": "补充协议"}
    shop.do(
        "warranty.agree_terms",
        {"terms": [{"promise": "WP-000-FREE", "term": "5y"}], **why},
        subject=["HA-1"],
        user="li.na",
    )

    day = {"terms": [{"promise": "WP-000-FREE", "until": "2026-12-31"}], **why}
    shop.do("warranty.agree_terms", day, subject=["HA-1"], user="li.na")

    assert covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"term": "5y"}, "promise"),
        ({"promise": "WP-000-FREE"}, "term"),
        ({"promise": "WP-000-FREE", "term": "5y", "until": "2028-01-01"}, "term"),
        ({"part": "FAN", "until": "2028-01-01"}, "term"),
        ({"promise": "WP-000-FREE", "guarantee": "exchange", "term": "5y"}, "guarantee"),
        ({"promise": "WP-000-FREE", "term": "five"}, "term"),
        ({"promise": "NOBODY", "term": "5y"}, "promise"),
    ],
)
def test_an_agreed_term_that_says_too_little_or_too_much_is_refused(
    shop: sanbao.Sanbao, line: dict[str, str], field: str
) -> None:
    given = {"terms": [line], "reason": "合同"}

    with pytest.raises(Invalid) as refused:
        shop.do("warranty.agree_terms", given, subject=["HA-1"], user="li.na")

    assert any(field in name for name in refused.value.fields)


def test_a_promise_is_made_longer_and_shorter_again(shop: sanbao.Sanbao) -> None:
    longer = {"promise": "WP-000-FREE", "months": "6", "because": "延保单 88 号"}
    shop.do("warranty.extend", longer, subject=["HA-1"], user="li.na")
    until = covered_until(shop, "HA-1", "2026-11-10T08:00")
    section = next(one for one in shop.ask("unit.file", {"unit": "HA-1"}, user="li.na")["sections"])
    key = section["extensions"][0]["extension"]

    taken = {"extension": str(key), "reason": "退款"}
    shop.do("warranty.withdraw_extension", taken, subject="HA-1", user="li.na")

    assert until == date(2026, 11, 10)
    assert covered_until(shop, "HA-1", "2026-11-10T08:00") == date(2026, 5, 10)
    with pytest.raises(NotFound):
        shop.do("warranty.withdraw_extension", taken, subject="HA-1", user="li.na")


def test_only_a_promise_that_was_made_can_be_longer(shop: sanbao.Sanbao) -> None:
    longer = {"promise": "WP-000-5Y", "months": "6", "because": "延保"}

    with pytest.raises(Refused) as refused:
        shop.do("warranty.extend", longer, subject=["HA-1"], user="li.na")

    assert refused.value.code == "warranty.not_bound"


def test_an_exchanged_unit_keeps_what_was_agreed(shop: sanbao.Sanbao) -> None:
    why = {"reason": "合同", "manufacturer_term": "1y", "manufacturer_start": "2026-01-01"}
    shop.do("warranty.agree_terms", {**why, "agreed_term": "4y"}, subject=["HA-1"], user="li.na")

    shop.do("unit.replace", {"serial": "HA-9", "replaced_on": "2026-12-01"}, subject="HA-1", user="li.na")

    assert covered_until(shop, "HA-9", "2026-12-30T08:00") == date(2027, 5, 10)


# -- acceptance ------------------------------------------------------------------------------------------


def test_an_accepted_unit_cannot_fail_its_acceptance(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Refused) as refused:
        shop.do("unit.fail_acceptance", {"reason": "漏水"}, subject=["HA-1"], user="li.na")

    assert refused.value.code == "unit.already_accepted"


def test_a_unit_that_failed_and_was_mended_is_accepted_and_its_term_begins(shop: sanbao.Sanbao) -> None:
    new = {"serial": "HA-7", "product": "PUMP-3", "delivered_on": "2026-11-01", "agreed_term": "1y"}
    shop.do("unit.register", {**new, "warranty": "WP-000-FREE"}, user="admin")
    shop.do(
        "unit.fail_acceptance", {"reason": "漏水", "failed_on": "2026-11-02"}, subject=["HA-7"], user="li.na"
    )
    before = shop.ask("coverage", {"unit": "HA-7", "at": "2026-12-01T09:00"}, user="li.na")

    shop.do("unit.accept", {"accepted_on": "2026-11-20"}, subject=["HA-7"], user="li.na")

    assert all(answer.start is None for answer in before.answers)
    assert covered_until(shop, "HA-7", "2026-12-01T09:00") == date(2027, 11, 20)
    assert shop.ask("warranty.replacements_owed", user="li.na") == []


def test_costs_of_a_final_test_are_proposed_to_be_ours(shop: sanbao.Sanbao) -> None:
    plan_tests(shop)
    number = due_tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "no", "tested_on": "2026-05-06"}, subject=number, user="sun.wei")
    shop.do("costing.collect", {"travel": "400.00"}, subject=number, user="li.na")

    shop.do("costing.settle", subject=number, user="zhao.min")
    sheet = shop.ask("cost.sheet", {"document": number}, user="zhao.min")

    (share,) = sheet["shares"]
    assert (share["cost_centre"], share["amount"], share["rule"]) == ("SERVICE", Decimal("400.00"), "W-10")


# -- many at once ----------------------------------------------------------------------------------------


def test_facts_read_for_many_units_are_those_read_for_each(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-04-01T08:00", part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2024-04-02"}, subject=claim, user="sun.wei")
    finish_repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    _read(shop, "12000", "2024-06-01")
    with shop.work("admin") as work:
        for number in range(240):
            unit = {"serial": f"M-{number:03}", "product": "PUMP-3", "accepted_on": "2024-05-20"}
            work.do("unit.register", {**unit, "warranty": "WP-000-5Y"})
    with shop.database.reading() as connection:
        ids = sorted(connection.scalars(select(Unit.id)))
        wanted = [*ids[:2], *ids[2::2]]

        together = cases_of(connection, wanted)
        alone = {key: cases_of(connection, [key])[key] for key in wanted}

    assert len(wanted) > 120
    assert together == alone
