"""The shipped laws against a reference written from section 29 of the domain catalogue, on every day of five years."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar import roll
from sanbao.calendar.official import official_calendar
from sanbao_warranty.policy import BadPolicy, Policy, load_text, shipped, shipped_codes
from sanbao_warranty.policy.lengths import Downtime, OnExchange
from sanbao_warranty.rules import Fault, Request, UnitFacts, decide_many, entitle

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()
START = date(2020, 2, 29)
DAYS = [START + timedelta(days=days) for days in range(-3, 5 * 366)]
EVENTS = ("invoice", "sale", "delivery", "handover", "completion_acceptance", "commissioning")
ALL, TWO, ONE = {"return", "exchange", "repair"}, {"exchange", "repair"}, {"repair"}
FIRST_WEEKS = [("7d", ALL), ("15d", TWO)]


@dataclass(frozen=True)
class Row:
    """What the catalogue says of one profile: for how long which remedies, the strongest first."""

    code: str
    windows: list[tuple[str, set[str]]]
    part: str | None = None
    category: str | None = None
    fault: dict[str, object] = field(default_factory=dict)
    open_term: bool = False
    rolls: bool = True

    def __str__(self) -> str:
        return "/".join(
            str(one) for one in (self.code, self.category, self.part, *self.fault.values()) if one
        )


def goods(category: str, months: int, part: str | None = None) -> list[Row]:
    """Rows that the general rule and Zhejiang, which follows its list, share."""
    windows = [*FIRST_WEEKS, (f"{months}m", ONE)]
    return [Row(f"WP-N-{name}", windows, part, category) for name in ("GOODS", "ZHEJIANG")]


NAMED_ONLY = [
    "fan",
    "microwave",
    "vacuum_cleaner",
    "range_hood",
    "gas_water_heater",
    "camcorder",
    "tape_recorder",
    "electronic_organ",
    "sewing_machine",
    "clock_watch",
    "motorcycle",
]
ACCESSORY = {"exchange_accessory"}
CAR_WINDOW = {"exchange", "return"}
ROWS = [
    *goods("bicycle", 12),
    *goods("bicycle", 24, "frame"),
    *goods("bicycle", 24, "gear"),
    *goods("colour_tv", 12),
    *(row for part in ("tube", "line_transformer", "tuner", "ic") for row in goods("colour_tv", 36, part)),
    *goods("bw_tv", 12),
    *goods("bw_tv", 36, "key"),
    *goods("video_recorder", 12),
    *goods("video_recorder", 12, "key"),
    *(row for name in ("air_conditioner", "refrigerator", "washing_machine") for row in goods(name, 12)),
    *(
        row
        for name in ("air_conditioner", "refrigerator", "washing_machine")
        for row in goods(name, 36, "key")
    ),
    *(Row("WP-N-GOODS", FIRST_WEEKS, category=name, open_term=True) for name in NAMED_ONLY),
    Row("WP-N-ZHEJIANG", FIRST_WEEKS, category="fan", open_term=True),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("12m", ONE)]),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("6m", ACCESSORY)], "battery"),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("12m", ACCESSORY)], "charger"),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("3m", ACCESSORY)], "wired_earphone"),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("12m", ACCESSORY)], "terminal_card"),
    Row("WP-N-PHONE", [*FIRST_WEEKS, ("12m", ACCESSORY)], "data_card"),
    Row("WP-N-PC", [("12m", {"repair", "replace_part"})]),
    Row("WP-N-PC", [("24m", {"repair", "replace_part"})], "key"),
    Row("WP-N-FIXEDPHONE", [], open_term=True),
    Row("WP-N-AV", [("12m", {"repair", "replace_part"})], category="disc_player"),
    Row("WP-N-AV", [("24m", {"repair", "replace_part"})], "key", "disc_player"),
    Row("WP-N-AV", [], category="speaker", open_term=True),
    Row("WP-N-AV", [], category="amplifier", open_term=True),
    *(
        Row("WP-N-FARM1998", [("15d", TWO), (f"{months}m", ONE)], part, category)
        for category, whole, main in (
            ("large_tractor", 12, 24),
            ("small_tractor", 9, 18),
            ("multi_cylinder_diesel", 12, 24),
            ("single_cylinder_diesel", 9, 18),
            ("two_stroke_petrol", 3, 6),
            ("four_stroke_petrol", 6, 12),
        )
        for part, months in ((None, whole), ("key", main))
    ),
    Row("WP-N-FARM2010", [("12m", ONE)], open_term=True),
    Row("WP-N-FARM2010", [("12m", ONE)], fault={"fault_class": "general_fault"}, open_term=True),
    Row("WP-N-CAR", [("36m", ONE)]),
    Row("WP-N-CAR", [("7d", CAR_WINDOW), ("36m", ONE)], fault={"fault_class": "assembly_replacement_needed"}),
    *(
        Row("WP-N-CAR", [("60d", CAR_WINDOW), ("36m", ONE)], fault={"fault_class": name})
        for name in ("steering_failure", "brake_failure", "body_crack", "fuel_leak", "battery_fire")
    ),
    Row("WP-N-BEIJING", [("6m", ONE)]),
    Row("WP-N-SHANDONG", [("24m", ONE)], "decoration"),
    *(Row("WP-N-SHANDONG", [("60m", ONE)], part) for part in ("roof", "wet_room", "exterior_wall")),
    Row("WP-N-SHANDONG", [], "garden"),
    Row("WP-N-CONSUMER", [("7d", {"return"})]),
    *(Row("WP-N-CONSTR", [("60m", ONE)], part) for part in ("roof", "wet_room", "exterior_wall")),
    *(
        Row("WP-N-CONSTR", [("24m", ONE)], part)
        for part in ("electrical", "plumbing", "equipment", "decoration")
    ),
    # Of the seasons 11-15..03-15 those of 2020 and 2021 are whole; the end of a season is not moved.
    Row("WP-N-CONSTR", [("2022-03-15", ONE)], "heating", rolls=False),
    Row("WP-N-CONSTR", [], "cooling", open_term=True),
    *(Row("WP-N-CONSTR", [], part, open_term=True) for part in ("foundation", "main_structure")),
    Row(
        "WP-N-CIVIL",
        [("24m", {"repair", "exchange", "return", "price_reduction"})],
        fault={"product_caused": True},
    ),
    Row("WP-N-CIVIL", [], fault={"product_caused": False}),
]


def last_day(length: str, rolls: bool) -> date:
    """Count like the Civil Code: the start is not counted, the corresponding day ends it, rest days are passed over."""
    if length.endswith("d"):
        end = START + timedelta(days=int(length[:-1]))
    elif length.endswith("m"):
        year, month = divmod(START.year * 12 + START.month - 1 + int(length[:-1]), 12)
        end = date(year, month + 1, min(START.day, monthrange(year, month + 1)[1]))
    else:
        end = date.fromisoformat(length)
    while rolls and not CALENDAR.is_working(end):
        end += timedelta(days=1)
    return end


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def unit_of(row: Row) -> UnitFacts:
    return UnitFacts(dates=dict.fromkeys(EVENTS, START), category=row.category, key_parts=frozenset({"key"}))


def expected(row: Row, ends: list[tuple[date, set[str]]], day: date) -> set[str]:
    return next((remedies for end, remedies in ends if START <= day <= end), set())


def test_every_law_of_the_catalogue_is_shipped_and_in_the_table() -> None:
    assert {code for code in shipped_codes() if code.startswith("WP-N-")} == {row.code for row in ROWS}
    assert len({row.code for row in ROWS}) == 14


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_day_of_five_years_agrees_with_the_reference(row: Row) -> None:
    ends = [(last_day(length, row.rolls), remedies) for length, remedies in row.windows]
    policies, unit = [shipped(row.code)], unit_of(row)
    faults = [Fault(received_at=noon(day), part=row.part, **row.fault) for day in DAYS]  # type: ignore[arg-type]

    decisions = decide_many(
        ((policies, unit, fault) for fault in faults), roll=lambda day: roll(day, CALENDAR).day
    )

    for day, decision in zip(DAYS, decisions, strict=True):
        wanted = expected(row, ends, day)
        assert decision.covered is bool(wanted), day
        assert set(decision.chosen.remedies if decision.chosen else ()) == wanted, day
        if row.open_term and not wanted and day >= START:
            assert decision.chosen is not None
            assert decision.chosen.flags[0] == "term_not_stated"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_the_customer_may_have_agrees_on_both_sides_of_every_end(row: Row) -> None:
    ends = [(last_day(length, row.rolls), remedies) for length, remedies in row.windows]
    days = [START, *(end + timedelta(days=more) for end, _remedies in ends for more in (0, 1))]

    for day in days:
        fault = Fault(received_at=noon(day), part=row.part, **row.fault)  # type: ignore[arg-type]
        found = entitle(
            [shipped(row.code)],
            unit_of(row),
            Request(fault, day, same_model_available=True),
            calendar=CALENDAR,
        )
        wanted = {remedy for end, remedies in ends if START <= day <= end for remedy in remedies}
        assert set(found.remedies) == wanted, day


#: start of the term, downtime, exchange, notice beside the windows: what N-03…N-26 say of each law.
SHAPES = [
    ("WP-N-GOODS", "calendar_days", "restart", True, (None, None), None),
    ("WP-N-PHONE", "calendar_days", "restart", True, (None, None), 7),
    ("WP-N-PC", "calendar_days", "restart", True, (None, None), None),
    ("WP-N-FIXEDPHONE", "calendar_days", "restart", True, (None, None), 3),
    ("WP-N-AV", "calendar_days", "restart", True, (None, None), None),
    ("WP-N-CAR", "none", "restart", True, ("10wd", "20wd"), 5),
    ("WP-N-ZHEJIANG", "calendar_days", "restart", True, (None, None), 5),
    ("WP-N-FARM1998", "calendar_days", "inherit", False, ("7d", None), None),
]


@pytest.mark.parametrize(("code", "downtime", "exchange", "consumers", "deadlines", "loaner"), SHAPES)
def test_the_parameters_beside_the_terms(
    code: str,
    downtime: str,
    exchange: str,
    consumers: bool,
    deadlines: tuple[str | None, str | None],
    loaner: int | None,
) -> None:
    policy = shipped(code)

    assert policy.downtime_extends is Downtime(downtime)
    assert policy.on_exchange.term is OnExchange(exchange)
    assert policy.consumers_only is consumers
    assert (
        tuple(
            str(one) if one else None for one in (policy.rights.answer_within, policy.rights.complete_within)
        )
        == deadlines
    )
    assert (policy.rights.loaner.after_days if policy.rights.loaner else None) == loaner


def rates(policy: Policy) -> dict[str, str | None]:
    table = policy.rights.depreciation.product_rates
    return {name: str(rate) if rate is not None else None for name, rate in table.items()}


def test_the_rates_of_the_annex_are_stated_or_left_open_as_the_catalogue_says() -> None:
    stated = {
        "bicycle": "0.0005",
        "colour_tv": "0.001",
        "bw_tv": "0.0005",
        "video_recorder": "0.001",
        "air_conditioner": "0.001",
    }
    found = rates(shipped("WP-N-GOODS"))

    assert len(found) == 18
    assert {name: rate for name, rate in found.items() if rate is not None} == stated
    assert {
        code: str(shipped(code).rights.depreciation.rate)
        for code in ("WP-N-PHONE", "WP-N-PC", "WP-N-FIXEDPHONE")
    } == {
        "WP-N-PHONE": "0.005",
        "WP-N-PC": "0.0025",
        "WP-N-FIXEDPHONE": "None",
    }


@pytest.mark.parametrize("code", [code for code in shipped_codes() if code.startswith("WP-N-")])
def test_a_law_says_how_sure_we_are_of_it(code: str) -> None:
    policy = shipped(code)

    assert any(mark in policy.source for mark in ("[V]", "[V-part]"))
    assert policy.kind == "statutory"
    assert policy.roll_last_day


WRONG = """
code: BAD
version: 1
names: {zh: 甲, en: Bad}
rank: statutory
downtime_extends: sometimes
in_force_from: 2022-13-01
final_test: {window: 1wd}
on_exchange: {term: again}
guarantees:
  - {kind: repair, term: 1y, seasons: {count: 0, dates: {heating: {usual: 11-31..03-15}}}}
  - {kind: use, term: null, usage_limit: {miles: 5, km: 0}}
