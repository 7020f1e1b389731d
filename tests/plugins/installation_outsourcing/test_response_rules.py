"""Every service level of the field loads and is held against what happened, whatever the order of telling (28.1, SLA-01…13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.calendar.official import official_calendar
from sanbao.errors import Invalid
from sanbao.i18n import add_catalogue, use_locale
from sanbao_installation_outsourcing.rules import response
from sanbao_installation_outsourcing.rules.delays import Hindrance
from sanbao_installation_outsourcing.rules.response import Clock, Facts, Relief
from sanbao_installation_outsourcing.rules.response_words import sentences
from sanbao_installation_outsourcing.rules.service_levels import EVENTS, RAISED, Tier
from sanbao_installation_outsourcing.service_levels import level_of, shipped

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = official_calendar()
#: Table 28.1: profile → metric and severity → limit; nothing where the text says nothing.
TABLE: dict[str, dict[tuple[str, str | None], str | None]] = {
    "SLA-000-A": {
        ("reply", None): "30min",
        ("remote", None): None,
        ("dispatch", None): "30min",
        ("arrival", None): "30min",
        ("done", "general"): "30min",
        ("done", "major"): "1h",
        ("report", None): "3h",
    },
    "SLA-000-B": {
        ("reply", None): "3min",
        ("remote", None): None,
        ("dispatch", None): "15min",
        ("arrival", None): "30min",
        ("done", "general"): "30min",
        ("done", "major"): "1h",
    },
    "SLA-000-C": {
        ("reply", None): "3min",
        ("arrival", None): "30min",
        ("done", "general"): "30min",
        ("done", "major"): "1h",
    },
    "SLA-000-D": {("reply", None): "3min", ("arrival", None): "30min", ("done", None): "0d"},
    "SLA-000-E": {
        ("reply", None): "3min",
        ("plan", None): "5min",
        ("arrival", None): "30min",
        ("done", None): "30min",
    },
    "SLA-001": {("reply", None): None, ("plan", None): "3wd"},
    "SLA-002-CONSTR": {("plan", None): "2d", ("remote", None): None, ("dispatch", None): None},
    "SLA-003-24H": {("reply", None): "24h"},
    "SLA-003-EQUIP": {
        ("reply", None): "24h",
        ("remote", None): "6h",
        ("arrival", None): "48h",
        ("training", None): "5wd",
    },
    "SLA-003-1H12H48H": {("reply", None): "1h", ("arrival", None): "12h", ("done", None): "48h"},
    "SLA-003-2H24H": {("reply", None): "2h", ("arrival", None): "24h"},
    "SLA-003-HOTLINE": {("remote", None): None},
    "SLA-003-TIERS": {},
    "SLA-004-3WD": {("reply", None): None, ("arrival", None): None, ("done", None): "3wd"},
    "SLA-004-SHOP": {("promise", None): "24h", ("form_back", None): "12h", ("visit_promise", None): "48h"},
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def judged(
    code: str, moments: dict[str, str], now: str, *, severity: str = "general", **more: Any
) -> dict[str, Clock]:
    facts = Facts({event: at(moment) for event, moment in moments.items()}, **more)
    found = response.clocks(shipped()[code], Tier(severity), facts, at(now), CHINA)
    return {one.line.metric: one for one in found}


def states(found: dict[str, Clock]) -> dict[str, tuple[str, int]]:
    return {metric: (one.state, one.late_seconds) for metric, one in found.items()}


def test_all_rows_of_the_table_are_there_as_data() -> None:
    found = {
        code: {(line.metric, line.severity): line.within for line in level.lines}
        for code, level in shipped().items()
    }

    assert found == TABLE
    # from the first handbook nothing is ever held; of the others the text says nothing against it (SLA-12)
    assert {code for code, level in shipped().items() if not level.pausable} == {
        f"SLA-000-{letter}" for letter in "ABCDE"
    }


@pytest.mark.parametrize("code", sorted(TABLE))
@pytest.mark.parametrize("severity", ["general", "major"])
def test_every_level_is_judged_and_explains_itself(code: str, severity: str) -> None:
    told = {event: f"2024-06-03T{9 + n // 4:02}:{15 * (n % 4):02}:00" for n, event in enumerate(EVENTS)}

    early = judged(code, {RAISED: told[RAISED]}, "2024-06-03T09:00:01", severity=severity)
    ended = judged(code, told, "2024-06-30T09:00:00", severity=severity)

    assert {one.state for one in early.values()} <= {"waiting", "open", "no_limit"}
    assert {one.state for one in ended.values()} <= {"met", "breached", "best_effort", "no_limit"}
    for clock in ended.values():
        assert clock.steps
        assert all(step.rule for step in clock.steps)
        assert all(str(step.text) for step in clock.steps)


def test_the_moments_of_the_worked_example() -> None:
    # WE-15
    told = {RAISED: "2024-09-30T16:20:00", "replied": "2024-09-30T17:20:00", "arrived": "2024-10-01T04:20:01"}

    found = judged("SLA-003-1H12H48H", {**told, "done": "2024-10-02T12:00:00"}, "2024-10-02T12:00:00")

    assert states(found) == {"reply": ("met", 0), "arrival": ("breached", 1), "done": ("met", 0)}
    assert (found["arrival"].due_at, found["arrival"].tender_due_at) == (
        at("2024-10-01T04:20:00"),
        at("2024-10-01T16:20:00"),
    )
    assert found["arrival"].tender_met is True
    assert found["done"].due_at == at("2024-10-02T16:20:00")


def test_minutes_by_phone_and_after_arrival() -> None:
    # WE-14, and the same under SLA-000-C
    told = {
        RAISED: "2024-06-03T10:00:00",
        "replied": "2024-06-03T10:02:40",
        "remote_failed": "2024-06-03T10:05:00",
        "dispatched": "2024-06-03T10:18:00",
        "arrived": "2024-06-03T10:30:01",
        "done": "2024-06-03T10:58:00",
    }

    strict = judged("SLA-000-B", told, "2024-06-03T11:00:00")
    with_report = judged("SLA-000-A", {**told, "reported": "2024-06-03T13:58:00"}, "2024-06-04T11:00:00")

    assert states(strict) == {
        "reply": ("met", 0),
        "remote": ("no_limit", 0),
        "dispatch": ("met", 0),
        "arrival": ("breached", 1),
        "done": ("met", 0),
    }
    assert strict["arrival"].line.consequence == "deemed"
    assert strict["done"].elapsed == timedelta(minutes=27, seconds=59)
    assert (with_report["report"].due_at, with_report["report"].state) == (at("2024-06-03T13:58:00"), "met")


def test_working_days_count_make_up_days_and_leave_out_the_holiday() -> None:
    # WE-16: Sunday the 29th is worked, so the third working day is 8 October, until 24:00
    found = judged("SLA-001", {RAISED: "2024-09-27T15:00:00"}, "2024-10-08T23:59:59")

    assert found["plan"].due_at == at("2024-10-09T00:00:00")
    assert found["plan"].state == "open"
    late = judged("SLA-001", {RAISED: "2024-09-27T15:00:00"}, "2024-10-09T00:00:01")
    assert states(late)["plan"] == ("breached", 1)


def test_best_effort_is_never_a_breach() -> None:
    told = {RAISED: "2024-06-03T10:00:00", "arrived": "2024-06-03T10:10:00", "done": "2024-06-03T11:00:00"}

    found = judged("SLA-000-C", told, "2024-06-03T11:00:00")

    # fifty minutes where thirty were aimed at
    assert states(found)["done"] == ("best_effort", 1200)


def test_replaced_goods_end_the_clock_as_well() -> None:
    found = judged(
        "SLA-003-2H24H",
        {RAISED: "2024-06-03T10:00:00", "replaced": "2024-06-04T10:00:00"},
        "2024-06-05T10:00:00",
    )

    assert states(found)["arrival"] == ("met", 0)
    # nobody answered: goods that come are no answer
    assert found["reply"].state == "breached"


def test_a_hold_stops_the_clock_only_while_there_is_time_left() -> None:
    told = {RAISED: "2024-06-03T10:00:00"}
    held = Relief("SLA-12", at("2024-06-03T10:30:00"), at("2024-06-03T12:00:00"), "车主不在", is_hold=True)
    too_late = Relief(
        "SLA-12", at("2024-06-03T11:00:00"), at("2024-06-03T12:00:00"), "车主不在", is_hold=True
    )
    still = Relief("SLA-12", at("2024-06-03T10:30:00"), None, "车主不在", is_hold=True)

    stopped = judged(
        "SLA-003-1H12H48H", {**told, "replied": "2024-06-03T12:30:00"}, "2024-06-03T13:00:00", reliefs=(held,)
    )
    late = judged(
        "SLA-003-1H12H48H",
        {**told, "replied": "2024-06-03T12:30:00"},
        "2024-06-03T13:00:00",
        reliefs=(too_late,),
    )
    waiting = judged("SLA-003-1H12H48H", told, "2024-06-09T13:00:00", reliefs=(still,))

    assert (stopped["reply"].state, stopped["reply"].due_at) == ("met", at("2024-06-03T12:30:00"))
    assert states(late)["reply"] == ("breached", 5400)
    assert {one.state for one in waiting.values()} == {"held"}
    assert {one.due_at for one in waiting.values()} == {None}


@pytest.mark.parametrize(
    ("cause", "agreed", "fm_mode", "state", "late"),
    [
        ("force_majeure", None, None, "breached", 86400),  # INS-15: nothing before both agreed
        ("force_majeure", 1, None, "excused", 0),
        ("force_majeure", None, "auto_relief", "excused", 0),  # SLA-13
        ("force_majeure", 1, "none", "breached", 86400),
        ("ours", None, None, "excused", 0),
    ],
)
def test_lost_days_excuse_only_what_was_agreed(
    cause: str, agreed: int | None, fm_mode: str | None, state: str, late: int
) -> None:
    storm = Hindrance(cause, date(2024, 6, 4), date(2024, 6, 4), agreed, "暴雨")
    reliefs = response.reliefs_of([storm], fm_mode, CHINA)
    told = {RAISED: "2024-06-03T16:00:00", "replied": "2024-06-03T16:10:00", "arrived": "2024-06-05T04:00:00"}

    found = judged("SLA-003-1H12H48H", told, "2024-06-05T05:00:00", reliefs=reliefs)

    # due at 04:00 on the 4th, in the middle of the storm's day; 20 hours stood still make it 24:00 + 4 hours on the 5th
    assert states(found)["arrival"] == (state, late)


def test_a_storm_after_the_time_ran_out_excuses_nothing() -> None:
    storm = Hindrance("force_majeure", date(2024, 6, 5), date(2024, 6, 6), 2, "暴雨")
    told = {RAISED: "2024-06-03T16:00:00", "arrived": "2024-06-06T04:00:00"}

    found = judged(
        "SLA-003-1H12H48H", told, "2024-06-06T05:00:00", reliefs=response.reliefs_of([storm], None, CHINA)
    )

    assert states(found)["arrival"] == ("breached", 172800)
    assert any(step.holds is False and step.rule == "SLA-13" for step in found["arrival"].steps)


def test_an_appointment_stands_in_the_place_of_the_arrival_limit() -> None:
    told = {RAISED: "2024-06-03T16:00:00", "arrived": "2024-06-08T09:00:00"}

    found = judged("SLA-003-1H12H48H", told, "2024-06-08T10:00:00", appointed_at=at("2024-06-08T09:00:00"))

    assert states(found)["arrival"] == ("met", 0)


def test_who_solves_it_by_phone_need_not_come() -> None:
    told = {RAISED: "2024-06-03T16:00:00", "replied": "2024-06-03T16:10:00", "done": "2024-06-03T16:40:00"}

    found = judged("SLA-003-1H12H48H", told, "2024-06-09T10:00:00")

    assert {one.state for one in found.values()} == {"met"}


def test_a_wrong_profile_names_every_problem_at_once() -> None:
    lines = [
        {"metric": "reply", "limit": "1"},
        {"metric": "reply"},
        {"metric": "dance", "limit": "1", "unit": "h"},
        {"metric": "done", "limit": "2", "unit": "wd", "calendar": "24x7"},
    ]

    with pytest.raises(Invalid) as refused:
        level_of({"code": "X", "pausable": "perhaps", "lines": lines})

    paths = {one.path for one in refused.value.problems}
    assert {"pausable", "lines.0.unit", "lines.1.limit", "lines.2.metric", "lines.3.calendar"} <= paths


def test_the_same_promise_twice_is_refused() -> None:
    line = {"metric": "reply", "limit": "1", "unit": "h"}

    with pytest.raises(Invalid) as refused:
        level_of({"code": "X", "lines": [line, {**line, "limit": "2"}]})

    assert [one.path for one in refused.value.problems] == ["lines"]


def test_the_contract_says_it_in_both_languages() -> None:
    add_catalogue("sanbao_installation_outsourcing")
    level = shipped()["SLA-003-1H12H48H"]

    with use_locale("zh_Hans_CN"):
        chinese = " ".join(str(one) for one in sentences(level))
    with use_locale("en"):
        english = " ".join(str(one) for one in sentences(level))

    assert "首次答复：自提出问题起 1 小时内" in chinese
    assert "到场：自提出问题起 12 小时内（招标要求 24 小时）" in chinese
    assert "Problem put right: within 48 h of “Problem raised”" in english


moments = st.integers(0, 200_000).map(lambda seconds: at("2024-06-03T00:00:00") + timedelta(seconds=seconds))


@given(
    code=st.sampled_from(sorted(TABLE)),
    told=st.dictionaries(st.sampled_from([one for one in EVENTS if one != RAISED]), moments, max_size=5),
    severity=st.sampled_from(["general", "major"]),
    more=moments,
)
def test_the_order_of_telling_changes_nothing_and_later_is_never_better(
    code: str, told: dict[str, datetime], severity: str, more: datetime
) -> None:
    start = at("2024-06-02T23:59:00")
    now = at("2024-06-30T00:00:00")
    level = shipped()[code]

    first = response.clocks(level, Tier(severity), Facts({RAISED: start, **told}), now, CHINA)

    for order in list(permutations(told.items()))[:6]:
        assert (
            response.clocks(level, Tier(severity), Facts({RAISED: start, **dict(order)}), now, CHINA) == first
        )
    for event, moment in told.items():
        later = response.clocks(
            level, Tier(severity), Facts({RAISED: start, **told, event: max(moment, more)}), now, CHINA
        )
        # What happens later may let the next clock start later; of the same start nothing becomes better.
        pairs = [(one, two) for one, two in zip(first, later, strict=True) if one.start_at == two.start_at]
        assert all(one.late <= two.late for one, two in pairs)
    for clock in first:
        if clock.ended_at is not None and clock.due_at is not None and clock.start_at is not None:
            assert (clock.late_seconds == 0) == (clock.ended_at - clock.due_at < timedelta(seconds=1))


TIERED = {
    "code": "SLA-OWN-TIERS",
    "lines": [
        {"metric": "reply", "limit": 24, "unit": "h"},
        {"metric": "reply", "limit": 4, "unit": "h", "severity": "major"},
        {"metric": "reply", "limit": 2, "unit": "h", "urgency": "urgent"},
        {"metric": "reply", "limit": 8, "unit": "h", "customer_class": "VIP"},
        {"metric": "reply", "limit": 1, "unit": "h", "severity": "major", "customer_class": "VIP"},
        {"metric": "done", "limit": 3, "unit": "d", "urgency": "P1"},
    ],
}


@pytest.mark.parametrize(
    ("tier", "within"),
    [
        (Tier(), "24h"),
        (Tier("major"), "4h"),
        (Tier("general", "urgent"), "2h"),
        (Tier("general", "normal", "VIP"), "8h"),
        (Tier("general", "normal", "vip"), "8h"),
        (Tier("general", "normal", "others"), "24h"),
        # two words describe it more closely than one
        (Tier("major", "urgent", "VIP"), "1h"),
        # of those that name one word each, severity comes before urgency, and urgency before the class
        (Tier("major", "urgent"), "4h"),
        (Tier("general", "urgent", "VIP"), "2h"),
    ],
)
def test_of_several_promises_the_one_that_describes_a_problem_most_closely_holds(
    tier: Tier, within: str
) -> None:
    level = level_of(TIERED)

    for lines in (level.lines, level.lines[::-1]):
        (reply,) = [line for line in replace(level, lines=lines).lines_for(tier) if line.metric == "reply"]
        assert reply.within == within


def test_a_promise_for_other_problems_alone_sets_no_clock() -> None:
    level = level_of(TIERED)

    assert [line.metric for line in level.lines_for(Tier())] == ["reply"]
    assert [line.metric for line in level.lines_for(Tier(urgency="P1"))] == ["reply", "done"]
    assert level.urgencies == ("normal", "urgent", "emergency", "P1")


def test_a_clock_says_why_this_promise_holds() -> None:
    raised = {RAISED: at("2024-06-03T09:00:00")}

    (clock,) = response.clocks(
        level_of(TIERED), Tier("major", "normal", "VIP"), Facts(raised), at("2024-06-03T09:30:00"), CHINA
    )

    add_catalogue("sanbao_installation_outsourcing")
    (said,) = [step for step in clock.steps if step.rule == "SLA-10"]
    with use_locale("en"):
        assert str(said.text) == (
            "The problem is: Major fault, Normal, clients of class VIP; "
            "of 5 promises this one describes it most closely"
        )
    assert clock.due_at == at("2024-06-03T10:00:00")
