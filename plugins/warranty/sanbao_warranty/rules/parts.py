"""How long a replaced part is covered on its own (W-07, AMB-16)."""

from __future__ import annotations

from datetime import date, timedelta

from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.lengths import Downtime
from sanbao_warranty.policy.terms import Guarantee, Policy, Restart
from sanbao_warranty.rules.downtime import prolonging_days
from sanbao_warranty.rules.ends import base_end, last_day, own_term
from sanbao_warranty.rules.facts import Replacement, Roll, UnitFacts
from sanbao_warranty.rules.lengthening import off_rest_days


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
    that cures a fault says nothing about that fault. Where the policy says so a repair counts like one (N-25).
    """
    restart = guarantee.restart
    done = _restarts(restart, unit, part, start, before) if restart is not None else []
    if restart is None or not done:
        return None
    own, _rule = own_term(policy, guarantee, unit, part)
    machine = base_end(policy, guarantee, unit, None, start, roll)[0] or until
    since, end = start, until
    for replacement in sorted(done, key=lambda r: (r.on, not r.free)):
        term = _new_term(restart, replacement, own, max(machine, until), end)
        new_end = (
            _new_end(policy, guarantee, unit, term, replacement.on, roll, before) if term is not None else end
        )
        if steps is not None:
            steps.append(_step(replacement, term, end, max(end, new_end)))
        if new_end > end:
            since, end = replacement.on, new_end
    return since, end


def _restarts(
    restart: Restart, unit: UnitFacts, part: str, start: date, before: date | None
) -> list[Replacement]:
    """Return what began this part's own term anew, after the start and before the fault (W-07, N-15, N-25)."""
    if restart.only_key_parts and part not in unit.key_parts:
        return []
    done = [replacement for replacement in unit.replacements if replacement.part == part]
    if restart.on_repair:
        done += [
            Replacement(part, repair.returned_on)
            for repair in unit.repairs
            if repair.part == part and repair.covered and repair.returned_on is not None
        ]
    return [one for one in done if start <= one.on and (before is None or one.on < before)]


def _new_end(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    term: Period,
    since: date,
    roll: Roll | None,
    before: date | None,
) -> date:
    """Return the end of a part's own new term, which later repairs prolong like any other (W-17)."""
    until = last_day(term, since, policy.period_convention)
    mode = guarantee.downtime_extends or policy.downtime_extends
    if unit.repairs and mode is not Downtime.NONE:
        until += timedelta(days=prolonging_days(unit, mode, since, until, before))
    return off_rest_days(policy, until, roll)


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
