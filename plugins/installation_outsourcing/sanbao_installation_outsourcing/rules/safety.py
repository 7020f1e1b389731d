"""Safety checks (INS-18): which points a checklist has, what is missing from one, and which days of work nobody checked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sanbao.i18n import N_

#: How often a check is filled in: once a day at each place, for each vehicle, or not at all.
DAY, JOB, NEVER = "day", "job", "no"
TIMES = {DAY: N_("Once a day at each place"), JOB: N_("For each vehicle"), NEVER: N_("Not at all")}
#: What can be said of a point.
KEPT, FAILED, NOT_NEEDED = "kept", "failed", "not_needed"
ANSWERS = {KEPT: N_("Found in order"), FAILED: N_("Not in order"), NOT_NEEDED: N_("Does not occur")}
SITE, SAFETY = "site_management", "safety"
#: Under which word of a contract a failed point may fall (PEN-01, PEN-07).
BREACHES = {SITE: N_("Breach of site rules"), SAFETY: N_("Accident or breach of safety")}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a checklist: its words, whether a photo proves it, and what it is if it fails."""

    code: str
    names: Mapping[str, str]
    photo: bool = False
    trigger: str = SITE
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """A safety checklist (安全检查表)."""

    code: str
    points: tuple[Point, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def point(self, code: str) -> Point | None:
        """Return a point by its code."""
        return next((one for one in self.points if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """Work of an installer on a day, or a check of it: on which order, at which place, and on which vehicle alone."""

    party_id: int
    order_id: int
    day: date
    place: str | None = None
    job_id: int | None = None


def breach_of(point: Point, known: Collection[str]) -> str:
    """Return under which word a failed point is reported: its own, else the one of which the contract has a clause.

    >>> breach_of(Point("height", {}), {"safety", "late_completion"})
    'safety'
    >>> breach_of(Point("height", {}), {"late_completion"})
    'site_management'
    """
    if point.trigger in known:
        return point.trigger
    return next((one for one in BREACHES if one in known), point.trigger)


def unchecked(work: Iterable[Spot], checks: Iterable[Spot]) -> list[Spot]:
    """Return the work that no check covers: of its vehicle, or of its order on that day, or of the same place on that day."""
    orders, places, jobs = set(), set(), set()
    for one in checks:
        orders.add((one.order_id, one.day))
        places.add((one.party_id, _plain(one.place), one.day))
        jobs.add((one.order_id, one.job_id))

    def is_covered(one: Spot) -> bool:
        if one.job_id is not None:
            return (one.order_id, one.job_id) in jobs
        here = _plain(one.place)
        return (one.order_id, one.day) in orders or (
            here is not None and (one.party_id, here, one.day) in places
        )

    return [one for one in work if not is_covered(one)]


def _plain(place: str | None) -> str | None:
    return " ".join(place.split()).casefold() or None if place else None


def missing(checklist: Checklist, answered: Sequence[str]) -> list[Point]:
    """Return the points of which nothing is said."""
    return [one for one in checklist.points if one.code not in answered]
