"""What is posted, as plain frozen values: entries (分录) and their lines, named by role or by account code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict, Unpack

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Code:
    """An account named by its code in the company's chart instead of by its role: ``Code("6601.01")``."""

    code: str


class Dimensions(TypedDict, total=False):
    """What a line may say beside account and amount; each key is an id unless it is obvious."""

    summary: str
    currency: str | None
    original_amount: Decimal | None
    product: int | None
    unit: int | None
    quantity: Decimal | int | None
    place: int | None
    party: int | None
    cost_centre: int | None
    cost_object: int | None
    rule: str | None


class Line(NamedTuple):
    """One line of an entry: an account with a debit or a credit (negative is 红字), a quantity, or both."""

    account: str | Code
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    summary: str = ""
    currency: str | None = None
    original_amount: Decimal | None = None
    product: int | None = None
    unit: int | None = None
    quantity: Decimal | int | None = None
    place: int | None = None
    party: int | None = None
    cost_centre: int | None = None
    cost_object: int | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A balanced journal entry that a document and an operation caused; once per document and event."""

    date: date
    summary: str
    lines: Sequence[Line]
    document_id: int
    event: str
    operation: str
    user_id: int
    journal: str = "GEN"
    reverses_id: int | None = None


def debit(account: str | Code, amount: Decimal, **dimensions: Unpack[Dimensions]) -> Line:
    """Return a debit line; a quantity, if any, comes in."""
    return Line(account, debit=amount, **dimensions)


def credit(account: str | Code, amount: Decimal, **dimensions: Unpack[Dimensions]) -> Line:
    """Return a credit line; a quantity that goes out is negative."""
    return Line(account, credit=amount, **dimensions)


def move(
    account: str | Code,
    product: int,
    quantity: Decimal | int,
    place: int | None = None,
    unit: int | None = None,
    party: int | None = None,
    **dimensions: Unpack[MoveDimensions],
) -> Line:
    """Return a line that moves goods without money (custody, 备查: LED-10, LED-13); out is negative."""
    return Line(
        account, product=product, quantity=quantity, place=place, unit=unit, party=party, **dimensions
    )


class MoveDimensions(TypedDict, total=False):
    """What else a line without money may say."""

    summary: str
    cost_centre: int | None
    cost_object: int | None
    rule: str | None
