"""What a clause may not say because nothing would follow from it: refused when a contract is written, not found out later."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.terms import (
    WITH_MONEY,
    Basis,
    Clause,
    Consequence,
    Direction,
    Per,
)

#: What only a clause that measures time looks at, and what only one that counts does.
_OF_TIME = ("excused_by", "fm_mode", "completion", "unaccepted")
_PRICES = ("percent", "amount", "tiers", "tariff", "caps", "rounding")
_ONLY_TIME = N_(
    "{code} counts no time, so this would change nothing; count per day or hour, or leave it out."
)
_ONLY_COUNT = N_("{code} measures time, so no number of them is free; give free days or hours instead.")
_NO_MONEY = N_(
    "{code} takes no money, so this would change nothing; choose another consequence, or leave it out."
)
_INTERNAL = N_("{code} is owed within our own house; no statement with another firm takes it.")
_PAID_OUT = N_("{code} is owed to us, so nothing is paid out; choose another consequence.")
_NOT_PAID = N_("{code}: only units that the other party installs for us can stay unpaid.")
_TWICE = N_("{code} would multiply by the units twice; count per occurrence, or take the fee of one unit.")
_NO_TIERS = N_("{code} has no tiers, so this would change nothing; give tiers, or leave it out.")


def faults_of(clause: Clause, stated: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return field and reason for each thing stated of a clause that no statement could follow (PEN-08).

    Only what a contract states itself is looked at: what a profile says besides stays without effect and is not printed.
    """
    yield from _timing(clause, stated)
    if clause.consequence not in WITH_MONEY:
        yield from ((name, _NO_MONEY) for name in _PRICES if name in stated)
    if clause.whole_tier and not clause.tiers:
        yield "whole_tier", _NO_TIERS
    by_units = (clause.per is Per.UNIT, clause.each_unit, clause.basis is Basis.AFFECTED_FEE)
    if sum(by_units) > 1:
        yield ("each_unit" if clause.each_unit else "per"), _TWICE
    yield from _consequence(clause)


def _timing(clause: Clause, stated: Collection[str]) -> Iterable[tuple[str, str]]:
    if clause.measures_time:
        if "grace" in stated and clause.grace.count:
            yield "grace.count", _ONLY_COUNT
        return
    yield from ((name, _ONLY_TIME) for name in _OF_TIME if name in stated)
    if "grace" in stated:
        free = {"days": clause.grace.days, "hours": clause.grace.hours}
        yield from ((f"grace.{name}", _ONLY_TIME) for name, amount in free.items() if amount)


def _consequence(clause: Clause) -> Iterable[tuple[str, str]]:
    theirs = clause.direction is Direction.THEY_OWE
    if clause.direction is Direction.INTERNAL and clause.has_money:
        yield "direction", _INTERNAL
    if theirs and clause.consequence is Consequence.PAY:
        yield "consequence", _PAID_OUT
    if not theirs and clause.consequence is Consequence.NOT_PAYABLE:
        yield "consequence", _NOT_PAID
