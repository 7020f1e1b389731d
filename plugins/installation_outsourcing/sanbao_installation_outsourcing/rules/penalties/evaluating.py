"""From clauses and happenings to amounts: assess, decide, cap, warn. The order of what is told changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.caps import Room, in_order, scope_key
from sanbao_installation_outsourcing.rules.penalties.facts import Amounts, Happening
from sanbao_installation_outsourcing.rules.penalties.measuring import measure
from sanbao_installation_outsourcing.rules.penalties.pricing import price
from sanbao_installation_outsourcing.rules.penalties.results import ASSESSED, Assessment, Item
from sanbao_installation_outsourcing.rules.penalties.ruling import Shared, ruled
from sanbao_installation_outsourcing.rules.penalties.terms import Basis, Clause, JointCap, Scope
from sanbao_installation_outsourcing.rules.penalties.titles import case_name
from sanbao_installation_outsourcing.rules.penalties.warning import rights_of, warnings_of, with_threshold

ZERO = Decimal(0)
#: What became of a happening under a clause, where it was not simply assessed.
UNVERIFIED, EXCLUDED, REPEATED, NO_MONEY, OPEN = (
    "unverified",
    "excluded",
    "repeated",
    "no_money",
    "open",
)


def evaluate(
    clauses: Sequence[Clause],
    happenings: Iterable[Happening],
    amounts: Amounts,
    *,
    as_of: date,
    joint_cap: JointCap | None = None,
    threshold: Decimal = Decimal(30),
) -> Assessment:
    """Return what the clauses take for what happened, and what to be warned of (PEN-08, INS-08…10, INS-20).

    ``as_of`` is the day up to which a delay without an end runs. A threshold in per cent of the total fee, and of
    the proven loss above itself, warns that a court may find the sum excessive (Civil Code 585, its contract
    interpretation Art. 65).
    """
    told = tuple(happenings)
    return judge(
        assess(clauses, told, amounts, as_of=as_of, joint_cap=joint_cap, drawn=Drawn()),
        told,
        amounts,
        threshold,
    )


def judge(
    assessment: Assessment, happenings: Iterable[Happening], amounts: Amounts, threshold: Decimal
) -> Assessment:
    """Add to an assessment what a person should be warned of, over everything that it takes (LEG, INS-09)."""
    by_key = {one.key: one for one in happenings}
    return replace(
        assessment,
        items=with_threshold(assessment.items, amounts, threshold),
        warnings=warnings_of(assessment.items, by_key, amounts, threshold),
    )


def assess(
    clauses: Sequence[Clause],
    happenings: Iterable[Happening],
    amounts: Amounts,
    *,
    as_of: date,
    joint_cap: JointCap | None,
    drawn: Drawn,
) -> Assessment:
    """Return what the clauses of one version take; ``drawn`` is what its other versions drew on the same caps, and is kept up."""
    ordered = in_order(clauses, happenings)
    by_key = {one.key: one for one in ordered}
    items = [
        item for clause in clauses for item in _assess(clause, ordered, amounts, as_of, drawn.tally(clause))
    ]
    shared = Shared()
    items = [ruled(item, by_key[item.happening], shared) for item in items]
    found = tuple(_capped(items, by_key, Room(amounts, joint_cap, drawn.caps)))
    return Assessment(found, rights=rights_of(clauses, ordered, found))


@dataclass
class _Tally:
    """How many a clause has counted so far in each scope, and which matters it has met."""

    free: dict[Any, Decimal]
    counted: dict[Any, Decimal]
    matters: set[str]


@dataclass
class Drawn:
    """What the versions of one contract share: what was drawn on caps, and what each clause has counted (CAL-09)."""

    caps: dict[Any, Decimal] = field(default_factory=dict)
    tallies: dict[str, _Tally] = field(default_factory=dict)

    def tally(self, clause: Clause) -> _Tally:
        """Return what a clause has counted so far, in whichever version."""
        return self.tallies.setdefault(clause.code, _Tally({}, {}, set()))


def _assess(
    clause: Clause, ordered: Sequence[Happening], amounts: Amounts, as_of: date, tally: _Tally
) -> Iterable[Item]:
    """Assess each happening of a clause in order, without caps."""
    for one in ordered:
        if one.trigger == clause.trigger:
            yield _assess_one(clause, one, amounts, as_of, tally)


def _assess_one(clause: Clause, one: Happening, amounts: Amounts, as_of: date, tally: _Tally) -> Item:
    refused = _left_out(clause, one, tally)
    if refused is not None:
        return refused
    found = measure(clause, one, as_of)
    steps = list(found.steps)
    count = found.count
    if not clause.measures_time:
        count, said = _less_free(clause, one, count, tally)
        steps += said
    if not clause.has_money:
        return Item(one.key, clause, NO_MONEY, count, found.excused, steps=tuple(steps))
    if clause.basis is Basis.ACTUAL_LOSS and one.loss is None:
        steps.append(Step(clause.rule, Text(N_("No loss has been proven yet")), {}, "", holds=False))
        return Item(one.key, clause, OPEN, count, found.excused, steps=tuple(steps))
    before = _before(clause, one, count, tally)
    amount, step = price(clause, one, count, amounts, before)
    return Item(one.key, clause, ASSESSED, count, found.excused, amount, steps=(*steps, step))


def _left_out(clause: Clause, one: Happening, tally: _Tally) -> Item | None:
    """Say why a happening does not count at all, if so: excluded, not verified, or the same matter again."""
    tags = [tag for tag in one.tags if tag in clause.exclusions]
    if tags:
        said = Text(N_("Excluded by the clause: {reasons}"), {"reasons": [case_name(tag) for tag in tags]})
        return Item(one.key, clause, EXCLUDED, steps=(Step(clause.rule, said, {}, "", holds=False),))
    if clause.needs_verification and not one.verified:
        said = Text(N_("Not verified, so it does not count yet"))
        return Item(one.key, clause, UNVERIFIED, steps=(Step(clause.rule, said, {}, "", holds=False),))
    if clause.once_per_matter and one.matter is not None:
        if one.matter in tally.matters:
            said = Text(N_("The same matter counts once: {matter}"), {"matter": one.matter})
            return Item(one.key, clause, REPEATED, steps=(Step("INS-10", said, {}, "", holds=False),))
        tally.matters.add(one.matter)
    return None


def _less_free(clause: Clause, one: Happening, count: Decimal, tally: _Tally) -> tuple[Decimal, list[Step]]:
    """Take off what is free within its scope."""
    if not clause.grace.count:
        return count, []
    key = scope_key(clause.grace.within, one)
    used = tally.free.get(key, ZERO)
    free = min(max(ZERO, clause.grace.count - used), count)
    tally.free[key] = used + free
    said = Text(N_("{count} of them are free"), {"count": free})
    return count - free, [Step(clause.rule, said, {}, f"{count} - {free} = {count - free}")]


def _before(clause: Clause, one: Happening, count: Decimal, tally: _Tally) -> Decimal:
    """Return what earlier happenings counted within the scope of the tiers; delays are tiered one by one."""
    if clause.measures_time or not clause.tiers:
        return ZERO
    key = scope_key(clause.grace.within if clause.grace.count else Scope.CONTRACT, one)
    before = tally.counted.get(key, ZERO)
    tally.counted[key] = before + count
    return before


def _capped(items: Sequence[Item], by_key: dict[str, Happening], room: Room) -> list[Item]:
    """Let what is settled draw on the caps first, then what is frozen; both together never pass a cap."""
    firm: dict[int, tuple[Decimal, list[Step]]] = {}
    waiting: dict[int, tuple[Decimal, list[Step]]] = {}
    for position, item in enumerate(items):
        firm[position] = room.take(item.clause, by_key[item.happening], item.decided - item.frozen)
    for position, item in enumerate(items):
        waiting[position] = room.take(item.clause, by_key[item.happening], item.frozen)
    return [
        replace(
            item,
            applied=firm[position][0],
            frozen=waiting[position][0],
            steps=(*item.steps, *firm[position][1], *waiting[position][1]),
        )
        for position, item in enumerate(items)
    ]
