"""A promise is tried without being kept: who gains, who loses, what it costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from warranty_shop import open_claim

import sanbao
from sanbao.errors import Invalid

SHORT = """
code: SHORT
version: 1
names: {zh: 一年, en: One year}
source: test
rank: contract
start_events: [site_acceptance]
guarantees:
  - {kind: repair, term: 1y, remedies: [repair]}
"""


def tried(shop: sanbao.Sanbao, **given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = shop.ask("warranty.try_profile", {"months": "120", **given}, user="li.na")
    return answer


def test_a_longer_promise_shows_who_gains_and_by_how_much(shop: sanbao.Sanbao) -> None:
    answer = tried(shop, policy="WP-000-5Y")

    assert (answer["units"], answer["gained"], answer["lost"]) == (1, 1, 0)
    row = {"unit": "HA-00012345", "before": date(2026, 5, 10), "after": date(2028, 5, 10), "days": 731}
    assert answer["rows"] == [row]
    assert answer["groups"] == [{"group": "730 … 1094", "units": 1}]


def test_a_shorter_promise_from_a_text_shows_who_loses(shop: sanbao.Sanbao) -> None:
    answer = tried(shop, content=SHORT)

    assert (answer["gained"], answer["lost"], answer["days_lost"]) == (0, 1, 730)
    assert answer["rows"][0]["after"] == date(2024, 5, 10)


def test_beside_what_is_bound_nobody_loses(shop: sanbao.Sanbao) -> None:
    answer = tried(shop, content=SHORT, beside="yes")

    assert (answer["gained"], answer["lost"], answer["rows"]) == (0, 0, [])


def test_cases_that_would_be_decided_otherwise_are_named_with_their_cost(shop: sanbao.Sanbao) -> None:
    covered = open_claim(shop)
    late = open_claim(shop, parts=["FAN"], received_at="2027-01-05T09:00")
    for claim, amount in ((covered, "1000.00"), (late, "100.00")):
        shop.do("costing.collect", {"outside": amount}, subject=claim, user="li.na")

    answer = tried(shop, policy="WP-000-5Y")

    case = {"case": late, "unit": "HA-00012345", "before": False, "after": True, "cost": Decimal("100.00")}
    assert answer["claims"] == [case]
    assert (answer["cost_more"], answer["cost_less"]) == (Decimal("100.00"), Decimal("0.00"))
    # 1,000.00 in 120 months of one unit; 731 days are 24.03 months of 365/12 days.
    assert answer["cost_of_a_month"] == Decimal("8.33")
    assert answer["expected"] == Decimal("200.27")


def test_trying_keeps_nothing(shop: sanbao.Sanbao) -> None:
    before = shop.ask("profile.list", user="li.na")

    tried(shop, content=SHORT)

    assert shop.ask("profile.list", user="li.na") == before


def test_only_the_units_asked_for_are_looked_at(shop: sanbao.Sanbao) -> None:
    shop.do("product.create", {"code": "FAN-9", "name": "风机"}, user="admin")

    assert tried(shop, policy="WP-000-5Y", product="FAN-9")["units"] == 0
    assert tried(shop, policy="WP-000-5Y", customer="C1")["units"] == 1
    assert tried(shop, policy="WP-000-5Y", unit="HA-00012345")["units"] == 1


@pytest.mark.parametrize("given", [{}, {"policy": "WP-000-5Y", "content": SHORT}])
def test_one_promise_is_tried_at_a_time(shop: sanbao.Sanbao, given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        tried(shop, **given)

    assert "policy" in refused.value.fields


def test_a_text_with_mistakes_names_every_one(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        tried(shop, content=SHORT.replace("term: 1y", "term: soon").replace("rank: contract", "rank: none"))

    assert len(refused.value.problems) == 2


def test_a_unit_that_nothing_was_promised_for_gains_the_whole_term(shop: sanbao.Sanbao) -> None:
    bare = {"serial": "BARE-1", "product": "PUMP-3", "customer": "C1", "accepted_on": "2030-01-10"}
    shop.do("unit.register", bare, user="admin")

    answer = tried(shop, content=SHORT, unit="BARE-1")

    # One year; the day of acceptance is not counted (CAL-01): 2030-01-11 … 2031-01-10.
    assert (answer["gained"], answer["lost"], answer["days_gained"]) == (1, 0, 365)
    assert answer["rows"] == [{"unit": "BARE-1", "before": None, "after": date(2031, 1, 10), "days": 365}]
