"""What happens to a unit between its sale and its end, through the one door: repairs and wishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from history_shop import covered_until, finish_repair, open_claim, two_pumps

import sanbao
from sanbao.errors import Forbidden, Invalid, Refused


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return two_pumps(make_company)


# -- repairs ---------------------------------------------------------------------------------------------


def test_days_in_the_shop_make_a_term_by_law_longer(shop: sanbao.Sanbao) -> None:
    """WE-09 a: 12 + 20 days, from 2025-01-10 to 2025-02-11."""
    first = open_claim(shop, "HA-2", "2024-04-01T08:00")
    finish_repair(shop, first, "2024-04-01T09:00", "2024-04-13T09:00")
    second = open_claim(shop, "HA-2", "2024-09-05T08:00")
    finish_repair(shop, second, "2024-09-05T09:00", "2024-09-25T09:00")

    until = covered_until(shop, "HA-2", "2025-02-11T09:00")

    assert until == date(2025, 2, 11)


def test_days_of_a_voided_claim_make_nothing_longer(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-04-01T08:00")
    finish_repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    before = covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("document.void", {"reason": "写错了"}, subject=claim, user="li.na")

    assert before == date(2025, 1, 22)
    assert covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 10)


def test_days_on_a_claim_about_the_wrong_unit_move_with_its_correction(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-1", "2024-04-01T08:00")
    finish_repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    before = covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("claim.correct", {"unit": "HA-2", "reason": "看错编号"}, subject=claim, user="li.na")

    assert before == date(2025, 1, 10)
    assert covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 22)


def test_a_repair_that_was_paid_for_makes_nothing_longer(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-04-01T08:00", cause="misuse", evidence="yes")
    shop.do("claim.admit", {"breached": "SLA-06", "because": "迟到"}, subject=claim, user="zhou.qi")
    finish_repair(shop, claim, "2024-04-01T09:00", "2024-04-13T09:00")
    admitted = covered_until(shop, "HA-2", "2025-01-10T09:00")

    shop.do("claim.withdraw_admission", {"reason": "没有迟到"}, subject=claim, user="zhou.qi")

    assert admitted == date(2025, 1, 22)
    assert covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 1, 10)


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
    claim = open_claim(shop, "HA-2", "2024-04-01T08:00")

    with pytest.raises(Invalid) as refused:
        shop.do("claim.finish_repair", given, subject=claim, user="sun.wei")

    assert field in refused.value.fields


def test_waiting_for_parts_is_kept_with_its_moments(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-06-03T08:00")
    shop.do("claim.start_repair", {"started_at": "2024-06-03T09:00"}, subject=claim, user="sun.wei")
    shop.do("claim.wait_for_parts", {"since": "2024-06-04T09:00"}, subject=claim, user="sun.wei")

    with pytest.raises(Refused) as twice:
        shop.do("claim.wait_for_parts", {}, subject=claim, user="sun.wei")
    shop.do("claim.parts_arrived", {"until": "2024-06-20T09:00"}, subject=claim, user="sun.wei")
    with pytest.raises(Refused) as nothing:
        shop.do("claim.parts_arrived", {}, subject=claim, user="sun.wei")
    finish_repair(shop, claim, "2024-06-03T09:00", "2024-06-23T09:00", cured="yes", reason="parts")

    assert twice.value.code == "claim.already_waiting"
    assert nothing.value.code == "claim.not_waiting"
    assert covered_until(shop, "HA-2", "2025-01-10T09:00") == date(2025, 2, 5)  # 01-30 is Spring Festival


def test_whether_a_repair_helped_is_known_later(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-04-01T08:00", part="FAN")

    with pytest.raises(Refused) as too_early:
        shop.do("claim.confirm_cure", {"cured": "no", "because": "又坏"}, subject=claim, user="sun.wei")
    finish_repair(shop, claim, "2024-04-01T09:00", "2024-04-02T09:00")
    shop.do("claim.confirm_cure", {"cured": "no", "because": "又坏"}, subject=claim, user="sun.wei")
    (counted,) = shop.ask("unit.repeat_faults", {"unit": "HA-2", "part": "fan"}, user="li.na")

    assert too_early.value.code == "document.wrong_state"
    assert [case["cured"] for case in counted["cases"]] == [False]


def test_a_fault_recurs_only_on_the_same_unit(shop: sanbao.Sanbao) -> None:
    other = open_claim(shop, "HA-1", "2024-04-01T08:00")

    with pytest.raises(Invalid) as refused:
        open_claim(shop, "HA-2", "2024-05-01T08:00", recurs_from=other)

    assert "recurs_from" in refused.value.fields


def test_a_case_closed_without_a_word_ends_its_repair(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-06-03T08:00")
    shop.do("claim.start_repair", {}, subject=claim, user="sun.wei")

    shop.do("claim.close", subject=claim, user="li.na")
    (counted,) = shop.ask("unit.repeat_faults", {"unit": "HA-2", "fault_code": "E07"}, user="li.na")

    assert counted["cases"][0]["repaired_on"] == date(2026, 12, 30)


# -- entitlement -----------------------------------------------------------------------------------------


def test_a_wish_sets_its_deadlines_and_is_kept(shop: sanbao.Sanbao) -> None:
    """WE-13: asked on Mon 2024-11-04, answer by 11-18, done by 12-02; 13 + 18 days in the shop owe 8 + 13 days."""
    for since, until in (("2024-05-06T09:00", "2024-05-18T15:00"), ("2024-08-01T10:00", "2024-08-19T10:00")):
        claim = open_claim(shop, "HA-2", f"{since[:10]}T08:00", part="FAN")
        finish_repair(shop, claim, since, until, cured="no")
    third = open_claim(shop, "HA-2", "2024-11-04T09:00", part="FAN")

    wish = {"requested_on": "2024-11-04", "choice": "exchange", "same_model_available": "yes"}
    told = shop.do("claim.entitle", wish, subject=third, user="chen.jie").data

    assert told["choice"] == "exchange"
    assert [option["remedy"] for option in told["options"]] == ["exchange", "repair"]
    assert (told["answer_by"], told["complete_by"]) == ("2024-11-18", "2024-12-02")
    assert told["loaner_days"] == 8 + 13
    assert [row["days"] for row in told["repairs"]] == [13, 18]


def test_a_wish_of_tomorrow_is_refused(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-11-04T09:00")

    with pytest.raises(Invalid) as refused:
        shop.do("claim.entitle", {"requested_on": "2027-01-01"}, subject=claim, user="chen.jie")

    assert "requested_on" in refused.value.fields


def test_a_second_wish_takes_the_place_of_the_first(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, "HA-2", "2024-11-04T09:00")
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
    claim = open_claim(shop, "HA-2", "2024-11-04T09:00")

    with pytest.raises(Forbidden):
        shop.do("claim.approve_special_case", {"because": "老客户"}, subject=claim, user="chen.jie")
    approved = shop.do("claim.approve_special_case", {"because": "老客户"}, subject=claim, user="zhou.qi")

    assert approved.number == claim
