"""What happens to a unit between its sale and its end, through the one door: repairs, readings, terms, final tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import sanbao
from sanbao.decision import Decision
from sanbao.errors import Forbidden, Invalid, NotFound, Refused
from sanbao.registry.models import Unit
from sanbao.testing import fixed_clock
from sanbao_warranty.facts import cases_of

LAW = {
    "code": "LAW-1Y",
    "version": 1,
    "names": {"zh": "法定一年", "en": "One year by law"},
    "rank": "statutory",
    "start_events": ["invoice"],
    "guarantees": [{"kind": "repair", "term": "1y", "remedies": ["repair"]}],
    "rights": {
        "within": "repair",
        "triggers": [
            {
                "right": "two_repairs",
                "counts": "repairs",
                "at_least": "2",
                "remedies": ["exchange"],
                "rule": "N-04",
            }
        ],
        "answer_within": "10wd",
        "complete_within": "20wd",
        "loaner": {"after_days": "5", "measured_in": "started_days"},
    },
}


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company at the end of 2026 with two pumps: one with a final test promised, one under a law of one year."""
    erp = make_company(plugins=["warranty"], clock=fixed_clock("2026-12-30T09:00:00+08:00"))
    people = {
        "li.na": "service_manager",
        "chen.jie": "service_clerk",
        "sun.wei": "service_engineer",
        "zhou.qi": "service_head",
        "zhao.min": "finance",
    }
    for login, role in people.items():
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("profile.publish", {"kind": "warranty", "content": LAW}, user="admin")
    parts = [{"code": "FAN"}, {"code": "MOTOR", "is_key": "yes"}]
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵", "parts": parts}, user="admin")
    tested = {"serial": "HA-1", "product": "PUMP-3", "accepted_on": "2023-05-10", "agreed_term": "3y"}
    erp.do("unit.register", {**tested, "warranty": "WP-000-FREE"}, user="admin")
    bought = {"serial": "HA-2", "product": "PUMP-3", "invoiced_on": "2024-01-10", "price_paid": "4999.00"}
    erp.do("unit.register", {**bought, "warranty": "LAW-1Y"}, user="admin")
    return erp


def _open(erp: sanbao.Sanbao, unit: str, received_at: str, **said: Any) -> str:
    given = {"unit": unit, "fault": "E07 无压力", "received_at": received_at, **said}
    return str(erp.do("claim.open", given, user="chen.jie").number)


def _repair(erp: sanbao.Sanbao, claim: str, since: str, until: str, **said: Any) -> None:
    given = {"started_at": since, "ended_at": until, **said}
    erp.do("claim.finish_repair", given, subject=claim, user="sun.wei")


def _covered_until(erp: sanbao.Sanbao, unit: str, at: str, part: str | None = None) -> date | None:
    asked = {"unit": unit, "at": at, **({"part": part} if part else {})}
    decision: Decision = erp.ask("coverage", asked, user="li.na")
    assert decision.chosen is not None
    return decision.chosen.until


def _plan(erp: sanbao.Sanbao, first: str = "2026-04-01", last: str = "2026-04-30") -> int:
    planned = erp.do("final_test.plan", {"opens_from": first, "opens_until": last}, user="chen.jie")
    return int(planned.data["planned"])


def _tests(erp: sanbao.Sanbao) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = erp.ask("final_test.due", user="chen.jie")
    return found


# -- repairs ---------------------------------------------------------------------------------------------


def test_days_in_the_shop_make_a_term_by_law_longer(shop: sanbao.Sanbao) -> None:
    """WE-09 a: 12 + 20 days, from 2025-01-10 to 2025-02-11."""
    first = _open(shop, "HA-2", "2024-04-01T08:00")
    _repair(shop, first, "2024-04-01T09:00", "2024-04-13T09:00")
    second = _open(shop, "HA-2", "2024-09-05T08:00")
    _repair(shop, second, "2024-09-05T09:00", "2024-09-25T09:00")

    until = _covered_until(shop, "HA-2", "2025-02-11T09:00")

    assert until == date(2025, 2, 11)


