"""Input is typed once, strictly, in a clerk's words; every problem is named at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    MomentField,
    TextField,
    WholeField,
    YesNoField,
    load,
)


class Sheet(Input):
    """One field of each type."""

    amount = AmountField(places=2, least="0")
    code = CodeField(longest=8)
    day = DayField()
    moment = MomentField()
    number = WholeField(least=1, most=9)
    text = TextField(longest=10)
    yes = YesNoField()
    choice = ChoiceField({"repair": "Repair", "return": "Return"})
    several = ListField(CodeField())


def _read(**given: Any) -> dict[str, Any]:
    return load(Sheet(), given)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"amount": " 2050.00 "}, Decimal("2050.00")),
        ({"amount": "-0"}, Decimal("0")),
        ({"code": "ＡＢ１２"}, "AB12"),
        ({"day": "2024年2月29日"}, date(2024, 2, 29)),
        ({"day": "2024/2/9"}, date(2024, 2, 9)),
        ({"moment": "2024-06-02T23:50+08:00"}, datetime(2024, 6, 2, 15, 50, tzinfo=UTC)),
        ({"number": "9"}, 9),
        ({"text": "  漏油 "}, "漏油"),
        ({"yes": "是"}, True),
        ({"yes": "no"}, False),
        ({"choice": "Repair"}, "repair"),
        ({"several": "PLC，FAN;MOTOR"}, ["PLC", "FAN", "MOTOR"]),
    ],
)
def test_what_people_write_is_understood(given: dict[str, Any], read: Any) -> None:
    assert list(_read(**given).values()) == [read]


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "1e3"},
        {"amount": "１２３"},
        {"amount": "1,000"},
        {"amount": "1_000"},
        {"amount": "0.005"},
        {"amount": "-1"},
        {"amount": 1.5},
        {"amount": True},
        {"amount": "9" * 15},
        {"amount": "NaN"},
        {"code": "A" * 9},
        {"code": "A\nB"},
        {"day": "2024-02-30"},
        {"day": "20240229"},
        {"day": "1024-02-29"},
        {"day": "２０２４-02-29"},
        {"moment": "24:00"},
        {"moment": "2024-W05"},
        {"number": "1.0"},
        {"number": "10"},
        {"number": "١"},
        {"text": "x" * 11},
        {"text": "bell\x07"},
        {"text": "\ud800"},
        {"text": ["a"]},
        {"yes": "maybe"},
        {"choice": "burn"},
        {"colour": "red"},
    ],
)
def test_what_could_be_misread_is_refused_by_its_field(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        _read(**given)

    assert set(refused.value.fields) == set(given)


def test_blank_text_counts_as_not_given() -> None:
    assert _read(text="   ", amount="") == {}


def test_a_refusal_names_every_field_in_the_language_of_the_person() -> None:
    with use_locale("zh"), pytest.raises(Invalid) as refused:
        _read(day="昨天", yes="或许", colour="红")

    sentences = [sentence for texts in refused.value.fields.values() for sentence in texts]
    assert len(sentences) == 3
    assert all(any("一" <= letter <= "鿿" for letter in sentence) for sentence in sentences)


@pytest.mark.parametrize("given", ["--5", "+-5", "5-", "-", "+", "1e3", "５", "1_000", "9" * 20])
def test_what_only_looks_like_a_whole_number_is_refused_in_a_sentence(given: str) -> None:
    with pytest.raises(Invalid, match="is not a whole number"):
        _read(number=given)
