"""Goodwill on both databases: a second person, her limit, the year's budget of the department."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from provision_shop import Shop, shop_in

import sanbao
from sanbao.errors import Forbidden, SanbaoError
from settings_of_old import keep_of_old


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> Shop:
    """A pump out of warranty; a head of service, a sales manager and a general manager."""
    shop = shop_in(make_company, on=False, prepare=sell_and_hire)
    shop.times.go("2030-06-03")
    return shop


def sell_and_hire(shop: Shop) -> None:
    """Sell a pump; let people work here."""
    shop.sell("S-0001", "2024-03-01")
    people = {
        "zhou.qi": "service_head",
        "ma.li": "sales_manager",
        "wu.gang": "general_manager",
        "li.na": "service_manager",
    }
    for login, role in people.items():
        shop.do("user.create", {"login": login, "roles": role})


def _given(shop: Shop, amount: str, centre: str = "SALES") -> str:
    claim = shop.case("S-0001", amount, settle=False)
    share = {"bearer": "goodwill", "cost_centre": centre, "percent": "100"}
    shop.erp.do("costing.propose", {"shares": [share]}, subject=claim, user="li.na")
    return claim


def _approve(shop: Shop, claim: str, user: str = "zhou.qi") -> str:
    try:
        shop.erp.do("costing.approve_goodwill", subject=claim, user=user)
    except SanbaoError as refused:
        return refused.code
    return "approved"


def _budget(shop: Shop, year: int = 2030) -> dict[str, Any]:
    (row,) = shop.ask("goodwill.budget", {"year": str(year)})
    return dict(row)


def test_without_a_budget_a_second_person_is_enough(shop: Shop) -> None:
    claim = _given(shop, "700.00")

    assert _approve(shop, claim) == "approved"
    shop.do("costing.settle", {}, claim)

    assert shop.ask("goodwill.budget") == []


def test_where_budgets_are_wanted_a_department_without_one_gives_nothing(shop: Shop) -> None:
    shop.do("setting.change", {"name": "goodwill_needs_budget", "value": "yes"})

    assert _approve(shop, _given(shop, "0.01")) == "goodwill.over_budget"


def test_what_is_promised_counts_until_it_is_given_or_forgotten(shop: Shop) -> None:
    shop.do("goodwill.set_budget", {"cost_centre": "SALES", "year": "2030", "amount": "1000.00"})
    first, second = _given(shop, "600.00"), _given(shop, "400.01")
    _approve(shop, first)

    assert _approve(shop, second) == "goodwill.over_budget"
    assert (_budget(shop)["reserved"], _budget(shop)["left"]) == (Decimal("600.00"), Decimal("400.00"))
    shop.do("costing.propose", {"shares": [{"bearer": "customer", "percent": "100"}]}, first)
    assert _approve(shop, second) == "approved"


def test_an_approval_of_the_same_case_again_does_not_count_twice(shop: Shop) -> None:
    shop.do("goodwill.set_budget", {"cost_centre": "SALES", "year": "2030", "amount": "1000.00"})
    claim = _given(shop, "900.00")
    _approve(shop, claim)
    shop.do("costing.collect", {"outside": "50.00"}, claim)

    assert _approve(shop, claim) == "approved"
    assert _budget(shop)["reserved"] == Decimal("950.00")


def test_a_settlement_that_is_taken_back_gives_the_budget_back(shop: Shop) -> None:
    shop.do("goodwill.set_budget", {"cost_centre": "SALES", "year": "2030", "amount": "1000.00"})
    claim = _given(shop, "900.00")
    _approve(shop, claim)
    shop.do("costing.settle", {}, claim)

    shop.do("costing.unsettle", {"reason": "错"}, claim)

    assert _budget(shop)["left"] == Decimal("1000.00")


def test_a_budget_is_of_its_year_and_department_only(shop: Shop) -> None:
    for year in ("2029", "2030"):
        shop.do("goodwill.set_budget", {"cost_centre": "SALES", "year": year, "amount": "100.00"})
    _approve(shop, _given(shop, "100.00"))

    assert _approve(shop, _given(shop, "5000.00", "SERVICE")) == "approved"
    assert (_budget(shop, 2029)["left"], _budget(shop)["left"]) == (Decimal("100.00"), 0)


def test_the_highest_of_a_persons_limits_counts(shop: Shop) -> None:
    limits = '{"service_head": "100.00", "sales_manager": "300.00"}'
    shop.do("setting.change", {"name": "goodwill_limits", "value": limits})
    shop.do("user.set_roles", {"roles": "sales_manager,service_head"}, "ma.li")
    claim = _given(shop, "250.00")

    assert _approve(shop, claim, "zhou.qi") == "goodwill.above_limit"
    assert _approve(shop, claim, "ma.li") == "approved"
    assert _approve(shop, _given(shop, "99999.00"), "wu.gang") == "approved"


def test_a_limit_that_is_no_amount_is_named(shop: Shop) -> None:
    keep_of_old(shop.erp, "goodwill_limits", {"service_head": "five"})

    assert _approve(shop, _given(shop, "1.00")) == "goodwill.bad_limit"


def test_a_budget_is_never_less_than_what_was_given(shop: Shop) -> None:
    budget = {"cost_centre": "SALES", "year": "2030", "amount": "500.00"}
    shop.do("goodwill.set_budget", budget)
    _approve(shop, _given(shop, "400.00"))

    with pytest.raises(SanbaoError) as refused:
        shop.do("goodwill.set_budget", budget | {"amount": "399.99"})
    shop.do("goodwill.set_budget", budget | {"amount": "400.00"})

    assert refused.value.code == "goodwill.budget_spent"
    assert _budget(shop)["granted"] == Decimal("400.00")


def test_a_clerk_grants_no_budget(shop: Shop) -> None:
    budget = {"cost_centre": "SALES", "year": "2030", "amount": "500.00"}

    with pytest.raises(Forbidden):
        shop.erp.do("goodwill.set_budget", budget, user="li.na")
