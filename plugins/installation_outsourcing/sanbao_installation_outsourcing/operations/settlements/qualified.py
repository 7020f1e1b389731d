"""Whose work waits for its pay because whoever did it was not qualified on that day (PTY-12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, or_, select

from sanbao import competence
from sanbao_installation_outsourcing.models import Contract, Job
from sanbao_installation_outsourcing.providers import INSTALLATION

if TYPE_CHECKING:
    from sanbao.work import Work

#: Who worked on which days, whom nothing allowed to.
Unqualified = dict[str | None, list[date]]


def unqualified(work: Work, contract: Contract) -> Unqualified:
    """Return who installed on which days without qualifying; each person and day is asked once, however many units."""
    query = (
        select(Job.person, Job.installed_on)
        .where(
            Job.contract_id == contract.document_id,
            Job.installed_on.is_not(None),
            Job.settlement_id.is_(None),
        )
        .distinct()
        .order_by(Job.installed_on, Job.person)
    )
    done = [(person, on) for person, on in work.session.execute(query) if on is not None]
    asked = [competence.Assignment(INSTALLATION, contract.party, on, person) for person, on in done]
    found: Unqualified = {}
    for (person, on), against in zip(done, competence.standing(work, asked), strict=True):
        if against:
            found.setdefault(person, []).append(on)
    return found


def worked_unqualified(found: Unqualified) -> ColumnElement[bool]:
    """Return whether a unit was installed by one of these on such a day, as a column."""
    if not found:
        return false()
    return or_(*(and_(_by(person), Job.installed_on.in_(days)) for person, days in found.items()))


def _by(person: str | None) -> ColumnElement[bool]:
    return Job.person == person if person is not None else Job.person.is_(None)
