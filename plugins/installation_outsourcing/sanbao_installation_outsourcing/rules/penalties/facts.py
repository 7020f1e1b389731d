"""What the engine is told: what happened, what was decided about it, and the amounts of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sanbao.decision import from_json, to_json
from sanbao.money import CNY, Currency
from sanbao_installation_outsourcing.rules.delays import Hindrance

APPLY, REDUCE, WAIVE = "apply", "reduce", "waive"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch by the clock that is nobody's fault of the one who is late, such as a client who was absent."""

    cause: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody entitled decided: apply, reduce to an amount, or waive (CAL-10).

    ``most`` is up to which assessed amount the decision carries; what a right grows beyond it waits for a second person.
    """

    kind: str
    amount: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened under a contract.

    A delay is told by days (``due_on``, ``done_on`` with ``hindrances``) or by the clock (``due_at``, ``done_at``
    with ``waits``); without an end it still runs. ``accepted_on`` is when the work was accepted, for clauses that count
    up to that day; ``never_accepted`` says that units of it still are not. ``units`` says how many units are concerned, ``loss`` what was
    proven, ``matter`` what it is about, so that the same matter counts once; ``disputed`` stands frozen.
    """

    key: str
    trigger: str
    on: date
    lot: str | None = None
    job: str | None = None
    units: int = 1
    due_on: date | None = None
    done_on: date | None = None
    accepted_on: date | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    hindrances: tuple[Hindrance, ...] = ()
    waits: tuple[Wait, ...] = ()
    loss: Decimal | None = None
    verified: bool = False
    matter: str | None = None
    serious: bool = False
    never_accepted: bool = False
    tags: tuple[str, ...] = ()
    ruling: Ruling | None = None
    disputed: Decimal = ZERO

    @property
    def order(self) -> tuple[date, str]:
        """By what happenings are put in order, whatever the order in which they were told."""
        return (self.on, self.key)


@dataclass(frozen=True, slots=True)
class LotAmounts:
    """The fee of a whole lot and of one of its units."""

    total_fee: Decimal
    unit_fee: Decimal


@dataclass(frozen=True, slots=True)
class Amounts:
    """What percentages are taken of: the signed numbers with their amendments, never reduced by deductions (INS-09)."""

    total_fee: Decimal
    contract_price: Decimal
    lots: Mapping[str, LotAmounts] = field(default_factory=dict)
    currency: Currency = CNY


_TOLD = (
    "lot",
    "job",
    "units",
    "due_on",
    "done_on",
    "accepted_on",
    "due_at",
    "done_at",
    "loss",
    "serious",
    "never_accepted",
    "tags",
)


def happening_to_json(one: Happening) -> dict[str, Any]:
    """Return the facts of a happening as JSON; what its paper keeps in columns of its own is left out."""
    plain = {name: getattr(one, name) for name in _TOLD}
    plain["hindrances"] = [{name: getattr(each, name) for name in each.__slots__} for each in one.hindrances]
    plain["waits"] = [{name: getattr(each, name) for name in each.__slots__} for each in one.waits]
    told: dict[str, Any] = to_json(
        {name: value for name, value in plain.items() if value not in (None, (), [])}
    )
    return told


def happening_from_json(key: str, trigger: str, on: date, facts: Mapping[str, Any]) -> Happening:
    """Return the happening that :func:`happening_to_json` wrote down."""
    plain = from_json(dict(facts))
    plain["hindrances"] = tuple(Hindrance(**each) for each in plain.get("hindrances", ()))
    plain["waits"] = tuple(Wait(**each) for each in plain.get("waits", ()))
    return replace(Happening(key, trigger, on), **plain)
