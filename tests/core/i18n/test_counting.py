"""One of a thing in English, several of it, and the same in Chinese."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sanbao.decision import Text
from sanbao.i18n import _, use_locale


@pytest.mark.parametrize(
    ("message", "params", "said"),
    [
        ("{count} failed vehicles", {"count": 1}, "1 failed vehicle"),
        ("{count} failed vehicles", {"count": 2}, "2 failed vehicles"),
        ("{count} failed vehicles", {"count": 0}, "0 failed vehicles"),
        ("{back} units of {lot} taken back", {"back": -1, "lot": "1"}, "-1 unit of 1 taken back"),
        ("{count} days", {"count": "1"}, "1 day"),
        ("{count} days", {"count": Decimal("1.00")}, "1.00 day"),
        ("{count} days", {"count": "11"}, "11 days"),
        ("{count} entries", {"count": 1}, "1 entry"),
        (
            "due on {day}: {count} vehicles are still open",
            {"day": "1", "count": 1},
            "due on 1: 1 vehicle is still open",
        ),
        (
            "{units} units no longer accepted stand on it",
            {"units": 1},
            "1 unit no longer accepted stands on it",
        ),
        ("{count} units of {lot} are open", {"count": 1, "lot": "L"}, "1 unit of L is open"),
        ("{rows} rows have {count} places", {"rows": 1, "count": 3}, "1 row has 3 places"),
        ("{number} is matched", {"number": 1}, "1 is matched"),
        ("{day} days", {}, "{day} days"),
        ("{count} people", {"count": 1}, "1 person"),
    ],
)
def test_what_is_counted_is_singular_where_there_is_one(
    message: str, params: dict[str, Any], said: str
) -> None:
    with use_locale("en"):
        assert _(message, **params) == said


def test_a_sentence_of_a_trace_counts_right_too() -> None:
    with use_locale("en"):
        assert str(Text("{count} days left", {"count": 1})) == "1 day left"


def test_chinese_says_one_as_it_says_several() -> None:
    with use_locale("zh"):
        assert [_("{count} papers attached", count=count) for count in (1, 2)] == ["附单据 1 张", "附单据 2 张"]
