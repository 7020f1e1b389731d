"""A part of a charge is given back: never more than is left, to the cent, and taken back like a charge (LED-01, LED-24)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from charging_desk import Desk, refused
from hypothesis import given
from hypothesis import strategies as st

from sanbao.charging.rules import Amounts, less, reckon
from sanbao.money import CNY

CALLS = {"text": "上门服务", "quantity": "3", "price": "100.00", "tax": "VAT6"}
LABOUR = {"text": "工时", "price": "50.00", "tax": "VAT13"}


def charged(desk: Desk, **more: Any) -> str:
    """Charge three calls and some labour for the case."""
    return desk.new("charge.issue", {"case": desk.case, "lines": [CALLS, LABOUR], **more}, by="zhao.min")


def credited(desk: Desk, charge: str, *lines: dict[str, str], **more: Any) -> Any:
    """Give a part of a charge back."""
    told = {"reason": "少做一次", "lines": list(lines), **more}
    return desk.do("charge.credit", told, subject=charge, by="zhao.min")


def test_a_part_is_given_back_in_red_and_the_charge_stands(desk: Desk) -> None:
    charge = charged(desk)

    made = credited(desk, charge, {"position": "1", "quantity": "1"})

    # 1 × 100.00 and 6 % of it
    assert [one["text"] for one in made.entries] == [
        "Dr 1122{C1} -106.00 | Cr 6051 -100.00 | Cr 2221.02 -6.00"
    ]
    assert desk.ask("charge.margin", {"cases": desk.case})[0]["charged"] == Decimal("250.00")
    refused(desk, "charging.papers_rest", "charge.cancel", {"reason": "错"}, subject=charge, by="zhao.min")


def test_no_more_is_given_back_than_is_left(desk: Desk) -> None:
    charge = charged(desk)
    credited(desk, charge, {"position": "1", "quantity": "2"})
    lines = [{"position": "1", "quantity": "2"}, {"position": "3"}]

    told = {"reason": "错", "lines": lines}
    found = refused(desk, "input.invalid", "charge.credit", told, subject=charge, by="zhao.min")

    assert set(found.fields) == {"lines.0.quantity", "lines.1.position"}


def test_all_that_is_left_is_given_back_without_lines_and_once(desk: Desk) -> None:
    charge = charged(desk)
    credited(desk, charge, {"position": "1", "quantity": "1"})

    made = credited(desk, charge)

    # 2 × 100.00 with 6 %, and 50.00 with 13 %
    (entry,) = made.entries
    assert entry["text"] == "Dr 1122{C1} -268.50 | Cr 6051 -250.00 | Cr 2221.02 -12.00 | Cr 2221.02 -6.50"
    told = {"reason": "再退"}
    refused(desk, "charging.credited_already", "charge.credit", told, subject=charge, by="zhao.min")
    refused(desk, "charging.credit_of_credit", "charge.credit", told, subject=made.number, by="zhao.min")


def test_a_credit_that_is_cancelled_can_be_given_anew(desk: Desk) -> None:
    charge = charged(desk)
    first = credited(desk, charge, {"position": "1", "quantity": "3"}).number

    desk.do("charge.cancel", {"reason": "做了"}, subject=first, by="zhao.min")
    again = credited(desk, charge, {"position": "1", "quantity": "3"})

    assert again.entries[0]["text"] == "Dr 1122{C1} -318.00 | Cr 6051 -300.00 | Cr 2221.02 -18.00"


def test_whoever_may_charge_may_not_give_back(desk: Desk) -> None:
    charge = charged(desk)

    refused(desk, "access.forbidden", "charge.credit", {"reason": "客户要求"}, subject=charge, by="li.na")


@given(
    price=st.decimals(min_value="0.01", max_value=10_000, places=2),
    quantities=st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=6),
    percent=st.sampled_from([Decimal(0), Decimal(3), Decimal(6), Decimal(9), Decimal(13)]),
    inclusive=st.booleans(),
)
def test_what_is_given_back_bit_by_bit_is_what_was_charged(
    price: Decimal, quantities: list[int], percent: Decimal, inclusive: bool
) -> None:
    left, nothing = sum(quantities), Decimal(0)
    stands = whole = reckon(Decimal(left), price, nothing, percent, inclusive, CNY)
    back = []

    for quantity in quantities:
        left -= quantity
        stays = reckon(Decimal(left), price, nothing, percent, inclusive, CNY)
        back.append(less(stays, stands))
        stands = stays

    assert stands == Amounts(CNY.round(nothing), CNY.round(nothing), CNY.round(nothing))
    assert sum(one.net for one in back) == -whole.net
    assert sum(one.tax for one in back) == -whole.tax
    assert all(one.gross == one.net + one.tax for one in back)
