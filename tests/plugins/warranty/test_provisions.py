"""Provisions for warranties on both databases: set aside, used, brought to what is expected, released, taken back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from provision_shop import Shop, shop_in

import sanbao
from sanbao.errors import Forbidden, Invalid, SanbaoError
from settings_of_old import keep_of_old


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> Shop:
    """Two pumps of 1,000.00 sold in March 2024, one in April; 10 % of sales are set aside."""
    return shop_in(make_company, prepare=sell_three)


def sell_three(shop: Shop) -> None:
    """Sell two pumps in March and one in April."""
    shop.sell("S-0001", "2024-03-01")
    shop.sell("S-0002", "2024-03-31")
    shop.sell("S-0003", "2024-04-01")
    shop.rate()


def _refused(shop: Shop, name: str, data: dict[str, object] | None = None, subject: object = None) -> str:
    with pytest.raises(SanbaoError) as refused:
        shop.do(name, data, subject)
    return refused.value.code


def _entries(shop: Shop, number: str) -> list[str]:
    return [entry["text"] for entry in shop.ask("ledger.entries", {"document": number})]


def test_a_month_is_set_aside_once_and_grows_with_what_is_registered_late(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.accrue()
    shop.sell("S-0004", "2024-03-15", "500.00")
    shop.accrue()

    assert _entries(shop, batch) == [
        f"Dr 6601.01[{batch}] 200.00 | Cr 2801[{batch}] 200.00",
        f"Dr 6601.01[{batch}] 50.00 | Cr 2801[{batch}] 50.00",
    ]
    assert shop.roll("2024-03-01", "2024-03-31")["total"]["accrued"] == Decimal("250.00")


def test_a_sale_that_was_none_is_taken_out_again(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.do("unit.correct", {"sold_on": "2024-02-29", "reason": "日期写错"}, "S-0002")

    shop.accrue()

    assert shop.held(batch) == Decimal("100.00")


def test_no_more_is_taken_out_than_is_left(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.case("S-0001", "150.00")
    for serial in ("S-0001", "S-0002"):
        shop.do(
            "unit.correct",
            {"sold_on": "2024-02-29", "accepted_on": "2024-02-29", "reason": "日期写错"},
            serial,
        )

    shop.accrue()

    assert shop.held(batch) == 0


def test_a_product_without_a_rate_is_named_and_a_unit_without_a_price_counted(shop: Shop) -> None:
    shop.sell("F-0001", "2024-03-05", product="FAN")
    shop.sell("S-0005", "2024-03-05", price=None)

    done = shop.do("provision.accrue", {"month": "2024-03"})

    assert done.data["without_rate"] == ["FAN"]
    assert done.data["without_price"] == 1


def test_a_category_shares_a_batch_and_a_product_with_its_own_rate_does_not(shop: Shop) -> None:
    shop.sell("F-0001", "2024-03-05", "400.00", product="FAN")
    shop.do("product.create", {"code": "VALVE", "name": "阀", "category": "泵类"})
    shop.sell("V-0001", "2024-03-05", "600.00", product="VALVE")
    shop.do("provision.set_rate", {"category": "泵类", "percent": "5", "valid_from": "2024-01"})

    batches = shop.do("provision.accrue", {"month": "2024-03"}).data["batches"]

    assert {row["about"]: row["accrued"] for row in batches} == {
        "PUMP 2024-03": "200.00",
        "泵类 2024-03": "50.00",
    }


def test_of_two_rates_the_later_word_counts_and_only_for_its_months(shop: Shop) -> None:
    given = {"product": "PUMP", "per_unit": "30.00", "valid_from": "2024-03", "valid_until": "2024-03"}
    shop.do("provision.set_rate", given)
    shop.times.go("2024-05-01")

    shop.accrue("2024-03")
    shop.accrue("2024-04")

    total = shop.roll("2024-01-01", "2024-12-31")["batches"]
    assert [row["accrued"] for row in total] == [Decimal("60.00"), Decimal("100.00")]


def test_typed_sales_count_until_they_are_typed_anew(shop: Shop) -> None:
    (batch,) = shop.accrue(product="PUMP", sales="600000.00", units="30")
    shop.accrue()

    assert shop.held(batch) == Decimal("60000.00")
    assert (
        _refused(shop, "provision.accrue", {"month": "2024-03", "product": "FAN", "sales": "1.00"})
        == "provision.no_rate"
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"month": "2024-05"}, "month"),
        ({"month": "2024-03", "on": "2024-04-02"}, "on"),
        ({"month": "2024-03", "sales": "1.00"}, "product"),
        ({"month": "2024-13"}, "month"),
        ({}, "month"),
    ],
)
def test_what_cannot_be_set_aside_is_named(shop: Shop, data: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("provision.accrue", data)

    assert [problem.path for problem in refused.value.problems] == [field]


def test_a_rate_names_every_mistake(shop: Shop) -> None:
    given = {
        "product": "PUMP",
        "percent": "1",
        "per_unit": "2",
        "valid_from": "2024-05",
        "valid_until": "2024-04",
    }
    with pytest.raises(Invalid) as refused:
        shop.do("provision.set_rate", given)

    assert "percent" in {problem.path for problem in refused.value.problems}


def test_it_is_booked_against_what_the_setting_says(shop: Shop) -> None:
    shop.do("setting.change", {"name": "provision_contra", "value": "SALES_COST"})
    (batch,) = shop.accrue()
    keep_of_old(shop.erp, "provision_contra", "BANK")

    assert _entries(shop, batch) == [f"Dr 6401[{batch}] 200.00 | Cr 2801[{batch}] 200.00"]
    assert _refused(shop, "provision.accrue", {"month": "2024-04"}) == "provision.unknown_contra"


def test_the_batch_bears_a_case_up_to_what_it_holds(shop: Shop) -> None:
    (batch,) = shop.accrue()
    first, second = shop.case("S-0001", "150.00"), shop.case("S-0002", "150.00")

    assert _entries(shop, first)[-1] == f"Dr 2801[{batch}] 150.00 | Cr 5201[{first}] 150.00"
    assert _entries(shop, second)[-1] == (
        f"Dr 2801[{batch}] 50.00 | Dr 6601.01[PROD] 100.00 | Cr 5201[{second}] 150.00"
    )
    assert shop.held(batch) == 0


def test_the_cost_sheet_says_why_a_department_bears_the_shortfall(shop: Shop) -> None:
    shop.accrue()
    claim = shop.case("S-0001", "250.00")

    sheet = shop.ask("cost.sheet", {"document": claim})

    assert sheet["foots"]
    assert [(share["bearer"], share["amount"]) for share in sheet["shares"]] == [
        ("provision", Decimal("200.00")),
        ("department", Decimal("50.00")),
    ]
    assert "200.00" in sheet["shares"][1]["reason"]
    assert sheet["shares"][1]["rule"] == "LED-08"


def test_a_settlement_that_is_taken_back_gives_the_batch_what_it_bore(shop: Shop) -> None:
    (batch,) = shop.accrue()
    claim = shop.case("S-0001", "250.00", close=False)

    shop.do("costing.unsettle", {"reason": "再议"}, claim)
    shop.do("costing.settle", {}, claim)

    assert shop.held(batch) == 0
    assert shop.ask("cost.sheet", {"document": claim})["borne"] == Decimal("250.00")


def test_a_cost_that_is_taken_back_after_its_settlement_returns_to_the_batch(shop: Shop) -> None:
    (batch,) = shop.accrue()
    claim = shop.case("S-0001", "120.00", close=False)
    (line,) = shop.ask("cost.sheet", {"document": claim})["lines"]

    shop.do("costing.take_back", {"lines": [line["line"]], "reason": "错"}, claim)
    shop.do("costing.settle", {}, claim)

    assert shop.held(batch) == Decimal("200.00")


def test_a_case_that_is_not_covered_uses_no_provision(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.times.go("2028-01-10")
    claim = shop.case("S-0001", "80.00", settle=False)

    shop.do(
        "costing.settle",
        {"shares": [{"bearer": "department", "cost_centre": "SALES", "percent": "100"}]},
        claim,
    )

    assert shop.held(batch) == Decimal("200.00")


def test_without_the_setting_only_a_share_that_says_so_uses_the_provision(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    shop = shop_in(make_company, on=False)
    shop.sell("S-0001", "2024-03-01")
    shop.rate()
    (batch,) = shop.accrue()
    shop.case("S-0001", "30.00")
    claim = shop.case("S-0001", "40.00", settle=False)

    shop.do("costing.settle", {"shares": [{"bearer": "provision", "percent": "100"}]}, claim)

    assert shop.held(batch) == Decimal("60.00")


def test_claims_by_age_propose_a_rate_with_its_arithmetic(shop: Shop) -> None:
    shop.accrue()
    shop.times.go("2024-05-10")
    shop.case("S-0001", "60.00")
    shop.times.go("2024-06-30")

    seen = shop.ask("provision.observe", {"product": "PUMP", "months": "4"})

    # March has lived ages 0–3, April 0–2; the case came at age 2, which three units have lived
    assert [(age["units"], age["cost"]) for age in seen["ages"]] == [
        (3, 0),
        (3, 0),
        (3, Decimal("60.00")),
        (2, 0),
    ]
    assert seen["per_unit"] == Decimal("20.0000")
    assert seen["percent"] == Decimal("2.0000")
    assert "60.00 / 3" in seen["arithmetic"]
    (march,) = seen["batches"]
    assert (march["age"], march["held"], march["expected"]) == (4, Decimal("140.00"), 0)


def test_a_batch_is_brought_to_what_is_still_expected_and_stays_there(shop: Shop) -> None:
    shop.rate(months="12")
    (march,) = shop.accrue()
    shop.times.go("2024-05-10")
    shop.case("S-0001", "60.00")
    shop.times.go("2024-05-31")

    shop.do("provision.true_up")
    again = shop.do("provision.true_up")

    # lived to the end: ages 0–2 by March's two units, 0–1 by April's one: 60.00 over 2 + 3 + 3 unit-months; nine months
    # nobody has lived cost the average of 7.50 for each of two units
    assert shop.held(march) == Decimal("135.00")
    assert again.data["batches"] == []


def test_where_no_claim_has_cost_anything_nothing_is_changed(shop: Shop) -> None:
    (batch,) = shop.accrue()

    done = shop.do("provision.true_up")

    assert [row["batch"] for row in done.data["skipped"]] == [batch]
    assert shop.held(batch) == Decimal("200.00")


def test_somebody_who_knows_better_says_why(shop: Shop) -> None:
    (batch,) = shop.accrue()

    shop.do("provision.true_up", {"batch": batch, "expected": "320.00", "reason": "设计缺陷"})

    assert _entries(shop, batch)[-1] == f"Dr 6601.01[{batch}] 120.00 | Cr 2801[{batch}] 120.00"
    assert _refused(shop, "provision.true_up", {"batch": batch, "expected": "1.00"}) == "input.invalid"


def test_an_open_case_keeps_its_batch_from_the_release(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.times.go("2027-03-20")
    claim = shop.case("S-0002", "20.00", settle=False)
    shop.times.go("2027-06-01")

    kept = shop.do("provision.release")
    shop.do("costing.settle", {}, claim)
    shop.do("claim.close", {}, claim)
    released = shop.do("provision.release")

    assert claim in kept.data["kept"][0]["reason"]
    assert released.data["total"] == "180.00"
    assert shop.held(batch) == 0


def test_a_unit_without_an_end_keeps_its_batch_and_a_person_may_release_it(shop: Shop) -> None:
    shop.do(
        "unit.register",
        {"serial": "S-0009", "product": "PUMP", "sold_on": "2024-03-09", "price_paid": "1.00"},
    )
    (batch,) = shop.accrue()
    shop.times.go("2031-01-01")

    kept = shop.do("provision.release")
    shop.do("provision.release", {"batches": batch, "reason": "型号停产"})

    assert "S-0009" in kept.data["kept"][0]["reason"]
    assert shop.held(batch) == 0
    assert _refused(shop, "provision.release", {"batches": batch}) == "input.invalid"


def test_a_batch_is_taken_back_whole_and_set_aside_anew(shop: Shop) -> None:
    (batch,) = shop.accrue()

    shop.do("provision.reverse", {"reason": "比例错"}, batch)
    (again,) = shop.accrue()

    assert again != batch
    assert shop.held(batch) == 0
    assert shop.held() == Decimal("200.00")
    assert shop.roll("2024-01-01", "2024-12-31")["total"]["accrued"] == Decimal("200.00")


def test_a_batch_that_a_case_has_used_is_not_taken_back(shop: Shop) -> None:
    (batch,) = shop.accrue()
    shop.case("S-0001", "20.00")

    assert _refused(shop, "provision.reverse", {"reason": "错"}, batch) == "provision.used"
    assert _refused(shop, "document.void", {"reason": "错"}, batch) == "document.still_posted"


def test_an_entry_of_a_batch_is_not_taken_back_behind_its_back(shop: Shop) -> None:
    (batch,) = shop.accrue()
    (entry,) = shop.ask("ledger.entries", {"document": batch})

    refused = _refused(shop, "entry.reverse", {"entry": entry["id"], "date": "2024-04-01", "reason": "错"})

    assert refused == "ledger.paper_reverses"
    assert shop.held(batch) == Decimal("200.00")


def test_the_roll_forward_names_what_stands_there_without_a_batch(shop: Shop) -> None:
    shop.do("opening.enter", {"date": "2024-01-01", "lines": [{"account": "2801", "credit": "77.00"}]})
    shop.accrue()

    rolled = shop.roll("2024-03-01", "2024-03-31")

    assert rolled["foots"]
    assert [(row["batch"] is None, row["opening"], row["closing"]) for row in rolled["batches"]] == [
        (True, Decimal("77.00"), Decimal("77.00")),
        (False, 0, Decimal("200.00")),
    ]


def test_a_clerk_sets_nothing_aside(shop: Shop) -> None:
    shop.do("user.create", {"login": "chen.jie", "roles": "service_clerk"})

    with pytest.raises(Forbidden):
        shop.erp.do("provision.accrue", {"month": "2024-03"}, user="chen.jie")
