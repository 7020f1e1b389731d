"""What a line comes to, and what counts as an agreement: the rules alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.charging.rules import agrees, exceeds, phrases_of, reckon, total
from sanbao.money import Currency

CNY = Currency("CNY", 2)
PHRASES = phrases_of("同意维修;同意維修；agree to repair")
CURRENCIES = st.sampled_from([Currency("JPY", 0), CNY, Currency("BHD", 3)])
QUANTITIES = st.decimals("0.0001", "9999", places=4)
PRICES = st.decimals(0, "99999", places=4)
PERCENTS = st.sampled_from([Decimal(rate) for rate in ("0", "3", "6", "9", "13", "17.5")])
DISCOUNTS = st.decimals(0, 100, places=2)
LINES = st.lists(st.tuples(QUANTITIES, PRICES, DISCOUNTS, PERCENTS), min_size=1, max_size=12)


def test_an_on_site_service_without_tax_in_its_price() -> None:
    # WE-19: 300.00 + 420.00, VAT 13 %
    lines = [
        reckon(Decimal(1), Decimal(price), Decimal(0), Decimal(13), False, CNY)
        for price in ("300.00", "420.00")
    ]

    whole = total(lines, CNY)

    assert (whole.net, whole.tax, whole.gross) == (Decimal("720.00"), Decimal("93.60"), Decimal("813.60"))


def test_a_price_with_tax_in_it_keeps_its_gross() -> None:
    line = reckon(Decimal(2), Decimal("169.50"), Decimal(0), Decimal(13), True, CNY)

    assert (line.net, line.tax, line.gross) == (Decimal("300.00"), Decimal("39.00"), Decimal("339.00"))


def test_a_discount_is_taken_before_the_tax() -> None:
    line = reckon(Decimal(3), Decimal("33.33"), Decimal(10), Decimal(13), False, CNY)

    # 3 × 33.33 × 90 % = 89.991 → 89.99; 13 % of it is 11.6987 → 11.70
    assert (line.net, line.tax, line.gross) == (Decimal("89.99"), Decimal("11.70"), Decimal("101.69"))


@given(lines=LINES, tax_inclusive=st.booleans(), currency=CURRENCIES)
def test_lines_sum_to_the_whole_in_the_currencys_digits(
    lines: list[tuple[Decimal, ...]], tax_inclusive: bool, currency: Currency
) -> None:
    reckoned = [reckon(*line, tax_inclusive, currency) for line in lines]

    whole = total(reckoned, currency)

    assert whole.net + whole.tax == whole.gross == sum(line.gross for line in reckoned)
    assert whole.net == sum(line.net for line in reckoned)
    for line in reckoned:
        assert line.net + line.tax == line.gross
        assert min(line.net, line.tax) >= 0
        assert all(currency.is_exact(amount) for amount in (line.net, line.tax, line.gross))


@given(quantity=QUANTITIES, price=PRICES, percent=PERCENTS, currency=CURRENCIES)
def test_the_tax_is_within_half_a_step_of_its_rate(
    quantity: Decimal, price: Decimal, percent: Decimal, currency: Currency
) -> None:
    for tax_inclusive in (False, True):
        line = reckon(quantity, price, Decimal(0), percent, tax_inclusive, currency)

        assert abs(line.tax - line.net * percent / 100) <= currency.step


@pytest.mark.parametrize(
    "reply",
    [
        "同意维修",
        "价格不贵，同意维修",
        "同意維修。王立 6/5",
        "我司同意 维修",
        "We agree to repair it.",
        "ＡＧＲＥＥ to Repair",
    ],
)
def test_the_words_of_agreement_are_found(reply: str) -> None:
    assert agrees(reply, PHRASES)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "ok",
        "好的",
        "不同意维修",
        "尚未同意维修",
        "我不太同意维修",
        "暂缓同意维修",
        "同意维修吗？",
        "We do not agree to repair",
        "disagree to repair",
        "同意报价",
    ],
)
def test_a_friendly_or_contrary_word_is_no_agreement(reply: str) -> None:
    assert not agrees(reply, PHRASES)


def test_without_words_of_agreement_nothing_agrees() -> None:
    assert not agrees("同意维修", phrases_of(" ; "))


@pytest.mark.parametrize(
    ("actual", "tolerance", "over"),
    [("340.00", 0, False), ("340.01", 0, True), ("374.00", 10, False), ("374.01", 10, True)],
)
def test_more_than_agreed_beyond_the_tolerance(actual: str, tolerance: int, over: bool) -> None:
    assert exceeds(Decimal(actual), Decimal("340.00"), Decimal(tolerance)) is over
