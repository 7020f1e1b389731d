"""What a warranty decision rests on, as plain values: the unit, its history, the fault and the costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sanbao.calendar.periods import Period
from sanbao.coverage.facts import BadFault, Fault, Override
from sanbao.coverage.repairs import Repair, Wait

__all__ = [
    "BadFault",
    "Cost",
    "Exchange",
    "Extension",
    "Fault",
    "FinalTest",
    "Override",
    "Repair",
    "Replacement",
    "Roll",
    "UnitFacts",
    "Upstream",
    "Usage",
    "Wait",
]

#: Moves a last day off the rest days (CAL-02); a work calendar provides it.
Roll = Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part of the unit that was replaced (更换), free of charge or paid by the customer (W-07)."""

    part: str
    on: date
    free: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """A reading of the counter (里程 / 工时读数): ``unit`` is km or hours (N-17)."""

    on: date
    amount: Decimal
    unit: str = "km"


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer term that was granted to this unit (延保), to a day or by a period from the promise's own end.

    ``kind`` is the guarantee that it lengthens, None all of the policy. A failed final test lengthens the term by
    itself (:class:`FinalTest`); an extension recorded for it under the rule W-10 is not counted again.
    """

    policy: str
    until: date | None = None
    term: Period | None = None
    kind: str | None = None
    rule: str = "W-10"
    because: str = ""

    def __post_init__(self) -> None:
        if (self.until is None) is (self.term is None):
            raise ValueError("an extension has a day or a period")


@dataclass(frozen=True, slots=True)
class FinalTest:
    """The performance test in the last month of a warranty (期末性能测试, W-10)."""

    policy: str
    tested_on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """Which unit this one replaced (换机), and when: its facts tell the terms that are left (N-06, W-20)."""

    on: date
    old: UnitFacts


@dataclass(frozen=True, slots=True)
class Upstream:
    """A warranty that a supplier or manufacturer owes us (上游质保): whom to recover from, until when (W-18)."""

    party: str
    until: date
    parts: frozenset[str] | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of one unit (服务档案): its days by event, its parts, what happened to it.

    ``part_terms`` are the parts' own terms, fixed at sale. ``agreed_terms`` and ``agreed_ends`` fill what a policy
    leaves open, by policy code or by ``code/kind`` (W-02, W-14, PRD-02). ``category`` is the product's class, by which
    a policy may have terms and rates of its own (N-11); ``region`` says which season dates hold (W-14).
    ``acceptance_failed_on`` is the day of a failed acceptance that no later one has healed (W-20).
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
    category: str | None = None
    region: str | None = None
    design_life: Period | None = None
    usage: tuple[Usage, ...] = ()
    extensions: tuple[Extension, ...] = ()
    final_tests: tuple[FinalTest, ...] = ()
    exchanged: Exchange | None = None
    acceptance_failed_on: date | None = None


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
