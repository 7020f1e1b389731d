"""Price lists and tax rates on both databases: validity, whose prices come first, history that stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from charging_desk import Desk, refused

from sanbao.errors import SanbaoError
from sanbao.importing.running import run
from sanbao.importing.templates import template_of
from sanbao.tables import read, write_csv

PRICES = [
    {"item": "LABOUR", "text": "维修工时", "measure": "小时", "price": "120.00", "tax": "VAT13"},
    {"item": "SEAL", "price": "12.5000", "tax": "VAT13"},
]


def publish(desk: Desk, **more: Any) -> None:
    head = {"code": "P", "name": "售后价目", "valid_from": "2024-01-01", "lines": PRICES}
    desk.do("price_list.publish", {**head, **more}, by="zhao.min")


def price(desk: Desk, item: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.ask("price.find", {"item": item, **more})
    return found


def test_a_product_takes_its_name_and_measure_from_the_register(desk: Desk) -> None:
    publish(desk)

    found = price(desk, "SEAL")

    assert (found["text"], found["measure"], found["price"]) == ("密封圈", "只", Decimal("12.50"))


def test_new_prices_count_from_their_day_and_old_ones_stay(desk: Desk) -> None:
    publish(desk)
    publish(desk, valid_from="2024-06-01", lines=[{**PRICES[0], "price": "150.00"}])

    assert price(desk, "LABOUR", on="2024-05-31")["price"] == Decimal("120.00")
    assert price(desk, "LABOUR", on="2024-06-01")["price"] == Decimal("150.00")
    assert price(desk, "LABOUR", on="2024-05-31")["valid_to"].isoformat() == "2024-05-31"
    with pytest.raises(SanbaoError) as caught:
        price(desk, "SEAL", on="2024-06-01")
    assert caught.value.code == "charging.no_price"


def test_prices_of_the_past_are_not_written_over(desk: Desk) -> None:
    publish(desk)

    with pytest.raises(SanbaoError) as caught:
        publish(desk, valid_from="2023-12-01")

    assert caught.value.code == "charging.list_overlaps"


def test_a_partys_own_prices_come_first(desk: Desk) -> None:
    publish(desk)
    publish(desk, code="P-C1", party="C1", lines=[{**PRICES[0], "price": "100.00"}])

    assert price(desk, "LABOUR")["list"] == "P"
    assert price(desk, "LABOUR", party="C1")["list"] == "P-C1"
    assert price(desk, "SEAL", party="C1")["list"] == "P"


def test_a_quote_takes_its_prices_from_the_list(desk: Desk) -> None:
    publish(desk)

    quote = desk.quote({"item": "LABOUR", "quantity": "2.5"}, {"product": "SEAL", "quantity": "4"})

    fields = desk.ask("document.show", {"document": quote})["fields"]
    assert (fields["net"], fields["tax"], fields["gross"]) == ("350.00", "45.50", "395.50")


def test_a_list_with_tax_in_its_prices_makes_a_quote_of_that_kind(desk: Desk) -> None:
    publish(desk, tax_inclusive="yes")

    quote = desk.quote({"item": "LABOUR", "quantity": "2"})

    fields = desk.ask("document.show", {"document": quote})["fields"]
    assert (fields["net"], fields["tax"], fields["gross"]) == ("212.39", "27.61", "240.00")
    asked = {"case": desk.case, "lines": [{"item": "LABOUR"}], "tax_inclusive": "no"}
    assert list(refused(desk, "input.invalid", "quote.draft", asked).fields) == ["lines.0.price"]


def test_a_list_with_an_unknown_rate_or_a_double_is_refused(desk: Desk) -> None:
    head = {"code": "P", "name": "价目", "valid_from": "2024-01-01"}

    wrong = {**head, "lines": [{**PRICES[0], "tax": "VAT17"}]}
    assert list(refused(desk, "input.invalid", "price_list.publish", wrong, by="zhao.min").fields) == [
        "lines.0.tax"
    ]
    twice = {**head, "lines": [PRICES[0], PRICES[0]]}
    assert list(refused(desk, "input.invalid", "price_list.publish", twice, by="zhao.min").fields) == [
        "lines.1.item"
    ]
    refused(desk, "input.invalid", "price_list.publish", {**head, "lines": []}, by="zhao.min")


def test_a_list_comes_from_a_table(desk: Desk) -> None:
    titles = ["价目表", "名称", "含税", "生效日期", "项目编码", "项目名称", "计量单位", "单价", "税率"]
    rows = [
        ["P", "售后价目", "否", "2024-01-01", "LABOUR", "维修工时", "小时", "120.00", "VAT13"],
        ["P", "售后价目", "否", "2024-01-01", "SEAL", "", "", "12.50", "VAT13"],
    ]

    outcome = run(desk.erp, "price_list", read(write_csv([titles, *rows]), "价目.csv"), user="zhao.min")

    assert outcome.ok, outcome.problems
    assert outcome.counts == {"price_list": 2}
    assert price(desk, "SEAL")["price"] == Decimal("12.50")
    assert template_of(desk.erp.registry, "price_list", "zh")


def test_the_rates_of_the_law_are_there_from_the_start(desk: Desk) -> None:
    rates = {rate["code"]: rate["percent"] for rate in desk.ask("tax_rate.list")}

    assert rates == {
        code: Decimal(percent)
        for code, percent in (("VAT13", 13), ("VAT9", 9), ("VAT6", 6), ("VAT3", 3), ("VAT0", 0))
    }


def test_a_new_percentage_leaves_what_was_issued(desk: Desk) -> None:
    quote = desk.agreed({"text": "工时", "price": "300.00"})
    desk.do(
        "tax_rate.add",
        {"code": "VAT13", "name": "增值税 10 %", "percent": "10", "valid_from": "2024-06-04"},
        by="zhao.min",
    )

    issued = desk.do("charge.issue", {"quote": quote}, at="2024-06-04")
    direct = desk.do(
        "quote.draft", {"case": desk.case, "lines": [{"text": "工时", "price": "300.00"}]}, at="2024-06-04"
    )

    assert [entry["text"] for entry in issued.entries] == [
        "Dr 1122{C1} 339.00 | Cr 6051 300.00 | Cr 2221.02 39.00"
    ]
    assert desk.ask("document.show", {"document": direct.number})["fields"]["tax"] == "30.00"


def test_an_ended_rate_is_not_offered_any_more(desk: Desk) -> None:
    desk.do("tax_rate.end", {"code": "VAT3", "valid_to": "2024-06-02"}, by="zhao.min")

    lines = [{"text": "工时", "price": "1.00", "tax": "VAT3"}]
    assert list(
        refused(desk, "input.invalid", "quote.draft", {"case": desk.case, "lines": lines}).fields
    ) == ["lines.0.tax"]
    refused(
        desk, "charging.no_rate", "tax_rate.end", {"code": "VAT3", "valid_to": "2024-06-05"}, by="zhao.min"
    )
    again = {"code": "VAT3", "name": "x", "percent": "3", "valid_from": "2024-06-02"}
    refused(desk, "charging.rate_overlaps", "tax_rate.add", again, by="zhao.min")


def test_prices_for_one_party_do_not_end_the_list_for_everybody(desk: Desk) -> None:
    line = {"item": "SEAL", "price": "20.00", "tax": "VAT13"}
    everybody = {"code": "P24", "name": "价目", "valid_from": "2024-01-01", "lines": [line]}
    desk.do("price_list.publish", everybody, by="zhao.min")

    given = {**everybody, "party": "C1", "valid_from": "2024-06-01"}
    refused(desk, "charging.list_of_others", "price_list.publish", given, by="zhao.min")

    assert str(desk.ask("price.find", {"item": "SEAL"})["price"]) == "20.00"