def test_days_of_a_voided_claim_make_nothing_longer(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-04-01T08:00")
    _repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    before = _covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("document.void", {"reason": "写错了"}, subject=claim, user="li.na")

    assert before == date(2025, 1, 22)
    assert _covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 10)


def test_days_on_a_claim_about_the_wrong_unit_move_with_its_correction(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-1", "2024-04-01T08:00")
    _repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    before = _covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("claim.correct", {"unit": "HA-2", "reason": "看错编号"}, subject=claim, user="li.na")

    assert before == date(2025, 1, 10)
    assert _covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 22)


def test_a_repair_that_was_paid_for_makes_nothing_longer(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-04-01T08:00", cause="misuse", evidence="yes")
    shop.do("claim.admit", {"breached": "SLA-06", "because": "迟到"}, subject=claim, user="zhou.qi")
    _repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    admitted = _covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("claim.withdraw_admission", {"reason": "没有迟到"}, subject=claim, user="zhou.qi")

    assert admitted == date(2025, 1, 22)
    assert _covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 10)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"started_at": "2024-04-13T09:00", "ended_at": "2024-04-01T09:00"}, "ended_at"),
        ({"ended_at": "2027-04-01T09:00"}, "ended_at"),
        ({"ended_at": "2024-04-13T09:00", "repaired_on": "2024-04-14"}, "repaired_on"),
        ({"started_at": "2024-04-13T09:00", "repaired_on": "2024-04-12"}, "repaired_on"),
        ({"repaired_on": "2027-01-01"}, "repaired_on"),
        ({"reason": "weather"}, "reason"),
    ],
)
def test_a_repair_that_cannot_be_is_refused_by_its_field(
    shop: sanbao.Sanbao, given: dict[str, str], field: str
) -> None:
    claim = _open(shop, "HA-2", "2024-04-01T08:00")

    with pytest.raises(Invalid) as refused:
        shop.do("claim.finish_repair", given, subject=claim, user="sun.wei")

    assert field in refused.value.fields


def test_waiting_for_parts_is_kept_with_its_moments(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-06-03T08:00")
    shop.do("claim.start_repair", {"started_at": "2024-06-03T09:00"}, subject=claim, user="sun.wei")
    shop.do("claim.wait_for_parts", {"since": "2024-06-04T09:00"}, subject=claim, user="sun.wei")

    with pytest.raises(Refused) as twice:
        shop.do("claim.wait_for_parts", {}, subject=claim, user="sun.wei")
    shop.do("claim.parts_arrived", {"until": "2024-06-20T09:00"}, subject=claim, user="sun.wei")
    with pytest.raises(Refused) as nothing:
        shop.do("claim.parts_arrived", {}, subject=claim, user="sun.wei")
    _repair(shop, claim, "2024-06-03T09:00", "2024-06-23T09:00", cured="yes", reason="parts")

    assert twice.value.code == "claim.already_waiting"
    assert nothing.value.code == "claim.not_waiting"
    assert _covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 2, 5)  # 01-30 is Spring Festival


