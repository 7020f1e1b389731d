"""Money is exact: parts sum to the whole in every currency, and nothing is ever rounded twice (CAL-06, WE-18)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.money import CNY, Currency, currency, from_units, parse_decimal, share, split, to_units

CURRENCIES = [Currency("JPY", 0), CNY, Currency("KWD", 3)]


def test_a_hundred_in_three_equal_parts() -> None:
    assert split(Decimal("100.00"), [1, 1, 1], CNY) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_a_share_is_rounded_half_up() -> None:
    assert share(Decimal("2.345"), Decimal(1), CNY) == Decimal("2.35")


@given(
    unit=st.sampled_from(CURRENCIES),
    steps=st.integers(-(10**14), 10**14),
    weights=st.lists(st.decimals(0, 10_000, places=4), min_size=1, max_size=30).filter(any),
)
def test_parts_always_sum_to_the_whole(unit: Currency, steps: int, weights: list[Decimal]) -> None:
    whole = steps * unit.step

    parts = split(whole, weights, unit)

    assert sum(parts) == whole
    assert all(unit.is_exact(part) for part in parts)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - whole * weight / sum(weights)) < unit.step


@given(unit=st.sampled_from(CURRENCIES), steps=st.integers(0, 10**12), count=st.integers(1, 20))
def test_equal_parts_differ_by_one_step_at_most(unit: Currency, steps: int, count: int) -> None:
    parts = split(steps * unit.step, [1] * count, unit)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] in (0, unit.step)


@given(st.integers(-9 * 10**15, 9 * 10**15))
def test_what_the_database_keeps_comes_back_the_same(units: int) -> None:
    assert to_units(from_units(units)) == units


@pytest.mark.parametrize("text", ["1e3", "1_000", "１２", "٣", "1,000.00", "NaN", "Infinity", "", ".", "1.", "0x1"])
def test_only_plain_digits_are_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="plain number"):
        parse_decimal(text)


def test_what_is_finer_than_the_database_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly"):
        to_units(Decimal("0.00001"))


@pytest.mark.parametrize(("code", "digits"), [("CNY", 2), ("JPY", 0), ("KWD", 3)])
def test_a_currency_has_its_own_digits(code: str, digits: int) -> None:
    assert currency(code).digits == digits


def test_a_word_is_no_currency() -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        currency("RMB")


@pytest.mark.parametrize(("whole", "weights"), [("1.005", [1]), ("1.00", [0, 0]), ("1.00", [2, -1])])
def test_a_split_that_makes_no_sense_is_refused(whole: str, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="finer|weights"):
        split(Decimal(whole), weights, CNY)
