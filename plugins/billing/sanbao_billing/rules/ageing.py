"""How old items are (账龄): buckets of days as data, and the reminders that a delay calls for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sanbao_billing.rules.items import ZERO

NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many days, both ends counted; without ``last`` it goes on for ever."""

    first: int
    last: int | None

    @property
    def name(self) -> str:
        """How it is called: ``1-30``, ``361+``."""
        return f"{self.first}-{self.last}" if self.last is not None else f"{self.first}+"

    def holds(self, days: int) -> bool:
        """Tell whether so many days belong here."""
        return self.first <= days and (self.last is None or days <= self.last)


def buckets(limits: str) -> list[Bucket]:
    """Read limits such as ``30,60,90`` as buckets from the first day of delay on.

    ``ValueError`` unless they are whole numbers of days that grow.

    >>> [bucket.name for bucket in buckets("30,60")]
    ['1-30', '31-60', '61+']
    """
    ends = [int(part) for part in limits.replace(";", ",").split(",") if part.strip()]
    if (
        not ends
        or ends[0] < 1
        or any(later <= earlier for earlier, later in zip(ends, ends[1:], strict=False))
    ):
        raise ValueError(limits)
    starts = [1, *(end + 1 for end in ends)]
    return [Bucket(first, last) for first, last in zip(starts, [*ends, None], strict=True)]


def bucket_of(days: int, known: Sequence[Bucket]) -> str:
    """Return where so many days of delay belong; nothing late is ``not_due``."""
    return next((bucket.name for bucket in known if bucket.holds(days)), NOT_DUE)


def aged(items: Iterable[tuple[date, Decimal]], on: date, known: Sequence[Bucket]) -> dict[str, Decimal]:
    """Return what is open in each bucket on a day; the buckets sum to the whole."""
    sums = {NOT_DUE: ZERO, **{bucket.name: ZERO for bucket in known}}
    for due_on, open_amount in items:
        sums[bucket_of((on - due_on).days, known)] += open_amount
    return sums


def level(days: int, known: Sequence[Bucket]) -> int:
    """Return the reminder that so many days of delay call for: 1, 2, 3 …; 0 when there is none."""
    return next((number for number, bucket in enumerate(known) if bucket.holds(days)), 0)
