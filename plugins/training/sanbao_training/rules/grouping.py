"""From needs to proposed sessions: grouped by client, site and lot, so that a lot is one course. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text, to_json
from sanbao.i18n import N_

if TYPE_CHECKING:
    from sanbao_training.models import Person

#: Why somebody needs training (TRN-16, CAP-10, 28.9); the last one is what a planner adds of his own.
CAUSES: Mapping[str, str] = {
    "contract": N_("Contract"),
    "periodic": N_("Recurring course"),
    "matrix": N_("Skill is missing"),
    "expiring": N_("Certificate ends"),
    "complaint": N_("Complaint"),
    "finding": N_("Finding"),
    "new_product": N_("New product"),
    "repeat_fault": N_("Repeated fault"),
    "other": N_("Other cause"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One reason to train somebody (培训需求): ``subject`` is an outline's or a skill's code, ``units`` how many machines.

    ``person`` counts a head once, however many reasons there are; ``heads`` counts where nobody is named.
    """

    cause: str
    subject: str
    reason: Mapping[str, Any]
    party: int | None = None
    site: int | None = None
    batch: str | None = None
    person: str | None = None
    heads: int = 0
    by_day: date | None = None
    units: int = 0
    source: str | None = None


@dataclass
class Proposal:
    """A session that would meet several needs of one client, site and lot (拟办班次)."""

    subject: str
    party: int | None
    site: int | None
    batch: str | None
    needs: list[Need] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What makes it the same proposal when needs are gathered again."""
        return "/".join(str(part or "-") for part in (self.subject, self.party, self.site, self.batch))

    @property
    def heads(self) -> int:
        """How many people: everybody who is named once, and the most of what is only counted."""
        named = {need.person for need in self.needs if need.person is not None}
        return max(len(named), max((need.heads for need in self.needs), default=0))

    @property
    def by_day(self) -> date | None:
        """Until when: the earliest of its needs (CAL-11)."""
        return min((need.by_day for need in self.needs if need.by_day is not None), default=None)


def said(message: str, **values: Any) -> Mapping[str, Any]:
    """Return the reason of a need, to be read in whichever language."""
    found: Mapping[str, Any] = to_json(Text(message, values))
    return found


def of_person(
    cause: str,
    person: Person,
    subject: str,
    reason: Mapping[str, Any],
    by_day: date | None = None,
    source: str | None = None,
) -> Need:
    """Return why somebody of a party needs training."""
    return Need(
        cause=cause,
        subject=subject,
        reason=reason,
        party=person.party_id,
        person=person.code,
        by_day=by_day,
        source=source,
    )


def propose(needs: Iterable[Need]) -> list[Proposal]:
    """Group needs by what is taught, client, site and lot: 400,000 vehicles are not 400,000 courses."""
    found: dict[tuple[Any, ...], Proposal] = {}
    for need in needs:
        group = (need.subject, need.party, need.site, need.batch)
        found.setdefault(group, Proposal(*group)).needs.append(need)
    return sorted(found.values(), key=lambda one: (one.by_day or date.max, one.key))
