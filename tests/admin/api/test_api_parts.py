"""The small parts of the interface by themselves: cursors, strict bodies, counting, shapes, addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.documents.schemas import AttachInput
from sanbao.errors import SanbaoError
from sanbao.schema import (
    AmountField,
    ChoiceField,
    DayField,
    Input,
    MomentField,
    RefField,
    WholeField,
    YesNoField,
)
from sanbao_admin.api import bodies, cursors, shapes
from sanbao_admin.api.collections import plural
from sanbao_admin.api.errors import TooMany, Unread
from sanbao_admin.api.rates import Limiter


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_cursor_says_the_key_that_it_was_made_of(key: int) -> None:
    assert cursors.read(cursors.write(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "YWZ0ZXI6",
        "YWZ0ZXI6LTE",
        "YWZ0ZXI6MDE",
        "四",
        "A" * 200,
        "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5OTk",
    ],
)
def test_anything_else_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError):
        cursors.read(text)


@given(st.text())
def test_a_made_up_cursor_is_refused_or_means_a_key(text: str) -> None:
    try:
        key = cursors.read(text)
    except ValueError:
        return
    assert cursors.write(key) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(bodies.parse(raw), dict)
    except Unread as error:
        assert error.code == "request.unreadable"  # noqa: PT017


def test_numbers_with_a_point_stay_as_they_were_written() -> None:
    assert bodies.parse(b'{"a": 480.10, "b": 7, "c": 1e3}') == {"a": "480.10", "b": 7, "c": "1e3"}


def test_brackets_inside_of_text_are_no_nesting() -> None:
    text = '{"note": "' + "[" * 500 + '\\" ["}'

    assert bodies.depth(text) == 1


@pytest.mark.parametrize("depth", [39, 40])
def test_forty_brackets_deep_is_deep_enough(depth: int) -> None:
    raw = ('{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}").encode()

    assert bodies.parse(raw)
    with pytest.raises(Unread):
        bodies.parse(('{"a":' + "[" * 40 + "]" * 40 + "}").encode())


def test_after_so_many_requests_one_waits_for_the_rest_of_the_minute() -> None:
    now = [100.0]
    limiter = Limiter(most=3, clock=lambda: now[0])
    for _ in range(3):
        limiter.count("token 1")

    now[0] = 120.0
    with pytest.raises(TooMany) as refused:
        limiter.count("token 1")
    limiter.count("token 2")
    now[0] = 160.0
    limiter.count("token 1")

    assert refused.value.params["seconds"] == 40


class Everything(Input):
    """A field of each sort."""

    amount = AmountField(places=2, least="0", required=True)
    day = DayField(allow_none=True)
    moment = MomentField()
    choice = ChoiceField({"a": "A", "b": "B"})
    count = WholeField(least=1, most=9)
    yes = YesNoField()
    unit = RefField("unit")


def test_every_sort_of_field_says_what_it_takes() -> None:
    shape = shapes.of_input(Everything())

    assert shape["required"] == ["amount"]
    assert shape["additionalProperties"] is False
    told = {name: (one.get("type"), one.get("format")) for name, one in shape["properties"].items()}
    assert told == {
        "amount": ("string", "decimal"),
        "day": (["string", "null"], "date"),
        "moment": ("string", "date-time"),
        "choice": ("string", None),
        "count": ("integer", None),
        "yes": ("boolean", None),
        "unit": ("string", None),
    }
    assert shape["properties"]["choice"]["enum"] == ["a", "b"]
    assert shape["properties"]["unit"]["x-reference"] == "unit"
    assert shapes.of_input(AttachInput())["properties"]["content"]["contentEncoding"] == "base64"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("claim", "claims"),
        ("party", "parties"),
        ("stock_count", "stock-counts"),
        ("toy", "toys"),
        ("box", "boxes"),
        ("bus", "buses"),
    ],
)
def test_addresses_are_plurals_with_hyphens(name: str, address: str) -> None:
    assert plural(name) == address


def test_every_error_of_the_interface_has_a_code_and_a_status_of_its_own() -> None:
    from sanbao_admin.api import errors

    own = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, SanbaoError) and one.__module__ == errors.__name__
    ]

    assert len({one.code for one in own}) == len(own) == 12
