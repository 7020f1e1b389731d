"""A clause as typed data: every difference between contracts is a parameter here, none is code (PEN-08, 28.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Who owes: the other party to us, we to the other, or somebody of our own house."""

    THEY_OWE = "they_owe"
    WE_OWE = "we_owe"
    INTERNAL = "internal"


class Basis(StrEnum):
    """Of what a percentage is taken; ``fixed`` is an amount of its own, ``actual_loss`` what was proven."""

    CONTRACT_PRICE = "contract_price"
    TOTAL_FEE = "total_fee"
    LOT_FEE = "lot_fee"
    UNIT_FEE = "unit_fee"
    AFFECTED_FEE = "affected_fee"
    FIXED = "fixed"
    ACTUAL_LOSS = "actual_loss"


#: Bases that differ from lot to lot.
OF_A_LOT = frozenset({Basis.LOT_FEE, Basis.UNIT_FEE, Basis.AFFECTED_FEE})


class Per(StrEnum):
    """What is counted; ``started_…`` counts a begun one as whole."""

    OCCURRENCE = "occurrence"
    UNIT = "unit"
    DAY = "day"
    STARTED_DAY = "started_day"
    HOUR = "hour"
    STARTED_HOUR = "started_hour"


#: Those that measure how late something was.
TIMES = frozenset({Per.DAY, Per.STARTED_DAY, Per.HOUR, Per.STARTED_HOUR})


class Scope(StrEnum):
    """Within what a cap or a free number holds."""

    EVENT = "event"
    JOB = "job"
    LOT = "lot"
    MONTH = "month"
    CONTRACT = "contract"


class Consequence(StrEnum):
    """What a breach leads to; the last two have no money in them.

    ``not_payable`` is taken by not paying the unit as long as it fails, so no statement deducts it as well (INS-20).
    """

    DEDUCT = "deduct"
    NOT_PAYABLE = "not_payable"
    INVOICE = "invoice"
    SHIFT_COST = "shift_cost"
    PAY = "pay"
    TERMINATE = "terminate_right"
    WARN = "warn"


#: Consequences that carry an amount.
WITH_MONEY = frozenset(Consequence) - {Consequence.TERMINATE, Consequence.WARN}


class Unaccepted(StrEnum):
    """How works that were never accepted count as late: up to the day of reckoning, or not at all."""

    RUNS_ON = "runs_on"
    LEFT_OUT = "left_out"


class Completion(StrEnum):
    """What counts as completion: the day of the work that later passes, or the acceptance itself (INS-09)."""

    INSTALLED = "installed"
    ACCEPTED = "accepted"


class RoundTo(StrEnum):
    """Which way an amount is rounded."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Tier:
    """From which count on another percentage or amount holds."""

    start: Decimal
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Grace:
    """What is free: so many days or hours of a delay, so many occurrences or units within a scope."""

    days: int = 0
    hours: Decimal = Decimal(0)
    count: int = 0
    within: Scope = Scope.CONTRACT


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a clause may take within a scope: a percentage of a basis, or an amount."""

    scope: Scope = Scope.CONTRACT
    of: Basis = Basis.TOTAL_FEE
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class JointCap:
    """The most that all clauses under it may take together; they draw on it in the clauses' order, then by day."""

    percent: Decimal
    of: Basis = Basis.TOTAL_FEE


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which step and which way an amount is rounded; without a step, to the currency's own."""

    to: RoundTo = RoundTo.HALF_UP
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a contract (违约条款).

    ``is_right`` means that somebody has to decide before anything is taken (有权, CAL-10); otherwise it applies by
    itself. ``percent`` and ``amount`` are absent where only tiers are stated, or where the text names no money.
    ``tariff`` gives an amount per named case. ``whole_tier`` prices the whole count by the tier it reaches, otherwise each tier prices its own part.
    ``once_per_matter`` counts the same matter once (AMB-27). ``joint`` puts it under the joint cap.
    """

    code: str
    direction: Direction
    trigger: str
    basis: Basis = Basis.TOTAL_FEE
    per: Per = Per.OCCURRENCE
    percent: Decimal | None = None
    amount: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    tariff: Mapping[str, Decimal] = field(default_factory=dict)
    whole_tier: bool = False
    each_unit: bool = False
    grace: Grace = field(default_factory=Grace)
    caps: tuple[Cap, ...] = ()
    joint: bool = True
    rounding: Rounding = field(default_factory=Rounding)
    is_right: bool = False
    needs_verification: bool = False
    once_per_matter: bool = True
    excused_by: tuple[str, ...] = ()
    fm_mode: str = "negotiate"
    exclusions: tuple[str, ...] = ()
    completion: Completion = Completion.INSTALLED
    unaccepted: Unaccepted = Unaccepted.RUNS_ON
    consequence: Consequence = Consequence.DEDUCT
    when_serious: Consequence | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    rule: str = "PEN-08"

    @property
    def has_money(self) -> bool:
        """Whether a breach takes an amount at all."""
        stated = self.percent is not None or self.amount is not None or bool(self.tiers or self.tariff)
        return self.consequence in WITH_MONEY and (stated or self.basis is Basis.ACTUAL_LOSS)

    @property
    def lacks_amount(self) -> bool:
        """Whether its text promises money without saying how much: a contract has to say it (PEN-03)."""
        return self.consequence in WITH_MONEY and not self.has_money

    @property
    def measures_time(self) -> bool:
        """Whether it counts days or hours of delay."""
        return self.per in TIMES

    @property
    def ends_with_work(self) -> bool:
        """Whether the works of a lot end what it counts, rather than a moment that is told."""
        return self.measures_time and self.trigger == "late_completion"

    @property
    def needs_lot(self) -> bool:
        """Whether nobody can reckon with it without knowing the lot."""
        by_lot = any(cap.scope is Scope.LOT or cap.of in OF_A_LOT for cap in self.caps)
        return self.basis in OF_A_LOT or by_lot
