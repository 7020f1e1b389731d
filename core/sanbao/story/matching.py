"""Comparing an answer with what a story expects of it: only what the story names, each by its own kind of value.

Tables are compared by the fields that are named. Of a list each expected item must occur (order and other items do
not matter), and ``[]`` means that there is none. Amounts are compared as decimals, days as days, yes and no as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sanbao.i18n import N_, _
from sanbao.story import values
from sanbao.story.report import Difference, difference

Wanted = TypeVar("Wanted")
There = TypeVar("There")
_POINTED = re.compile(r"[+-]?\d+\.\d+", re.ASCII)
MOST_SHOWN = 20


class Exact(list[Any]):
    """A list of which the story must name every item, in any order."""


class Prose(str):
    """A sentence, in all languages: what the story writes must occur in it."""

    __slots__ = ()


class Rates(dict[str, Decimal]):
    """Which share of each cost the customer pays; ``0.00`` says that it is nothing at all."""


def differences(expected: Any, actual: Any, where: str, zone: ZoneInfo) -> list[Difference]:
    """Return where the answer differs from what is expected."""
    if isinstance(actual, Rates) and not isinstance(expected, Mapping):
        return _charged(expected, actual, where)
    if isinstance(expected, Mapping):
        return _table(expected, actual, where, zone)
    if isinstance(expected, list):
        return _list(expected, actual, where, zone)
    if is_same(expected, actual, zone):
        return []
    return [difference(where, shown(expected), shown(actual))]


def _charged(expected: Any, actual: Rates, where: str) -> list[Difference]:
    is_free = not any(actual.values())
    if isinstance(expected, str) and values.is_zero(expected) and is_free:
        return []
    return [difference(where, shown(expected), shown(dict(actual)) if not is_free else "0.00")]


def _table(expected: Mapping[str, Any], actual: Any, where: str, zone: ZoneInfo) -> list[Difference]:
    if not isinstance(actual, Mapping):
        return [difference(where, shown(expected), shown(actual))]
    if not expected and actual:
        return [difference(where, _(N_("nothing")), shown(actual))]
    found: list[Difference] = []
    for name, wanted in expected.items():
        inside = f"{where}.{name}" if where else name
        if name in actual:
            found += differences(wanted, actual[name], inside, zone)
        else:
            there = _(N_("no such field; there are: {names}"), names=", ".join(map(str, actual)))
            found.append(difference(inside, shown(wanted), there))
    return found


def _list(expected: Sequence[Any], actual: Any, where: str, zone: ZoneInfo) -> list[Difference]:
    if not isinstance(actual, list | tuple | set | frozenset):
        return [difference(where, shown(expected), shown(actual))]
    there = list(actual)

    def fits(wanted: Any, item: Any) -> bool:
        return not differences(wanted, item, where, zone)

    pairs = paired(expected, there, fits)
    is_whole = len(expected) == len(there) or not (isinstance(actual, Exact) or not expected)
    if len(pairs) == len(expected) and is_whole:
        return []
    return [_unpaired(expected, there, pairs, where)]


def _unpaired(expected: Sequence[Any], there: Sequence[Any], pairs: Mapping[int, int], where: str) -> Difference:
    missing = [shown(item) for position, item in enumerate(expected) if position not in pairs]
    taken = set(pairs.values())
    rest = [shown(item) for position, item in enumerate(there) if position not in taken]
    if len(rest) > MOST_SHOWN:
        rest = [*rest[:MOST_SHOWN], _(N_("… and {count} more"), count=len(rest) - MOST_SHOWN)]
    return difference(where, missing or _(N_("nothing")), rest or _(N_("nothing")))


def paired(
    expected: Sequence[Wanted], there: Sequence[There], fits: Callable[[Wanted, There], bool]
) -> dict[int, int]:
    """Return the largest pairing of what is expected with what is there, each item used once."""
    candidates = [[place for place, item in enumerate(there) if fits(wanted, item)] for wanted in expected]
    owner: dict[int, int] = {}

    def place_for(wanted: int, tried: set[int]) -> bool:
        for place in candidates[wanted]:
            if place in tried:
                continue
            tried.add(place)
            if place not in owner or place_for(owner[place], tried):
                owner[place] = wanted
                return True
        return False

    for wanted in range(len(expected)):
        place_for(wanted, set())
    return {wanted: place for place, wanted in owner.items()}


def is_same(expected: Any, actual: Any, zone: ZoneInfo) -> bool:
    """Tell whether a written value and an answer's value are the same."""
    if expected is None or actual is None:
        return expected is None and actual is None
    if not isinstance(expected, str) or isinstance(actual, Mapping | list | tuple):
        return False
    try:
        return _is_same_text(expected, actual, zone)
    except ValueError:
        return False


def _is_same_text(expected: str, actual: Any, zone: ZoneInfo) -> bool:
    if isinstance(actual, Prose):
        return expected in actual
    if isinstance(actual, bool):
        return values.yes_no(expected) is actual
    if isinstance(actual, Decimal | int):
        return values.amount(expected) == actual
    if isinstance(actual, datetime):
        return values.moment(expected, zone) == actual
    if isinstance(actual, date):
        return values.day(expected) == actual
    text = unicodedata.normalize("NFC", str(actual))
    if _POINTED.fullmatch(text) and _POINTED.fullmatch(expected):
        return Decimal(text) == Decimal(expected)
    return text == unicodedata.normalize("NFC", expected) or _is_same_moment(expected, text, zone)


def _is_same_moment(expected: str, text: str, zone: ZoneInfo) -> bool:
    """Compare moments in JSON answers, which carry their offset."""
    if "T" not in text or len(text) < 20:
        return False
    return values.moment(expected, zone) == values.moment(text, zone)


def plain(answer: Any) -> Any:
    """Return an answer with its records as tables, ready to be compared."""
    if isinstance(answer, Exact | Rates | Prose) or answer is None:
        return answer
    if isinstance(answer, Mapping):
        return {str(key): plain(item) for key, item in answer.items()}
    if isinstance(answer, list | tuple | set | frozenset):
        return [plain(item) for item in answer]
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: plain(getattr(answer, field.name)) for field in fields(answer)}
    return answer


def shown(value: Any) -> str:
    """Return a value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return "–" if value is None else str(values.text_of(value))
