"""Every end of a policy for a unit and its parts, as a warranty card or a bulk run wants them (W-02…W-04, W-07)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.ends import base_end, own_term
from sanbao_warranty.rules.facts import Roll, UnitFacts
from sanbao_warranty.rules.parts import part_cover
from sanbao_warranty.rules.starts import term_start


@dataclass(frozen=True, slots=True)
class End:
    """When one guarantee starts and ends for the unit (``part`` None) or for one part.

    ``stated`` tells whether its term is known; without it ``until`` is the floor at most.
    """

    kind: str
    part: str | None
    start: date | None
    until: date | None
    source: str
    stated: bool


def ends(policy: Policy, unit: UnitFacts, roll: Roll | None = None) -> tuple[End, ...]:
    """Return every end of a policy: per guarantee the unit's own, then each part's that is known (PRD-06)."""
    return tuple(end for guarantee in policy.guarantees for end in ends_of(policy, guarantee, unit, roll))


def ends_many(
    policy: Policy, units: Iterable[UnitFacts], roll: Roll | None = None
) -> Iterator[tuple[End, ...]]:
    """Return the ends of many units, one by one and without holding them."""
    for unit in units:
        yield ends(policy, unit, roll)


def ends_of(policy: Policy, guarantee: Guarantee, unit: UnitFacts, roll: Roll | None) -> Iterator[End]:
    """Yield the ends of one guarantee, the unit's own first."""
    start = term_start(policy, unit, guarantee)
    for part in _parts(guarantee, unit):
        if start is None:
            yield End(
                guarantee.kind,
                part,
                None,
                None,
                policy.kind,
                own_term(policy, guarantee, unit, part)[0] is not None,
            )
            continue
        until, stated = base_end(policy, guarantee, unit, part, start, roll)
        own = part_cover(policy, guarantee, unit, part, start, until, roll=roll) if part and until else None
        if own is not None and until is not None and own[1] > until:
            yield End(guarantee.kind, part, own[0], own[1], "part", stated)
        else:
            yield End(guarantee.kind, part, start, until, policy.kind, stated)


def _parts(guarantee: Guarantee, unit: UnitFacts) -> list[str | None]:
    if guarantee.parts is not None:
        return list(guarantee.parts)
    known = {*guarantee.part_terms, *unit.part_terms, *unit.key_parts}
    listed = guarantee.product_terms.get(unit.category or "")
    if listed is not None:
        known.update(listed.part_terms)
    if guarantee.restart is not None:
        known.update(replacement.part for replacement in unit.replacements)
        if guarantee.restart.on_repair:
            known.update(repair.part for repair in unit.repairs if repair.part is not None)
    return [None, *sorted(known - set(guarantee.except_parts))]
