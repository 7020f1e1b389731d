"""Promises that a stranger writes: other numbers work, and every mistake is named at once."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sanbao.errors import NotFound
from sanbao_warranty.policy import BadPolicy, load, load_text, shipped
from sanbao_warranty.rules import Cost, Fault, Replacement, UnitFacts, charge, decide, ends

CHINA = ZoneInfo("Asia/Shanghai")
KETTLE = """
code: KETTLE-2031
version: 4
names: {zh: 电水壶, en: Kettle}
source: a stranger's own
rank: 25
start_events: [invoice]
guarantees:
  - {kind: swap_in_shop, term: 17d, any_part: yes, remedies: [swap]}
  - kind: mend
    term: 1y7m
    key_term: 30m
    part_terms: {seal: 45d}
    remedies: [mend]
    restart: {chain: yes}
exclusions: [limescale]
exclusion_needs_evidence: no
period_convention: inclusive_start
post_warranty: {labour: 0.5, travel: 1, freight: 0, install: 0, material_rate: 0.25, small_part_threshold: 3.50}
"""
SEVEN_FIFTEEN = """
code: LAW
version: 1
names: {zh: 七日十五日, en: Seven and fifteen days}
rank: statutory
start_events: [invoice]
roll_last_day: no
guarantees:
  - {kind: return, term: 7d, any_part: yes, remedies: [return, exchange, repair]}
  - {kind: exchange, term: 15d, any_part: yes, remedies: [exchange, repair]}
  - {kind: repair, term: 1y, remedies: [repair]}
"""
UNIT = UnitFacts(dates={"invoice": date(2031, 1, 31)}, key_parts=frozenset({"heater"}))


def on(day, **more):
    return Fault(received_at=datetime(day.year, day.month, day.day, 12, tzinfo=CHINA), **more)


def problems(text):
    with pytest.raises(BadPolicy) as refused:
        load_text(text)
    return {problem.path: str(problem) for problem in refused.value.problems}


def test_a_strangers_numbers_are_counted_as_they_stand():
    found = {(end.kind, end.part): end.until for end in ends(load_text(KETTLE), UNIT)}

    # inclusive_start ends one day earlier than the Civil Code's way (CAL-01).
    assert found[("swap_in_shop", None)] == date(2031, 2, 16)
    assert found[("mend", None)] == date(2032, 8, 30)
    assert found[("mend", "heater")] == date(2033, 7, 30)
    assert found[("mend", "seal")] == date(2031, 3, 16)


def test_a_strangers_exclusion_without_a_burden_of_proof_and_its_prices_count():
    decision = decide([load_text(KETTLE)], UNIT, on(date(2031, 6, 1), part="heater", cause="limescale"))
    costs = [Cost("labour", Decimal("9.99")), Cost("material", Decimal("3.50")), Cost("material", Decimal("3.54"))]

    assert not decision.covered
    assert [line.amount for line in charge(decision, costs).lines] == [
        Decimal("5.00"),
        Decimal("0.00"),
        Decimal("0.89"),
    ]


def test_a_strangers_restart_and_unknown_remedies_work():
    unit = UnitFacts(dates=UNIT.dates, replacements=(Replacement("lid", date(2032, 8, 30)),))

    decision = decide([load_text(KETTLE)], unit, on(date(2034, 3, 29), part="lid"))

    assert (decision.covered, decision.chosen.remedies) == (True, ("mend",))
    assert not decide([load_text(KETTLE)], unit, on(date(2034, 3, 30), part="lid")).covered


@pytest.mark.parametrize(
    "day, remedies",
    [
        (date(2024, 3, 12), ("return", "exchange", "repair")),
        (date(2024, 3, 13), ("exchange", "repair")),
        (date(2024, 3, 20), ("exchange", "repair")),
        (date(2024, 3, 21), ("repair",)),
    ],
)
def test_we_08_the_windows_of_seven_and_fifteen_days_are_guarantees_like_others(day, remedies):
    unit = UnitFacts(dates={"invoice": date(2024, 3, 5)})

    assert decide([load_text(SEVEN_FIFTEEN)], unit, on(day)).chosen.remedies == remedies


def test_law_rolls_off_rest_days_unless_it_says_otherwise():
    assert load_text(SEVEN_FIFTEEN.replace("roll_last_day: no\n", "")).roll_last_day
    assert not shipped("WP-003-3M").roll_last_day


def test_every_mistake_is_named_at_once_with_what_would_be_right():
    found = problems(
        "version: x\nnames: {zh: 甲}\nrank: high\nexclusions: [a, a]\nzzz: 1\n"
        "guarantees: [{kind: Repair, term: 3 years, floor: {period: 10wd, x: 1}, any_part: yes, key_term: 1y}]\n"
        "post_warranty: {labour: 1.5, travel: 1e0, freight: '１', install: 1, material_rate: -1}\n"
    )

    assert set(found) == {
        "code",
        "version",
        "names",
        "rank",
        "exclusions",
        "zzz",
        "guarantees[1].kind",
        "guarantees[1].term",
        "guarantees[1].any_part",
        "guarantees[1].floor.period",
        "guarantees[1].floor.x",
        "post_warranty.labour",
        "post_warranty.travel",
        "post_warranty.freight",
        "post_warranty.material_rate",
    }
    assert "for example 3y" in found["guarantees[1].term"]
    assert "statutory, contract" in found["rank"]


def test_a_parameter_that_is_not_known_is_never_passed_over():
    assert "known are: code, version" in problems(KETTLE + "downtime_extend: calendar_days\n")["downtime_extend"]


@pytest.mark.parametrize(
    "text, path",
    [
        ("code: A\ncode: B\n", "line 2:"),
        ("a: &x 1\nb: *x\n", "line 2:"),
        ("a: [1\n", "line 2:"),
        ("just words", ""),
        ("", ""),
        ("[1, 2]", ""),
        ("[" * 5000, ""),
        ("!!python/object/apply:os.getcwd []", "line 1:"),
    ],
)
def test_text_that_is_no_table_is_refused_and_never_run(text, path):
    assert path in problems(text)


def test_a_mistake_keeps_its_sentence_apart_so_that_it_can_be_translated():
    with pytest.raises(BadPolicy) as refused:
        load_text("code: A")

    problem = next(one for one in refused.value.problems if one.path == "version")
    assert problem.message == "must be stated"
    assert "version: must be stated" in str(refused.value)


def test_numbers_from_json_are_read_like_text():
    policy = load(
        {"code": "J", "version": 1, "names": {"zh": "甲", "en": "J"}, "rank": 30, "onsite_free": False,
         "guarantees": [{"kind": "repair", "term": "1y"}]}
    )

    assert (policy.version, policy.rank, policy.onsite_free) == (1, 30, False)


def test_an_unknown_promise_is_not_found():
    with pytest.raises(NotFound):
        shipped("WP-999")
