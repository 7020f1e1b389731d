"""How late work is once the days are taken out that nobody may count against the installer (INS-04, 07, 09, 15; LEG-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sanbao.decision import Step, Text
from sanbao.i18n import N_

#: Why a day does not count: our own doing, the client's, or nobody's.
OURS, CLIENTS, FORCE_MAJEURE = "ours", "client", "force_majeure"
#: How a contract treats force majeure (LEG-02): relief by itself, only as agreed, or none.
AUTO_RELIEF, NEGOTIATE, NO_RELIEF = "auto_relief", "negotiate", "none"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that kept the installer from working: since when until when, by whose doing, and what was agreed.

    ``agreed_days`` is what both parties settled on for force majeure; nothing while they have not (INS-15).
    """

    cause: str
    start: date
    end: date
    agreed_days: int | None = None
    what: str = ""

    def days(self) -> frozenset[date]:
        """Return each day of it."""
        return frozenset(self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1))


@dataclass(frozen=True, slots=True)
class Delay:
    """How late something is (逾期): all days, those excused, those that count, and how that was reckoned."""

    agreed_on: date
    completed_on: date
    gross: int
    excused: int
    steps: tuple[Step, ...] = ()

    @property
    def late(self) -> int:
        """The days that count."""
        return self.gross - self.excused


def delay(
    agreed_on: date, completed_on: date, hindrances: Sequence[Hindrance] = (), fm_mode: str = NEGOTIATE
) -> Delay:
    """Return how many started calendar days something is late; a day is excused once, whatever its reasons (INS-09).

    Only what happened up to completion counts, and force majeure only if it began while the work was not yet late
    (Civil Code 590). Never more days are excused than there are.
    """
    gross = max(0, (completed_on - agreed_on).days)
    plain = [one for one in hindrances if one.cause != FORCE_MAJEURE]
    excused, steps = _plain_days(plain, completed_on)
    taken = len(excused)
    for one in sorted((one for one in hindrances if one.cause == FORCE_MAJEURE), key=_in_order):
        days, step = _force_majeure(one, agreed_on, completed_on, frozenset(excused), fm_mode)
        taken += days
        excused |= {day for day in one.days() if day <= completed_on} if days else set()
        steps.append(step)
    total = min(gross, taken)
    steps.append(
        Step(
            "INS-09",
            Text(N_("{late} days late"), {"late": gross - total}),
            {"agreed_on": agreed_on, "completed_on": completed_on},
            f"{gross} - {total} = {gross - total}",
        )
    )
    return Delay(agreed_on, completed_on, gross, total, tuple(steps))


def _in_order(one: Hindrance) -> tuple[date, date, int, str]:
    """By what hindrances are put in order, whatever the order in which they were told."""
    return (one.start, one.end, -1 if one.agreed_days is None else one.agreed_days, one.what)


def _plain_days(hindrances: Sequence[Hindrance], completed_on: date) -> tuple[set[date], list[Step]]:
    """Return the days on which we or the client kept the installer from working (INS-04, INS-07, INS-22)."""
    excused: set[date] = set()
    steps = []
    for one in sorted(hindrances, key=lambda one: (one.start, one.end, one.cause, one.what)):
        fresh = {day for day in one.days() if day <= completed_on} - excused
        excused |= fresh
        rule = "INS-04" if one.cause == OURS else "INS-22"
        said = N_("Our own doing: {what}") if one.cause == OURS else N_("The client's doing: {what}")
        steps.append(Step(rule, Text(said, {"what": one.what}), _inputs(one), f"{len(fresh)} d", bool(fresh)))
    return excused, steps


def _force_majeure(
    one: Hindrance, agreed_on: date, completed_on: date, excused: frozenset[date], fm_mode: str
) -> tuple[int, Step]:
    """Return the days of relief that force majeure brings, and why (LEG-02, INS-15)."""
    fresh = len({day for day in one.days() if day <= completed_on} - excused)
    if one.start > agreed_on:
        said, days = N_("Force majeure began when the work was already late: no relief"), 0
    elif fm_mode == AUTO_RELIEF:
        said, days = N_("Force majeure gives relief by itself"), fresh
    elif fm_mode == NEGOTIATE and one.agreed_days is not None:
        said, days = (
            N_("Both parties agreed on this relief"),
            max(0, one.agreed_days - _overlap(one, excused)),
        )
    elif fm_mode == NEGOTIATE:
        said, days = N_("Force majeure is negotiated, and nothing is agreed yet: no relief"), 0
    else:
        said, days = N_("The contract gives no relief for force majeure"), 0
    return days, Step("LEG-02", Text(said), _inputs(one), f"{days} d", days > 0)


def _overlap(one: Hindrance, excused: frozenset[date]) -> int:
    return len(one.days() & excused)


def _inputs(one: Hindrance) -> dict[str, object]:
    return {"from": one.start, "until": one.end, "agreed_days": one.agreed_days, "what": one.what}
