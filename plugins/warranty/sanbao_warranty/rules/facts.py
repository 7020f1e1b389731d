"""What a warranty decision rests on, as plain values: the unit, its history, the fault and the costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sanbao.calendar.periods import Period
from sanbao.coverage.facts import BadFault, Fault

__all__ = ["BadFault", "Cost", "Fault", "Repair", "Replacement", "Roll", "UnitFacts", "Upstream"]

#: Moves a last day off the rest days (CAL-02); a work calendar provides it.
Roll = Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part of the unit that was replaced (更换), free of charge or paid by the customer (W-07)."""

    part: str
    on: date
    free: bool = True


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that was handed back to the customer on that day (返修), for the repair guarantee (N-07, RMA-13)."""

    returned_on: date
    part: str | None = None
    fault_code: str | None = None


@dataclass(frozen=True, slots=True)
class Upstream:
    """A warranty that a supplier or manufacturer owes us (上游质保): whom to recover from, until when (W-18)."""

    party: str
    until: date
    parts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of one unit (服务档案): its days by event, its parts, what happened to it.

    ``part_terms`` are the parts' own terms, fixed at sale. ``agreed_terms`` and ``agreed_ends`` fill what a policy
    leaves open, by policy code or by ``code/kind`` (W-02, W-14, PRD-02).
    """

    dates: Mapping[str, date]
    serial: str = ""
    price: Decimal | None = None
    key_parts: frozenset[str] = frozenset()
    part_terms: Mapping[str, Period] = field(default_factory=dict)
    agreed_terms: Mapping[str, Period] = field(default_factory=dict)
    agreed_ends: Mapping[str, date] = field(default_factory=dict)
    replacements: tuple[Replacement, ...] = ()
    repairs: tuple[Repair, ...] = ()
    manufacturer_end: date | None = None
    upstream: tuple[Upstream, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of cost (费用): ``kind`` is labour, travel, lodging, freight, install, material or another word."""

    kind: str
    amount: Decimal
    quantity: Decimal = Decimal(1)
    text: str = ""

    def __post_init__(self) -> None:
        if self.quantity <= 0:
            raise ValueError("a cost has a quantity above zero")
