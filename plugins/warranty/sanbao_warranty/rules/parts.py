"""How long a replaced part is covered on its own (W-07, AMB-16)."""

from __future__ import annotations

from datetime import date

from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, Restart
from sanbao_warranty.rules.ends import base_end, own_term, rolled_end
from sanbao_warranty.rules.facts import Replacement, Roll, UnitFacts


def part_cover(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str,
    start: date,
    until: date,
    before: date | None = None,
    roll: Roll | None = None,
    steps: list[Step] | None = None,
) -> tuple[date, date] | None:
    """Return from and until when a replaced part is covered on its own, None if it was never replaced (W-07).

    ``until`` is the part's end without any replacement. Only replacements before the day ``before`` count: the one
    that cures a fault says nothing about that fault.
    """
    restart = guarantee.restart
    done = [r for r in unit.replacements if r.part == part and start <= r.on and (before is None or r.on < before)]
    if restart is None or not done:
        return None
    own, _rule = own_term(policy, guarantee, unit, part)
    machine = base_end(policy, guarantee, unit, None, start, roll)[0] or until
    since, end = start, until
    for replacement in sorted(done, key=lambda r: (r.on, not r.free)):
        term = _new_term(restart, replacement, own, max(machine, until), end)
        new_end = rolled_end(policy, term, replacement.on, roll) if term is not None else end
        if steps is not None:
            steps.append(_step(replacement, term, end, max(end, new_end)))
        if new_end > end:
            since, end = replacement.on, new_end
    return since, end


def _new_term(
    restart: Restart, replacement: Replacement, own: Period | None, original_end: date, end: date
) -> Period | None:
    if not replacement.free:
        return restart.paid_part_term
    if not restart.on_free_replacement:
        return None
    # Inside the original terms the part begins its whole term anew; inside a restarted one only with chain_restart.
    begins_anew = replacement.on <= end and (replacement.on <= original_end or restart.chain)
    return own if begins_anew and own is not None else restart.least


def _step(replacement: Replacement, term: Period | None, before: date, after: date) -> Step:
    said = Text(
        N_("{part} was replaced on {day}: its cover ends on {until}"),
        {"part": replacement.part, "day": replacement.on, "until": after},
    )
    inputs = {"free": replacement.free, "term": str(term) if term else None, "end_before": before}
    return Step("W-07", said, inputs, f"max({before}, {replacement.on} + {term or '0d'}) = {after}")
