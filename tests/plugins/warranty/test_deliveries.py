"""What was delivered is held against what was quoted and what the serial numbers say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid
from sanbao_warranty.rules.deliveries import Delivered, differences, missing_papers

WANTED = {"1": ["certificate", "manual"], "imported": ["customs", "manual"]}


def told(
    *lines: Delivered, quoted: dict[str, str] | None = None, recorded: dict[str, str] | None = None
) -> list[str]:
    asked = {code: Decimal(count) for code, count in quoted.items()} if quoted is not None else None
    return [str(text) for text in differences(lines, asked, recorded or {}, {"P": ("P", "泵")})]


def test_what_agrees_has_no_difference() -> None:
    assert told(Delivered("P", "p", Decimal(1), ("1",)), quoted={"P": "1"}, recorded={"1": "P"}) == []


def test_our_name_of_a_product_is_as_good_as_its_code() -> None:
    assert told(Delivered("P", "泵", Decimal(1))) == []


@pytest.mark.parametrize(
    ("line", "quoted", "recorded", "expected"),
    [
        (Delivered("P", "", Decimal(2)), {"P": "3"}, {}, "P: 3 quoted, 2 delivered"),
        (Delivered("P", "", Decimal(2)), {"P": "2", "Q": "1"}, {}, "Q: 1 quoted, 0 delivered"),
        (Delivered("P", "X9", Decimal(1)), None, {}, "P: the slip says “X9”, our record says “P”"),
        (Delivered("P", "", Decimal(2), ("1",)), None, {"1": "P"}, "P: 1 serial number for a quantity of 2"),
        (Delivered("P", "", Decimal(1), ("1",)), None, {}, "serial number 1 is not on record"),
        (Delivered("P", "", Decimal(1), ("1",)), None, {"1": "Q"}, "serial number 1 is a Q, the slip says P"),
        (
            Delivered("P", "", Decimal(2), ("1", "1")),
            None,
            {"1": "P"},
            "serial number 1 stands on the slip twice",
        ),
    ],
)
def test_every_kind_of_difference_is_named(
    line: Delivered, quoted: dict[str, str] | None, recorded: dict[str, str], expected: str
) -> None:
    assert told(line, quoted=quoted, recorded=recorded) == [expected]


def test_the_papers_of_imported_goods_are_wanted_on_top() -> None:
    assert missing_papers(WANTED, [1, 1], True, ["manual"]) == ["certificate", "customs"]
    assert missing_papers(WANTED, [1], False, ["manual", "certificate"]) == []


def deliver(shop: sanbao.Sanbao, **given: Any) -> str:
    line = {"product": "PUMP-3", "quantity": "1", "serials": ["HA-00012345"]}
    number = shop.do("delivery.record", {"party": "C1", "lines": [line], **given}, user="li.na").number
    assert number is not None
    return number


def test_a_quote_is_held_against_the_slip(shop: sanbao.Sanbao) -> None:
    line = {"product": "PUMP-3", "quantity": "2", "price": "100.00", "tax": "VAT13"}
    quote = shop.do("quote.draft", {"party": "C1", "lines": [line]}, user="admin").number

    delivery = deliver(shop, quote=quote)

    answer = shop.ask("delivery.check", {"delivery": delivery}, user="li.na")
    assert answer["differences"] == ["PUMP-3: 2 quoted, 1 delivered"]


def test_a_slip_is_held_against_a_quote_only(shop: sanbao.Sanbao) -> None:
    delivery = deliver(shop)

    with pytest.raises(sanbao.errors.Refused) as refused:
        deliver(shop, quote=delivery)

    assert refused.value.code == "delivery.not_a_quote"


def test_what_agrees_sets_the_day_of_delivery_where_none_is_known(shop: sanbao.Sanbao) -> None:
    deliver(shop, delivered_on="2023-05-02")

    assert (
        shop.ask("unit.file", {"unit": "HA-00012345"}, user="li.na")["facts"]["delivered_on"].isoformat()
        == "2023-05-02"
    )


def test_a_slip_without_lines_names_the_field(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("delivery.record", {"party": "C1"}, user="li.na")

    assert "lines" in refused.value.fields
    assert set(invalid(shop, lines=[])) == {"lines"}


def invalid(shop: sanbao.Sanbao, **given: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        deliver(shop, **given)
    return refused.value.fields


def test_nothing_was_delivered_tomorrow(shop: sanbao.Sanbao) -> None:
    assert set(invalid(shop, delivered_on="2031-06-04")) == {"delivered_on"}


def test_a_slip_is_held_against_the_quote_of_the_same_party(shop: sanbao.Sanbao) -> None:
    shop.do("party.create", {"code": "C2", "name": "他院"}, user="admin")
    line = {"product": "PUMP-3", "quantity": "1", "price": "100.00", "tax": "VAT13"}
    quote = shop.do("quote.draft", {"party": "C2", "lines": [line]}, user="admin").number

    assert set(invalid(shop, quote=quote)) == {"quote"}


def test_a_slip_is_not_held_against_a_quote_that_was_superseded(shop: sanbao.Sanbao) -> None:
    line = {"product": "PUMP-3", "quantity": "1", "price": "100.00", "tax": "VAT13"}
    quote = shop.do("quote.draft", {"party": "C1", "lines": [line]}, user="admin").number
    newer = {"reason": "数量有误", "lines": [{**line, "quantity": "2"}]}
    shop.do("quote.revise", newer, subject=quote, user="admin")

    with pytest.raises(sanbao.errors.Refused) as refused:
        deliver(shop, quote=quote)

    assert refused.value.code == "delivery.quote_not_in_force"


def test_a_batch_names_its_units_and_those_with_a_part_of_it(shop: sanbao.Sanbao) -> None:
    shop.do("unit.register", {"serial": "B-1", "product": "PUMP-3", "batch": "L7"}, user="admin")
    part = {"code": "PLC", "serial": "L7-0009", "installed_on": "2024-01-01"}
    shop.do("unit.add_part", part, subject="HA-00012345", user="admin")

    found = shop.ask("batch.units", {"batch": "L7"}, user="li.na")

    assert [row["unit"] for row in found] == ["B-1", "HA-00012345"]