rights:
  within: mending
  triggers:
    - {right: a, counts: repairs, remedies: []}
    - {right: b, counts: hours, at_least: 1, more_than: 2, remedies: [swap]}
    - {right: C, counts: repairs, at_least: 0, remedies: [swap], measured_in: weeks}
  depreciation: {kind: none, rate: 2}
  loaner: {}
  answer_within: soon
  fraud: {times: 0, least: -1}
  unheard_of: 1
"""


def test_every_mistake_in_a_law_is_named_at_once() -> None:
    with pytest.raises(BadPolicy) as refused:
        load_text(WRONG)

    found = {problem.path for problem in refused.value.problems}
    assert {
        "downtime_extends",
        "in_force_from",
        "final_test.window",
        "on_exchange.term",
        "guarantees[1].seasons.count",
        "guarantees[1].seasons.dates.heating.usual",
        "guarantees[2].usage_limit.miles",
        "guarantees[2].usage_limit.km",
        "rights.triggers[1].at_least",
        "rights.triggers[1].remedies",
        "rights.triggers[2].counts",
        "rights.triggers[3].right",
        "rights.triggers[3].at_least",
        "rights.triggers[3].measured_in",
        "rights.depreciation.rate",
        "rights.loaner.after_days",
        "rights.answer_within",
        "rights.fraud.times",
        "rights.fraud.least",
        "rights.unheard_of",
    } <= found


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ("{kind: repair, term: 1y, design_life: yes}", "guarantees[1].term"),
        ("{kind: repair, term: null, design_life: yes, default_term: 6m}", "guarantees[1].term"),
        (
            "{kind: repair, term: 1y}]\nrights: {triggers: [{right: a, counts: repairs, at_least: 2, remedies: [x]}]",
            "rights.within",
        ),
        ("{kind: repair, term: 1y}]\nrights: {within: use", "rights"),
    ],
)
def test_a_law_that_contradicts_itself_is_refused(more: str, path: str) -> None:
    closing = "}" if "rights" in more else "]"
    text = f"code: A\nversion: 1\nnames: {{zh: 甲, en: A}}\nrank: 20\nguarantees: [{more}{closing}\n"

    with pytest.raises(BadPolicy) as refused:
        load_text(text)

    assert path in {problem.path for problem in refused.value.problems}
