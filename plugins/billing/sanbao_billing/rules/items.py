"""An open item (未清项) as a plain value: a posted line and what of it is not settled yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class LineKey(NamedTuple):
    """Which line: the paper and the event that posted it, and its position there; known before the seal."""

    document_id: int
    event: str
    position: int


@dataclass(frozen=True, slots=True)
class Item:
    """A posted line on an account of open items; ``amount`` and ``open`` are debit minus credit."""

    key: LineKey
    role: str
    party_id: int | None
    on: date
    amount: Decimal
    open: Decimal
    entry_id: int | None = None
    document: str | None = None
    kind: str = ""
    summary: str = ""
    due_on: date | None = None
    names: tuple[str, ...] = ()
    cost_object_id: int | None = None

    @property
    def code(self) -> str:
        """How people name this one line: entry and position, ``15.2``."""
        return f"{self.entry_id}.{self.key.position}" if self.entry_id is not None else ""

    @property
    def is_debit(self) -> bool:
        """Whether it stands open on the debit side."""
        return self.open > 0

    def taken(self, amount: Decimal) -> Item:
        """Return the item after so much more of it (as a positive amount) was settled."""
        return replace(self, open=self.open - amount if self.is_debit else self.open + amount)


def named(items: Sequence[Item], reference: str) -> list[Item]:
    """Return the items that a reference names: one line by its code, or every line of a paper by its number."""
    wanted = reference.strip()
    return [
        item for item in items if wanted == item.code or (wanted and wanted in (item.document, *item.names))
    ]


def total(items: Iterable[Item]) -> Decimal:
    """Return what is open together, debit minus credit."""
    return sum((item.open for item in items), ZERO)


def oldest_first(items: Iterable[Item]) -> list[Item]:
    """Return items by the day on which they are due, then as they were posted."""
    return sorted(items, key=lambda item: (item.due_on or item.on, item.on, item.entry_id or 0, item.key))


def cleared_by_reversal(original: Decimal, mirror: Decimal) -> Decimal:
    """Return how much of an entry's line its reversal settles of itself: what both still have open (LED-01).

    >>> cleared_by_reversal(Decimal("60.00"), Decimal("-100.00"))
    Decimal('60.00')
    """
    if original * mirror >= 0:
        return ZERO
    return min(abs(original), abs(mirror))
