"""What the engine answers: per happening and clause what was assessed, excused, decided, capped and applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao_installation_outsourcing.rules.penalties.terms import Clause, Consequence

ZERO = Decimal(0)
#: A happening costs something under its clause.
ASSESSED = "assessed"


@dataclass(frozen=True, slots=True)
class Item:
    """One happening under one clause.

    ``assessed`` is what the text of the clause says, ``decided`` what was left of it after a decision, ``applied``
    what is taken after every cap, ``frozen`` what waits for a decision or for the end of a dispute; ``ruling`` which decision it was,
    ``beyond`` what has grown since beyond what that decision carries (CAL-10).
    """

    happening: str
    clause: Clause
    status: str
    count: Decimal = ZERO
    excused: Decimal = ZERO
    assessed: Decimal = ZERO
    decided: Decimal = ZERO
    applied: Decimal = ZERO
    frozen: Decimal = ZERO
    ruling: str | None = None
    beyond: Decimal = ZERO
    steps: tuple[Step, ...] = ()

    @property
    def capped(self) -> Decimal:
        """How much of what was decided the caps cut off."""
        return self.decided - self.applied - self.frozen

    @property
    def outgrows(self) -> bool:
        """Whether something that grew beyond its decision waits for another one; what the caps cut off waits for nobody."""
        return bool(self.beyond and self.frozen)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the clauses make of everything that happened, with what a person should be warned of."""

    items: tuple[Item, ...]
    warnings: tuple[Text, ...] = ()
    rights: tuple[Text, ...] = ()

    def total(self, what: str, *, consequences: Iterable[Consequence] | None = None) -> Decimal:
        """Return the sum of ``assessed``, ``decided``, ``applied`` or ``frozen``."""
        chosen = None if consequences is None else frozenset(consequences)
        return sum(
            (
                getattr(item, what)
                for item in self.items
                if chosen is None or item.clause.consequence in chosen
            ),
            ZERO,
        )

    def of(self, happening: str) -> tuple[Item, ...]:
        """Return what the clauses make of one happening."""
        return tuple(item for item in self.items if item.happening == happening)
