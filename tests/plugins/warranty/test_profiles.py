"""The shipped promises against a reference written from section 28.2 of the domain catalogue, day by day."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sanbao_warranty.policy import canonical, dump, load, shipped, shipped_codes
from sanbao_warranty.rules import Fault, UnitFacts, decide, decide_many

CHINA = ZoneInfo("Asia/Shanghai")
START = date(2024, 2, 29)
DAYS = [START + timedelta(days=days) for days in range(-3, 5 * 366)]
UNIT = UnitFacts(
    dates=dict.fromkeys(("site_acceptance", "sale", "handover", "completion_acceptance", "ex_factory", "installation"), START),
    key_parts=frozenset({"key"}),
)
LISTED = {"fault_class": "line_fault"}
OWN_FAULT = {"product_caused": True}
OTHER = {"fault_class": "scratch", "product_caused": False}

#: profile, part, fault, months of cover (0: none), whether a term is missing.
TABLE = [
    ("WP-000-3Y5Y", "fan", {}, 36, False),
    ("WP-000-3Y5Y", "key", {}, 60, False),
    ("WP-000-5Y", "fan", {}, 60, False),
    ("WP-000-5Y", "key", {}, 60, False),
    ("WP-000-10Y", "fan", LISTED, 120, False),
    ("WP-000-10Y", "key", OWN_FAULT, 120, False),
    ("WP-000-10Y", "fan", OTHER, 60, False),
    ("WP-000-FREE", "fan", {}, 0, True),
    ("WP-000-POST", "fan", {}, 0, False),
    ("WP-001", "fan", {}, 0, True),
    ("WP-002-CONSTR", "roof", {}, 60, False),
    ("WP-002-CONSTR", "electrical", {}, 24, False),
    ("WP-002-CONSTR", "cooling", {}, 0, True),
    ("WP-002-CONSTR", "main_structure", {}, 0, True),
    ("WP-002-CONSTR", "garden", {}, 0, False),
    ("WP-002-RMA", "fan", OWN_FAULT, 3, True),
    ("WP-002-RMA", "fan", {}, 0, True),
    ("WP-003-3M", "fan", {}, 3, True),
    ("WP-003-SANBAO", "fan", {}, 0, True),
    ("WP-003-GENERIC", "fan", {}, 0, True),
    ("WP-004-SHOP", "fan", {}, 0, True),
]


def months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def test_the_twelve_promises_of_the_catalogue_are_shipped():
    ours = {code for code in shipped_codes() if not code.startswith("WP-N-")}

    assert ours == {row[0] for row in TABLE}
    assert len(ours) == 12


@pytest.mark.parametrize("code", shipped_codes())
def test_a_shipped_promise_is_named_in_two_languages_and_quotes_its_source(code):
    policy = shipped(code)

    assert policy.code == code
    assert all(policy.names[language] for language in ("zh", "en"))
    assert policy.source.startswith("N-" if code.startswith("WP-N-") else code[3:6])


@pytest.mark.parametrize("code", shipped_codes())
def test_a_promise_survives_the_way_out_and_back(code):
    policy = shipped(code)

    assert load(dump(policy)) == policy
    assert canonical(load(dump(policy))) == canonical(policy)


@pytest.mark.parametrize("code, part, words, months, open_term", TABLE)
def test_every_day_of_five_years_agrees_with_the_reference(code, part, words, months, open_term):
    policies = [shipped(code)]
    until = months_after(START, months)
    faults = [Fault(received_at=noon(day), part=part, **words) for day in DAYS]

    decisions = list(decide_many((policies, UNIT, fault) for fault in faults))

    for day, decision in zip(DAYS, decisions, strict=True):
        assert decision.covered is bool(months and START <= day <= until), day
        if open_term and not decision.covered and day >= START:
            assert decision.chosen.flags[0] == "term_not_stated"


def test_names_and_source_stand_outside_the_hashed_text():
    policy = shipped("WP-000-5Y")
    renamed = load({**dump(policy), "names": {"zh": "五年", "en": "Five"}, "source": "elsewhere"})

    assert canonical(renamed) == canonical(policy)
    assert canonical(load({**dump(policy), "exclusions": []})) != canonical(policy)


def test_a_stated_end_fills_what_the_construction_table_leaves_open():
    unit = UnitFacts(
        dates={"completion_acceptance": date(2023, 12, 20)},
        agreed_ends={"WP-002-CONSTR/heating_cooling": date(2026, 3, 15)},
    )
    policies = [shipped("WP-002-CONSTR")]

    assert decide(policies, unit, Fault(received_at=noon(date(2026, 3, 15)), part="heating")).covered
    assert not decide(policies, unit, Fault(received_at=noon(date(2026, 3, 16)), part="heating")).covered
    assert decide(policies, unit, Fault(received_at=noon(date(2028, 12, 20)), part="roof")).covered
    assert not decide(policies, unit, Fault(received_at=noon(date(2025, 12, 21)), part="electrical")).covered
