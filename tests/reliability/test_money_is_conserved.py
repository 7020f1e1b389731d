"""Whatever is shared or split adds up to the whole, in the currency's own digits, without a float (L3, CAL-06)."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import sanbao
import sanbao_warranty
from sanbao.money import Currency, split
from sizes import size

DIGITS = st.integers(0, 3)
EXAMPLES = settings(max_examples=size(250, 20_000), deadline=None, database=None)


def _money(digits: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**14), 10**14).map(lambda units: Decimal(units).scaleb(-digits))


wholes = DIGITS.flatmap(lambda digits: st.tuples(_money(digits), st.just(Currency("XXX", digits))))
weights = st.lists(st.decimals("0", "1000", places=4), min_size=1, max_size=12).filter(lambda many: sum(many) > 0)


@EXAMPLES
@given(wholes, weights)
def test_the_parts_of_a_split_add_up_to_the_whole(whole: tuple[Decimal, Currency], weights: list[Decimal]) -> None:
    amount, currency = whole

    parts = split(amount, weights, currency)

    assert sum(parts) == amount
    assert all(currency.is_exact(part) for part in parts)
    assert len(parts) == len(weights)


@EXAMPLES
@given(wholes, weights)
def test_no_part_is_more_than_one_step_from_its_exact_share(
    whole: tuple[Decimal, Currency], weights: list[Decimal]
) -> None:
    amount, currency = whole

    parts = split(amount, weights, currency)

    total = sum(weights)
    assert all(abs(part - amount * weight / total) <= currency.step for part, weight in zip(parts, weights, strict=True))


@EXAMPLES
@given(wholes, weights)
def test_a_red_amount_splits_like_its_mirror(whole: tuple[Decimal, Currency], weights: list[Decimal]) -> None:
    amount, currency = whole

    red = split(-amount, weights, currency)

    assert [-part for part in red] == split(amount, weights, currency)


def _floats(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        is_number = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if is_number or is_call:
            found.append(f"{file.name}:{node.lineno}")
    return found


def test_no_float_stands_where_money_is_reckoned() -> None:
    core, warranty = (Path(package.__path__[0]) for package in (sanbao, sanbao_warranty))
    rooms = [core / "ledger", core / "costing", core / "coverage", warranty]
    files = [core / "money.py", core / "seal.py", *(file for room in rooms for file in room.rglob("*.py"))]

    found = [place for file in files for place in _floats(file)]

    assert len(files) > 20
    assert found == []
