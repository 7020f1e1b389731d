"""When training is owed after a milestone: policies of timing as data (28.9, TRN-04…08). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanbao.calendar import DueDay, Period, Schedule, WorkCalendar, every
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_

#: What is owed.
WHAT: Mapping[str, str] = {
    "observation": N_("Observation of the commissioning"),
    "handover_meeting": N_("Handover meeting"),
    "training": N_("Training"),
    "free_training": N_("Free training after acceptance"),
    "periodic": N_("Periodic course"),
}
#: The milestone from which it is counted; the start of commissioning is said in the contract's requirement.
AFTER: Mapping[str, str] = {
    "commissioning_start": N_("Start of commissioning"),
    "installed": N_("Installed"),
    "commissioned": N_("Commissioning ended"),
    "accepted": N_("Accepted"),
}
#: Where training may take place (TRN-02, TRN-03).
PLACES: Mapping[str, str] = {
    "company": N_("At our company"),
    "customer": N_("At the customer's site"),
    "other": N_("Elsewhere"),
}


class BadTiming(Invalid):
    """A policy of training times cannot be used; every place and what would be right there."""

    code = "training.bad_timing"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is owed (培训承诺): ``within`` a time of a milestone, perhaps already ``ahead`` of it."""

    what: str
    after: str
    rule: str
    within: Period | None = None
    ahead: Period | None = None
    repeats: Period | None = None
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """A policy of training times (培训时限方案): what is owed when, and where it may take place."""

    code: str
    owed: tuple[Owed, ...]
    places: tuple[str, ...] = tuple(PLACES)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When something is owed: the first day on which it may begin, the last on which it is in time, and the days counted."""

    earliest_on: date | None
    due_on: date | None
    counted: tuple[date, ...] = ()
    skipped: tuple[date, ...] = ()
    unknown_years: tuple[int, ...] = ()


def reckon(owed: Owed, base: date, calendar: WorkCalendar) -> Reckoned:
    """Return when something is owed that is counted from a day; calendar days are not rolled (CAL-02, CAL-04, CAL-05)."""
    earliest = owed.ahead.before(base) if owed.ahead is not None else None
    if owed.within is None:
        return Reckoned(earliest, None)
    if not owed.within.working_days:
        return Reckoned(earliest, owed.within.end(base))
    found: DueDay = calendar.add_working_days(base, owed.within.working_days)
    return Reckoned(earliest, found.day, found.counted, found.skipped, found.unknown_years)


def periodic_days(owed: Owed, anchor: date, default: Period, first: date, last: date) -> tuple[date, ...]:
    """Return the days of a recurring course between two days, anchored on the milestone (TRN-08, CAL-05)."""
    schedule: Schedule = every(owed.repeats or default, anchor)
    return schedule.between(first, last)


def load(data: Any) -> Timing:
    """Read a policy of training times; :class:`BadTiming` names every problem."""
    problems: list[Problem] = []
    table = data if isinstance(data, Mapping) else {}
    code = str(table.get("code") or "")
    if not code:
        problems.append(Problem("code", N_("must be stated")))
    _unknown(table, ("code", "names", "source", "owed", "places"), "", problems)
    rows = table.get("owed") or []
    owed = [_owed(row, f"owed[{place}]", problems) for place, row in enumerate(rows, start=1)]
    places = tuple(table.get("places") or PLACES)
    for place in places:
        _chosen(place, PLACES, "places", problems)
    if problems:
        raise BadTiming(problems)
    return Timing(code, tuple(one for one in owed if one is not None), places)


def _owed(row: Any, path: str, problems: list[Problem]) -> Owed | None:
    if not isinstance(row, Mapping):
        problems.append(Problem(path, N_("must be a table of names and values")))
        return None
    _unknown(row, ("what", "after", "rule", "within", "ahead", "every", "free"), f"{path}.", problems)
    _chosen(row.get("what"), WHAT, f"{path}.what", problems)
    _chosen(row.get("after"), AFTER, f"{path}.after", problems)
    periods = {
        name: _period(row.get(name), f"{path}.{name}", problems) for name in ("within", "ahead", "every")
    }
    if periods["ahead"] is not None and periods["ahead"].working_days:
        problems.append(
            Problem(f"{path}.ahead", N_("working days are not counted backwards; write for example 1m"))
        )
    return Owed(
        what=str(row.get("what")),
        after=str(row.get("after")),
        rule=str(row.get("rule") or "TRN-06"),
        within=periods["within"],
        ahead=periods["ahead"],
        repeats=periods["every"],
        is_free=str(row.get("free") or "no") in ("yes", "true", "True"),
    )


def _unknown(row: Mapping[str, Any], known: tuple[str, ...], path: str, problems: list[Problem]) -> None:
    problems += [
        Problem(f"{path}{name}", N_("This field is not known here.")) for name in row if name not in known
    ]


def _chosen(value: Any, choices: Mapping[str, str], path: str, problems: list[Problem]) -> None:
    if value not in choices:
        listed = {"text": value, "choices": ", ".join(choices)}
        problems.append(Problem(path, N_("“{text}” is not known; write one of: {choices}"), listed))


def _period(value: Any, path: str, problems: list[Problem]) -> Period | None:
    if value in (None, "", "null"):
        return None
    try:
        return Period.parse(str(value))
    except Invalid:
        said = N_("“{text}” is no time; write for example 7d, 5wd or 12m")
        problems.append(Problem(path, said, {"text": value}))
        return None
