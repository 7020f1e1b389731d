"""What both posting engines give back, and how they refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from sanbao.ledger.entries import Entry
from sanbao.ledger.errors import refusal
from sanbao.ledger.prepare import (
    ACCOUNT,
    COST_CENTRE,
    COST_OBJECT,
    CREDIT,
    DEBIT,
    PARTY,
    PLACE,
    PRODUCT,
    QUANTITY,
    UNIT,
    Prepared,
)

BalanceKey = tuple[int, str, int, int, int]
StockKey = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry in the books; ``repeated`` if it stood there before, posted by an earlier try."""

    id: int
    number_key: str
    number: int
    hash: str
    entry: Entry
    repeated: bool = False


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the guards of the database say into the ledger's own refusals."""
    try:
        yield
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def turnovers(batch: Sequence[Prepared]) -> dict[BalanceKey, list[int]]:
    """Sum debits and credits per account, month (code), party, cost object and cost centre."""
    sums: defaultdict[BalanceKey, list[int]] = defaultdict(lambda: [0, 0])
    for prepared in batch:
        for line in prepared.lines:
            if line[DEBIT] or line[CREDIT]:
                key = (
                    line[ACCOUNT], prepared.period, line[PARTY] or 0, line[COST_OBJECT] or 0, line[COST_CENTRE] or 0
                )  # fmt: skip
                both = sums[key]
                both[0] += line[DEBIT]
                both[1] += line[CREDIT]
    return sums


def goods(batch: Sequence[Prepared]) -> dict[StockKey, list[int]]:
    """Sum quantity and value per account, product, place and unit."""
    sums: defaultdict[StockKey, list[int]] = defaultdict(lambda: [0, 0])
    for prepared in batch:
        for line in prepared.lines:
            if line[PRODUCT] is not None:
                both = sums[line[ACCOUNT], line[PRODUCT], line[PLACE] or 0, line[UNIT] or 0]
                both[0] += line[QUANTITY] or 0
                both[1] += line[DEBIT] - line[CREDIT]
    return sums
