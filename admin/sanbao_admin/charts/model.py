"""What a chart shows, as plain values; how it is drawn is decided by what it holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["column", "stacked", "bar", "line", "pie", "heat"]
#: Beyond so many narrow letters in a row, columns get no room for their labels on a phone.
ROOM = 44
#: A circle of more parts than these is read by nobody.
MOST_SLICES = 7
MOST_BARS = 24


@dataclass(frozen=True)
class Series:
    """One row of values, one for each label; ``links`` lead from each value to what it is made of."""

    name: str
    values: Sequence[Decimal]
    links: Sequence[str] = ()

    def link(self, place: int) -> str:
        """Return where a value leads to, or nothing."""
        return self.links[place] if place < len(self.links) else ""


@dataclass(frozen=True)
class Chart:
    """A chart: what stands along it, the rows of values, and one sentence on what it says.

    ``digits`` are shown after the point. Titles, names and labels are words in the reader's language already.
    """

    kind: Kind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    help: str = ""
    digits: int = 0
    address: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for one in self.series for value in one.values)

    @property
    def drawn_as(self) -> Kind:
        """The kind that these values allow: a circle has no negative parts, long names need bars that lie."""
        if self.kind == "pie" and (
            any(value < 0 for value in self.series[0].values) or not self.series[0].values
        ):
            return "bar"
        if self.kind in ("column", "line") and not is_months(self.labels) and self._is_long():
            return "bar"
        return self.kind

    def _is_long(self) -> bool:
        longest = max((width(label) for label in self.labels), default=0)
        return longest * len(self.labels) > ROOM


def width(text: str) -> int:
    """Return how many narrow letters' room a text takes; Chinese ones take two.

    >>> width("保修 a")
    6
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, most: int) -> str:
    """Return a text that takes at most so much room, with a mark where it was cut."""
    if width(text) <= most:
        return text
    taken = ""
    for letter in text:
        if width(taken + letter) >= most:
            break
        taken += letter
    return taken.rstrip() + "…"


def is_months(labels: Sequence[str]) -> bool:
    """Tell whether all labels are months such as 2024-05."""
    return bool(labels) and all(
        len(label) == 7 and label[4] == "-" and label[:4].isdigit() and label[5:].isdigit()
        for label in labels
    )
