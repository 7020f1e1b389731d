"""Amounts in capitals and in English words (INS-01)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.money import CNY, Currency, currency
from sanbao.printing import capitals, words_en

AMOUNTS = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
#: Amounts full of zeros, where the rules for 零 bite.
SPARSE = st.lists(st.sampled_from("0000000123456789"), min_size=1, max_size=18).map(
    lambda digits: Decimal("".join(digits)).scaleb(-2)
)

_DIGITS = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> Decimal:
    """Read capitals back by adding up what each character says; an independent way round."""
    sign = -1 if text.startswith("负") else 1
    yuan = hundred_millions = section = digit = fen = 0
    for character in text.removeprefix("负").removesuffix("整"):
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        if character in _UNITS:
            section += digit * _UNITS[character]
        elif character == "万":
            yuan += (section + digit) * 10_000
            section = 0
        elif character == "亿":
            hundred_millions = yuan + section + digit
            yuan = section = 0
        elif character == "元":
            yuan += section + digit
            section = 0
        elif character == "角":
            fen += digit * 10
        elif character == "分":
            fen += digit
        digit = 0
    return sign * ((hundred_millions * 10**8 + yuan) + Decimal(fen).scaleb(-2))


def read_words(text: str) -> Decimal:
    """Read English words back."""
    small = [
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ]
    tens = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
    words, _, fraction = text.partition(" and ")
    total = section = 0
    for word in words.split()[1:]:
        if word == "hundred":
            section *= 100
        elif word in scales:
            total, section = total + section * scales[word], 0
        elif word != "minus":
            section += sum(tens[part] if part in tens else small.index(part) for part in word.split("-"))
    above, below = fraction.split("/")
    value = total + section + Decimal(above) / Decimal(below)
    return -value if " minus " in words else value


# The first block is the examples of the settlement rules (支付结算办法, annex 1); where those allow two ways of
# writing, the one in which every inner zero is spoken and 整 follows 角.
@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("150.00", "壹佰伍拾元整"),
        ("150.05", "壹佰伍拾元零伍分"),
        ("0.30", "叁角整"),
        ("0.05", "伍分"),
        ("0.00", "零元整"),
        ("10.00", "壹拾元整"),
        ("10000.00", "壹万元整"),
        ("10010.00", "壹万零壹拾元整"),
        ("100100.10", "壹拾万零壹佰元壹角整"),
        ("1000005.00", "壹佰万零伍元整"),
        ("100000000.00", "壹亿元整"),
        ("100000001.01", "壹亿零壹元零壹分"),
        ("1000000000000.00", "壹万亿元整"),
        ("1000100000000.00", "壹万零壹亿元整"),
        ("-150.00", "负壹佰伍拾元整"),
        ("-0.30", "负叁角整"),
    ],
)
def test_an_amount_is_written_in_capitals_as_accounting_practice_has_it(amount: str, written: str) -> None:
    assert capitals(Decimal(amount), CNY) == written


@given(AMOUNTS | SPARSE)
def test_capitals_read_back_to_the_amount(amount: Decimal) -> None:
    assert read_capitals(capitals(amount, CNY)) == amount


@given(AMOUNTS | SPARSE)
def test_capitals_keep_the_form_of_a_voucher(amount: Decimal) -> None:
    written = capitals(amount, CNY)

    assert "零零" not in written
    assert written.endswith(("分", "元整", "角整"))
    assert not written.removeprefix("负").startswith("拾")


@given(st.lists(AMOUNTS, min_size=2, max_size=2, unique=True))
def test_two_amounts_are_never_written_alike(pair: list[Decimal]) -> None:
    first, second = pair

    assert capitals(first, CNY) != capitals(second, CNY)


@given(AMOUNTS | SPARSE)
def test_english_words_read_back_to_the_amount(amount: Decimal) -> None:
    assert read_words(words_en(amount, CNY)) == amount


@pytest.mark.parametrize(
    ("amount", "code", "written"),
    [
        ("150.00", "CNY", "CNY one hundred fifty and 00/100"),
        ("-2050.05", "USD", "USD minus two thousand fifty and 05/100"),
        ("1500", "JPY", "JPY one thousand five hundred"),
        ("21.375", "KWD", "KWD twenty-one and 375/1000"),
    ],
)
def test_english_words_follow_the_currencys_digits(amount: str, code: str, written: str) -> None:
    assert words_en(Decimal(amount), currency(code)) == written


@pytest.mark.parametrize("amount", ["0.005", "1E+16", "-1E+16", "NaN", "Infinity"])
def test_an_amount_that_cannot_be_written_exactly_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="cannot be written in words"):
        capitals(Decimal(amount), CNY)


def test_capitals_are_for_rmb_only() -> None:
    with pytest.raises(ValueError, match="not USD"):
        capitals(Decimal("1.00"), Currency("USD", 2))
