"""What a deviation list says of a bid: how many deviations of each kind, and which the owner may reject it for (PEN-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanbao.decision import Text
from sanbao.i18n import N_

NONE, POSITIVE, NEGATIVE = "none", "positive", "negative"
#: How an answer stands to what the tender asked → what people call it.
DEVIATIONS = {
    NONE: N_("No deviation"),
    POSITIVE: N_("Positive: more than asked"),
    NEGATIVE: N_("Negative: less than asked"),
}
#: The two lists that a tender usually asks for.
PARTS = {"technical": N_("Technical"), "commercial": N_("Commercial")}


@dataclass(frozen=True, slots=True)
class Summary:
    """How many requirements were answered how, and which clauses were answered with less than was asked."""

    requirements: int
    positive: int
    negative: tuple[str, ...]

    @property
    def warning(self) -> Text | None:
        """What to heed before handing in or signing: the owner may reject the bid; nothing where nothing deviates."""
        if not self.negative:
            return None
        said = N_("{count} negative deviations ({clauses}): the owner may reject the bid")
        return Text(said, {"count": len(self.negative), "clauses": ", ".join(self.negative)})


def summed_up(lines: Iterable[tuple[str, str]]) -> Summary:
    """Return the summary of lines, each a clause with its kind of deviation.

    >>> summed_up([("3.2", "none"), ("4.1", "negative")]).negative
    ('4.1',)
    """
    found = list(lines)
    negative = tuple(clause for clause, deviation in found if deviation == NEGATIVE)
    positive = sum(deviation == POSITIVE for _clause, deviation in found)
    return Summary(len(found), positive, negative)
