"""What caps leave: each clause's own within its scopes, then the joint one in the clauses' order (PEN-08, INS-20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.facts import Amounts, Happening
from sanbao_installation_outsourcing.rules.penalties.pricing import base_of
from sanbao_installation_outsourcing.rules.penalties.terms import Cap, Clause, JointCap, Scope

ZERO = Decimal(0)
_HUNDRED = Decimal(100)
SCOPES = {
    Scope.EVENT: N_("one event"),
    Scope.JOB: N_("one job"),
    Scope.LOT: N_("the lot"),
    Scope.MONTH: N_("the month"),
    Scope.CONTRACT: N_("the contract"),
}


@dataclass
class Room:
    """What the caps still leave; whoever takes first leaves less, so takers come in one order.

    ``used`` may be shared by several rooms: the versions of one contract draw on the same caps.
    """

    amounts: Amounts
    joint: JointCap | None
    used: dict[Any, Decimal] = field(default_factory=dict)

    def take(self, clause: Clause, one: Happening, wanted: Decimal) -> tuple[Decimal, list[Step]]:
        """Take as much of what is wanted as every cap leaves; return it with the caps that cut."""
        granted, steps = wanted, []
        limits = list(self._limits(clause, one))
        for key, most, step in limits:
            left = most - self.used.get(key, ZERO)
            if left < granted:
                granted = max(ZERO, left)
                steps.append(step)
        for key, _most, _step in limits:
            self.used[key] = self.used.get(key, ZERO) + granted
        return granted, steps

    def most_of(self, clause: Clause, one: Happening) -> Decimal | None:
        """Return the most that a clause can ever take of an event; nothing where no cap binds it."""
        return min((most for _key, most, _step in self._limits(clause, one)), default=None)

    def _limits(self, clause: Clause, one: Happening) -> Iterable[tuple[Any, Decimal, Step]]:
        for position, cap in enumerate(clause.caps):
            most = self._most(cap, one)
            said = Text(
                N_("Capped at {most} within {scope}"), {"most": most, "scope": Text(SCOPES[cap.scope])}
            )
            yield (clause.code, position, scope_key(cap.scope, one)), most, Step(clause.rule, said)
        if clause.joint and self.joint is not None:
            base = base_of(self.joint.of, None, self.amounts)
            most = self.amounts.currency.round(base * self.joint.percent / _HUNDRED)
            said = Text(N_("Capped jointly at {most}"), {"most": most})
            arithmetic = f"{self.joint.percent.normalize():f} % × {base} = {most}"
            yield ("joint",), most, Step("INS-20", said, {}, arithmetic)

    def _most(self, cap: Cap, one: Happening) -> Decimal:
        if cap.amount is not None:
            return cap.amount
        base = base_of(cap.of, one, self.amounts)
        return self.amounts.currency.round(base * (cap.percent or ZERO) / _HUNDRED)


def scope_key(scope: Scope, one: Happening) -> tuple[str, Any]:
    """Return what a cap or a free number is counted by."""
    by: dict[Scope, Any] = {
        Scope.EVENT: one.key,
        Scope.JOB: one.job if one.job is not None else one.key,
        Scope.LOT: one.lot,
        Scope.MONTH: (one.on.year, one.on.month),
        Scope.CONTRACT: None,
    }
    return scope.value, by[scope]


def in_order(clauses: Sequence[Clause], happenings: Iterable[Happening]) -> list[Happening]:
    """Return happenings in the one order in which they draw on caps: by day, then by key."""
    triggers = {clause.trigger for clause in clauses}
    return sorted((one for one in happenings if one.trigger in triggers), key=lambda one: one.order)
