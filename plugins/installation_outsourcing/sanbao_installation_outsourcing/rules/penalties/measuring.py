"""How much there is to count: occurrences, units, days or hours, less what is excused and what is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.delays import FORCE_MAJEURE, delay
from sanbao_installation_outsourcing.rules.penalties.facts import Happening, Wait
from sanbao_installation_outsourcing.rules.penalties.terms import Clause, Completion, Per, Unaccepted

ZERO = Decimal(0)
_DAY = Decimal(24)
_HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much counts, how much of it was excused, and how that was reckoned."""

    count: Decimal
    excused: Decimal = ZERO
    steps: tuple[Step, ...] = ()


def measure(clause: Clause, one: Happening, as_of: date) -> Measure:
    """Return how much a clause counts of one happening."""
    if not clause.measures_time:
        count = Decimal(one.units) if clause.per is Per.UNIT else Decimal(1)
        said = N_("{count} units") if clause.per is Per.UNIT else N_("{count} times")
        return Measure(count, ZERO, (Step(clause.rule, Text(said, {"count": count}), {"day": one.on}),))
    if one.never_accepted and clause.unaccepted is Unaccepted.LEFT_OUT:
        said = N_("Work that was never accepted does not count here as late")
        return Measure(ZERO, ZERO, (Step(clause.rule, Text(said)),))
    if one.due_at is not None:
        return _by_clock(clause, one, one.due_at)
    return _by_days(clause, one, as_of)


def _by_days(clause: Clause, one: Happening, as_of: date) -> Measure:
    """Count started calendar days between the agreed day and completion, or acceptance where that ends the work (INS-09)."""
    ended_on = one.accepted_on if clause.completion is Completion.ACCEPTED else one.done_on
    done = ended_on or as_of
    counted = [
        each for each in one.hindrances if each.cause in clause.excused_by or each.cause == FORCE_MAJEURE
    ]
    found = delay(one.due_on or one.on, done, counted, clause.fm_mode)
    late = Decimal(max(0, found.late - clause.grace.days))
    steps = list(found.steps)
    if clause.grace.days and found.late:
        said = N_("{days} days are free")
        steps.append(
            Step(
                clause.rule,
                Text(said, {"days": clause.grace.days}),
                {},
                f"{found.late} - {clause.grace.days} → {late}",
            )
        )
    if clause.per in (Per.DAY, Per.STARTED_DAY) and not clause.grace.hours:
        return Measure(late, Decimal(found.excused), tuple(steps))
    rest = max(ZERO, late * _DAY - clause.grace.hours)
    count = _counted(clause.per, rest)
    steps += _free_hours(clause, late * _DAY, clause.grace.hours, rest, count)
    per_day = Decimal(1) if clause.per in (Per.DAY, Per.STARTED_DAY) else _DAY
    return Measure(count, found.excused * per_day, tuple(steps))


def _free_hours(
    clause: Clause, hours: Decimal, free: Decimal, rest: Decimal, count: Decimal, excused: Decimal = ZERO
) -> list[Step]:
    """Say what is left after the free time, and how much of it counts."""
    left = f"{_short(hours)} - {_short(excused)} - {_short(free)} → {_short(rest)}"
    counted = f"{_short(rest)} h → {_short(count)}"
    return [
        Step(clause.rule, Text(N_("{hours} hours are free"), {"hours": _short(free)}), {}, left),
        Step(clause.rule, Text(_COUNTED[clause.per], {"count": _short(count)}), {}, counted),
    ]


def _by_clock(clause: Clause, one: Happening, due_at: datetime) -> Measure:
    """Count hours by the clock, less waits and free hours; then days or hours, whole or started (CAL-03)."""
    if one.done_at is None:
        return Measure(ZERO, ZERO, (Step(clause.rule, Text(N_("It is not known when it was done"))),))
    gross = max(ZERO, _hours(one.done_at - due_at))
    waits = [each for each in one.waits if _excuses(clause, each, due_at)]
    excused = min(gross, _union(waits, one.done_at))
    free = clause.grace.hours + clause.grace.days * _DAY
    rest = max(ZERO, gross - excused - free)
    count = _counted(clause.per, rest)
    steps = (
        Step(
            clause.rule,
            Text(N_("{hours} hours late"), {"hours": _short(gross)}),
            {"due_at": due_at, "done_at": one.done_at},
        ),
        Step(
            clause.rule,
            Text(N_("{hours} hours are excused"), {"hours": _short(excused)}),
            {},
            "",
            bool(excused),
        ),
        *_free_hours(clause, gross, free, rest, count, excused),
    )
    return Measure(count, excused, steps)


_COUNTED = {
    Per.DAY: N_("{count} whole days count"),
    Per.STARTED_DAY: N_("{count} started days count"),
    Per.HOUR: N_("{count} whole hours count"),
    Per.STARTED_HOUR: N_("{count} started hours count"),
}


def _counted(per: Per, hours: Decimal) -> Decimal:
    """Return the days or hours that so many hours make."""
    amount = hours / _DAY if per in (Per.DAY, Per.STARTED_DAY) else hours
    rounding = ROUND_CEILING if per in (Per.STARTED_DAY, Per.STARTED_HOUR) else ROUND_FLOOR
    return amount.to_integral_value(rounding)


def _excuses(clause: Clause, wait: Wait, due_at: datetime) -> bool:
    """Tell whether a wait counts; force majeure only where it gives relief by itself and began in time (LEG-02)."""
    if wait.cause == FORCE_MAJEURE:
        return clause.fm_mode == "auto_relief" and wait.start <= due_at
    return wait.cause in clause.excused_by


def _union(waits: Sequence[Wait], until: datetime) -> Decimal:
    """Return how many hours these waits cover; an hour is excused once, whatever its reasons."""
    total, reached = timedelta(0), None
    for wait in sorted(waits, key=lambda each: each.start):
        start = wait.start if reached is None else max(wait.start, reached)
        end = min(wait.end, until)
        if end > start:
            total += end - start
            reached = end
    return _hours(total)


def _hours(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(microseconds=1)) / 1_000_000 / _HOUR


def _short(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01')).normalize():f}"