def test_whether_a_repair_helped_is_known_later(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-04-01T08:00", part="FAN")

    with pytest.raises(Refused) as too_early:
        shop.do("claim.confirm_cure", {"cured": "no", "because": "又坏"}, subject=claim, user="sun.wei")
    _repair(shop, claim, "2024-04-01T09:00", "2024-04-02T09:00")
    shop.do("claim.confirm_cure", {"cured": "no", "because": "又坏"}, subject=claim, user="sun.wei")
    (counted,) = shop.ask("unit.repeat_faults", {"unit": "HA-2", "part": "fan"}, user="li.na")

    assert too_early.value.code == "document.wrong_state"
    assert [case["cured"] for case in counted["cases"]] == [False]


def test_a_fault_recurs_only_on_the_same_unit(shop: sanbao.Sanbao) -> None:
    other = _open(shop, "HA-1", "2024-04-01T08:00")

    with pytest.raises(Invalid) as refused:
        _open(shop, "HA-2", "2024-05-01T08:00", recurs_from=other)

    assert "recurs_from" in refused.value.fields


def test_a_case_closed_without_a_word_ends_its_repair(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-06-03T08:00")
    shop.do("claim.start_repair", {}, subject=claim, user="sun.wei")

    shop.do("claim.close", subject=claim, user="li.na")
    (counted,) = shop.ask("unit.repeat_faults", {"unit": "HA-2", "fault_code": "E07"}, user="li.na")

    assert counted["cases"][0]["repaired_on"] == date(2026, 12, 30)


# -- entitlement -----------------------------------------------------------------------------------------


def test_a_wish_sets_its_deadlines_and_is_kept(shop: sanbao.Sanbao) -> None:
    """WE-13: asked on Mon 2024-11-04, answer by 11-18, done by 12-02; 13 + 18 days in the shop owe 8 + 13 days."""
    for since, until in (("2024-05-06T09:00", "2024-05-18T15:00"), ("2024-08-01T10:00", "2024-08-19T10:00")):
        claim = _open(shop, "HA-2", f"{since[:10]}T08:00", part="FAN")
        _repair(shop, claim, since, until, cured="no")
    third = _open(shop, "HA-2", "2024-11-04T09:00", part="FAN")

    wish = {"requested_on": "2024-11-04", "choice": "exchange", "same_model_available": "yes"}
    told = shop.do("claim.entitle", wish, subject=third, user="chen.jie").data

    assert told["choice"] == "exchange"
    assert [option["remedy"] for option in told["options"]] == ["exchange", "repair"]
    assert (told["answer_by"], told["complete_by"]) == ("2024-11-18", "2024-12-02")
    assert told["loaner_days"] == 8 + 13
    assert [row["days"] for row in told["repairs"]] == [13, 18]


def test_a_wish_of_tomorrow_is_refused(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-11-04T09:00")

    with pytest.raises(Invalid) as refused:
        shop.do("claim.entitle", {"requested_on": "2027-01-01"}, subject=claim, user="chen.jie")

    assert "requested_on" in refused.value.fields


def test_a_second_wish_takes_the_place_of_the_first(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-11-04T09:00")
    shop.do("claim.entitle", {"requested_on": "2024-11-04"}, subject=claim, user="chen.jie")

    shop.do("claim.entitle", {"requested_on": "2024-11-05"}, subject=claim, user="chen.jie")
    answers = shop.ask("claim.decision", {"claim": claim}, user="li.na")
    touched = shop.do("unit.correct", {"batch": "B7", "reason": "补录"}, subject="HA-2", user="li.na").data

    assert len(answers) == 1, "an entitlement is no coverage decision"
    assert len(touched["decisions"]) == 2, "coverage and the last wish rest on the unit's facts"


def test_a_question_about_nothing_is_refused(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.ask("warranty.entitlement", {}, user="li.na")

    assert "unit" in refused.value.fields


def test_a_special_case_needs_a_second_person_of_rank(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-11-04T09:00")

    with pytest.raises(Forbidden):
        shop.do("claim.approve_special_case", {"because": "老客户"}, subject=claim, user="chen.jie")
    approved = shop.do("claim.approve_special_case", {"because": "老客户"}, subject=claim, user="zhou.qi")

    assert approved.number == claim


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

    first, second = _plan(shop), _plan(shop, "2026-04-21", "2026-06-30")

    assert (first, second) == (31, 0)
    assert {row["window_until"] for row in _tests(shop)} == {date(2026, 5, 10), date(2026, 5, 20)}


def test_tests_can_be_planned_for_one_unit(shop: sanbao.Sanbao) -> None:
    asked = {"opens_from": "2026-04-01", "opens_until": "2026-04-30", "units": ["HA-2"]}

    planned = shop.do("final_test.plan", asked, user="chen.jie").data["planned"]

    assert planned == 0


def test_a_stretch_that_ends_before_it_begins_is_refused(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        _plan(shop, "2026-05-01", "2026-04-01")

    assert "opens_until" in refused.value.fields


def test_a_failed_test_in_its_window_adds_a_year_and_a_void_takes_it_back(shop: sanbao.Sanbao) -> None:
    _plan(shop)
    number = _tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "no", "tested_on": "2026-05-06"}, subject=number, user="sun.wei")
    longer = _covered_until(shop, "HA-1", "2026-12-30T08:00")

    shop.do("document.void", {"reason": "测错了机器"}, subject=number, user="li.na")

    assert longer == date(2027, 5, 10)
    assert _covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 5, 10)


@pytest.mark.parametrize("tested_on", ["2026-04-10", "2026-05-11"])
def test_a_test_outside_its_window_adds_nothing(shop: sanbao.Sanbao, tested_on: str) -> None:
    _plan(shop)
    number = _tests(shop)[0]["number"]

    shop.do("final_test.record", {"passed": "no", "tested_on": tested_on}, subject=number, user="sun.wei")

    assert _covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 5, 10)
    assert _tests(shop) == []


def test_a_passed_test_is_closed_without_a_repair(shop: sanbao.Sanbao) -> None:
    _plan(shop)
    number = _tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "yes", "tested_on": "2026-04-11"}, subject=number, user="sun.wei")

    closed = shop.do("final_test.close", subject=[number], user="li.na")

    assert _covered_until(shop, "HA-1", "2026-05-10T08:00") == date(2026, 5, 10)
    assert closed.data[0]["state"] == "closed"


@pytest.mark.parametrize("repaired_on", ["2026-05-05", "2027-01-01"])
def test_a_repair_before_its_test_or_of_tomorrow_is_refused(shop: sanbao.Sanbao, repaired_on: str) -> None:
    _plan(shop)
    number = _tests(shop)[0]["number"]
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

    assert _covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2028, 5, 10)
    assert _covered_until(shop, "HA-1", "2026-12-30T08:00", "FAN") == date(2029, 5, 10)


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

    assert _covered_until(shop, "HA-1", "2026-12-30T08:00") == date(2026, 12, 31)


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
    until = _covered_until(shop, "HA-1", "2026-11-10T08:00")
    section = next(one for one in shop.ask("unit.file", {"unit": "HA-1"}, user="li.na")["sections"])
    key = section["extensions"][0]["extension"]

    taken = {"extension": str(key), "reason": "退款"}
    shop.do("warranty.withdraw_extension", taken, subject="HA-1", user="li.na")

    assert until == date(2026, 11, 10)
    assert _covered_until(shop, "HA-1", "2026-11-10T08:00") == date(2026, 5, 10)
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

    assert _covered_until(shop, "HA-9", "2026-12-30T08:00") == date(2027, 5, 10)


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
    assert _covered_until(shop, "HA-7", "2026-12-01T09:00") == date(2027, 11, 20)
    assert shop.ask("warranty.replacements_owed", user="li.na") == []


def test_costs_of_a_final_test_are_proposed_to_be_ours(shop: sanbao.Sanbao) -> None:
    _plan(shop)
    number = _tests(shop)[0]["number"]
    shop.do("final_test.record", {"passed": "no", "tested_on": "2026-05-06"}, subject=number, user="sun.wei")
    shop.do("costing.collect", {"travel": "400.00"}, subject=number, user="li.na")

    shop.do("costing.settle", subject=number, user="zhao.min")
    sheet = shop.ask("cost.sheet", {"document": number}, user="zhao.min")

    (share,) = sheet["shares"]
    assert (share["cost_centre"], share["amount"], share["rule"]) == ("SERVICE", Decimal("400.00"), "W-10")


# -- many at once ----------------------------------------------------------------------------------------


def test_facts_read_for_many_units_are_those_read_for_each(shop: sanbao.Sanbao) -> None:
    claim = _open(shop, "HA-2", "2024-04-01T08:00", part="FAN")
    shop.do("claim.replace_part", {"part": "FAN", "replaced_on": "2024-04-02"}, subject=claim, user="sun.wei")
    _repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
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
