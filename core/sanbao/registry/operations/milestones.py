"""The days that a unit has passed, and in which order they may follow each other (DLV-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from sanbao import sets
from sanbao.database.pages import pages
from sanbao.registry.errors import WrongOrder
from sanbao.registry.models import Milestone, Unit

if TYPE_CHECKING:
    from sanbao.work import Work


#: The milestone of an acceptance that failed (W-20).
FAILED = "acceptance_failed"
#: Milestone → the column of the unit that carries its day.
DAY_OF = {
    "delivered": "delivered_on",
    "installed": "installed_on",
    "commissioned": "commissioned_on",
    "handed_over": "handed_over_on",
    "accepted": "accepted_on",
}


def record_milestone(work: Work, units: Sequence[Unit], kind: str, day: date) -> None:
    """Keep that units reached a milestone on a day, and tell the plugins once for all."""
    shared = {"company_id": work.company.id, "kind": kind, "reached_on": day, "recorded_at": work.now}
    rows = [{**shared, "unit_id": unit.id} for unit in units]
    if rows:
        work.session.execute(insert(Milestone), rows)
    work.hooks.tell("milestone_reached", work, units=list(units), kind=kind, reached_on=day)


def withdraw_milestone(work: Work, units: Sequence[Unit], kind: str) -> None:
    """Take a milestone out of the files of units; that it was there stays on record."""
    for page in pages(units):
        query = select(Milestone).where(
            Milestone.unit_id.in_([unit.id for unit in page]),
            Milestone.kind == kind,
            Milestone.withdrawn_at.is_(None),
        )
        sets.write(work, work.session.scalars(query).all(), {"withdrawn_at": work.now})


def has_failed(work: Work, unit: Unit) -> bool:
    """Tell whether a unit failed its acceptance and was not accepted since (W-20)."""
    query = select(Milestone.id).where(
        Milestone.unit_id == unit.id, Milestone.kind == FAILED, Milestone.withdrawn_at.is_(None)
    )
    return unit.accepted_on is None and work.session.scalar(query) is not None


def refuse_contradiction(unit: Unit, **new: date) -> None:
    """Refuse days that cannot follow each other, ``new`` ones among them: nothing is sold before it left the factory.

    What took another's place has the days of that one, of before it left the factory itself.
    """
    order = ("ex_factory_on", "delivered_on", "installed_on", "accepted_on")[unit.replaces_id is not None :]
    days = [(name, new.get(name) or getattr(unit, name)) for name in order]
    known = [(name, day) for name, day in days if day is not None]
    for (earlier, first), (later, second) in zip(known, known[1:], strict=False):
        if second < first:
            raise WrongOrder(later=later, later_day=second, earlier=earlier, earlier_day=first)
