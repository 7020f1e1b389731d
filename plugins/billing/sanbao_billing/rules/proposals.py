"""Which items a payment is probably for: those it names, the one of its amount, else the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.i18n import N_
from sanbao_billing.rules.items import ZERO, Item, oldest_first

NAMED, SAME_AMOUNT, OLDEST = "named", "same_amount", "oldest"
REASONS = {
    NAMED: N_("its number stands in the payment"),
    SAME_AMOUNT: N_("the amount is the same"),
    OLDEST: N_("it is the oldest"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """So much of an item, and why this one."""

    item: Item
    amount: Decimal
    reason: str


def propose(amount: Decimal, items: Sequence[Item], text: str = "") -> list[Proposal]:
    """Return how an amount is spread over items of the other side; never more than is open of each.

    Items whose number occurs in ``text`` come first, then a single one of exactly the amount that is left, then the
    oldest. What is left over stays open.
    """
    found: list[Proposal] = []
    rest = _spread(amount, [item for item in oldest_first(items) if _is_named(item, text)], NAMED, found)
    free = [item for item in oldest_first(items) if not _is_named(item, text)]
    same = [item for item in free if abs(item.open) == rest]
    rest = _spread(rest, same[:1], SAME_AMOUNT, found)
    _spread(rest, [item for item in free if item not in same[:1]], OLDEST, found)
    return found


def _spread(amount: Decimal, items: Sequence[Item], reason: str, found: list[Proposal]) -> Decimal:
    for item in items:
        part = min(amount, abs(item.open))
        if part > 0:
            found.append(Proposal(item, part, reason))
            amount -= part
    return amount


def _is_named(item: Item, text: str) -> bool:
    spaced = f" {_plain(text)} "
    return any(f" {_plain(name)} " in spaced for name in (item.document, *item.names) if name)


def _plain(text: str) -> str:
    """Return a text in words: letters, digits and the dash of our numbers, in capitals.

    >>> _plain("货款inv202406-0001,谢谢")
    'INV202406-0001'
    """
    kept = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter == "-") else " " for letter in text.upper()
    )
    return " ".join(kept.split())


def pair(items: Sequence[Item]) -> list[tuple[Item, Item, Decimal]]:
    """Return how debit and credit items of one account settle each other: equal amounts first, then the oldest."""
    debits, credits = (
        [item for item in oldest_first(items) if item.is_debit is side and item.open]
        for side in (True, False)
    )
    found: list[tuple[Item, Item, Decimal]] = []
    by_amount: dict[Decimal, list[Item]] = {}
    for item in credits:
        by_amount.setdefault(-item.open, []).append(item)
    rest: list[Item] = []
    used: set[Item] = set()
    for item in debits:
        same = by_amount.get(item.open)
        if same:
            other = same.pop(0)
            used.add(other)
            found.append((item, other, item.open))
        else:
            rest.append(item)
    return found + _in_turn(rest, [item for item in credits if item not in used])


def _in_turn(debits: Sequence[Item], credits: Sequence[Item]) -> list[tuple[Item, Item, Decimal]]:
    found: list[tuple[Item, Item, Decimal]] = []
    left, right = list(debits), list(credits)
    owed, owing = ZERO, ZERO
    i = j = 0
    while i < len(left) and j < len(right):
        owed = owed or left[i].open
        owing = owing or -right[j].open
        part = min(owed, owing)
        found.append((left[i], right[j], part))
        owed, owing = owed - part, owing - part
        i, j = i + (not owed), j + (not owing)
    return found
