"""What is promised on the way back of a piece: its time, its limits, what follows when they are passed (N-04, N-05). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanbao.calendar import Period
from sanbao.coverage.repairs import REASONS
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_

#: How hard a promise binds (CAL-11): law holds beside whatever else was promised.
RANKS: Mapping[str, int] = {"law": 10, "promise": 40}
#: What a limit counts.
COUNTS: Mapping[str, str] = {
    "repairs": N_("Repairs that did not help"),
    "this_repair": N_("Days of this repair"),
    "all_repairs": N_("Days of all repairs"),
}
#: Which earlier repairs count.
SAME: Mapping[str, str] = {
    "any": N_("Any fault"),
    "fault": N_("The same fault"),
    "part": N_("The same part"),
}
GIVES: Mapping[str, str] = {"exchange": N_("Exchange"), "refund": N_("Refund")}
_FIELDS = (
    "code", "version", "names", "source", "rank", "turnaround", "limits", "return_within", "guarantee",
    "loaner_after_days",
)  # fmt: skip


class BadPromise(Invalid):
    """A return promise cannot be used; every place and what would be right there."""

    code = "rma.bad_promise"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit whose passing gives the customer a right (返修限度): so many repairs, or more than so many days.

    ``least`` is from which count on; more than 30 days are 31 days (N-05: 超过).
    """

    counts: str
    least: int
    gives: tuple[str, ...]
    rule: str
    reason: str | None = None
    same: str = "any"
    bearer: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A return promise (返修承诺): within which time a piece is on its way back, and which limits hold.

    ``return_within`` counts from the day a product left the factory (RET-03), ``guarantee`` from a repair's delivery
    (RMA-13); a repair of more than ``loaner_after`` days brings a loan unit (LON-01). What is None this promise does not
    speak of.
    """

    code: str
    version: int = 1
    rank: int = RANKS["promise"]
    turnaround: str | None = None
    gives: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    return_within: Period | None = None
    guarantee: Period | None = None
    loaner_after: int | None = None


def load(data: Any) -> Promise:
    """Read a return promise; :class:`BadPromise` names every problem."""
    problems: list[Problem] = []
    table = data if isinstance(data, Mapping) else {}
    code = str(table.get("code") or "")
    if not code:
        problems.append(Problem("code", N_("must be stated")))
    _unknown(table, _FIELDS, "", problems)
    rank = str(table.get("rank") or "promise")
    _chosen(rank, RANKS, "rank", problems)
    within, gives = _turnaround(table.get("turnaround"), problems)
    rows = table.get("limits") or []
    limits = [_limit(row, f"limits[{place}]", problems) for place, row in enumerate(rows, start=1)]
    terms = {
        name: _period(table.get(name), name, problems, working=False)
        for name in ("return_within", "guarantee")
    }
    loaner = table.get("loaner_after_days")
    after = _whole(loaner, "loaner_after_days", problems) if loaner is not None else None
    if problems:
        raise BadPromise(problems)
    return Promise(
        code,
        int(table.get("version") or 1),
        RANKS[rank],
        within,
        gives,
        tuple(one for one in limits if one is not None),
        **terms,
        loaner_after=after,
    )


def _turnaround(row: Any, problems: list[Problem]) -> tuple[str | None, tuple[str, ...]]:
    """Return within which time a piece is on its way back, and what follows if it is not."""
    if row in (None, "", "null"):
        return None, ()
    if not isinstance(row, Mapping):
        problems.append(Problem("turnaround", N_("must be a table of names and values")))
        return None, ()
    _unknown(row, ("within", "gives"), "turnaround.", problems)
    within = _period(row.get("within"), "turnaround.within", problems, working=True)
    return str(row.get("within")) if within is not None else None, _gives(row, "turnaround.", problems)


def _limit(row: Any, path: str, problems: list[Problem]) -> Limit | None:
    if not isinstance(row, Mapping):
        problems.append(Problem(path, N_("must be a table of names and values")))
        return None
    names = ("counts", "at_least", "more_than_days", "reason", "same", "gives", "bearer", "rule")
    _unknown(row, names, f"{path}.", problems)
    counts, reason, same = str(row.get("counts")), row.get("reason"), str(row.get("same") or "any")
    _chosen(counts, COUNTS, f"{path}.counts", problems)
    _chosen(same, SAME, f"{path}.same", problems)
    if reason is not None:
        _chosen(reason, REASONS, f"{path}.reason", problems)
    named, beyond = ("at_least", 0) if counts == "repairs" else ("more_than_days", 1)
    number = _whole(row.get(named), f"{path}.{named}", problems)
    gives = _gives(row, f"{path}.", problems)
    rule, bearer = str(row.get("rule") or "N-05"), row.get("bearer")
    return Limit(counts, number + beyond, gives, rule, reason, same, str(bearer) if bearer else None)


def _gives(row: Mapping[str, Any], path: str, problems: list[Problem]) -> tuple[str, ...]:
    given = row.get("gives") or ()
    found = tuple(str(one) for one in (given if isinstance(given, list | tuple) else (given,)))
    if not found:
        problems.append(Problem(f"{path}gives", N_("must be stated")))
    for one in found:
        _chosen(one, GIVES, f"{path}gives", problems)
    return found


def _unknown(row: Mapping[str, Any], known: tuple[str, ...], path: str, problems: list[Problem]) -> None:
    problems += [
        Problem(f"{path}{name}", N_("This field is not known here.")) for name in row if name not in known
    ]


def _chosen(value: Any, choices: Mapping[str, Any], path: str, problems: list[Problem]) -> None:
    if value not in choices:
        listed = {"text": value, "choices": ", ".join(choices)}
        problems.append(Problem(path, N_("“{text}” is not known; write one of: {choices}"), listed))


def _whole(value: Any, path: str, problems: list[Problem]) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        said = N_("“{text}” is no whole number; write {least} or more, in digits")
        problems.append(Problem(path, said, {"text": value, "least": 1}))
        return 1
    return int(text)


def _period(value: Any, path: str, problems: list[Problem], *, working: bool) -> Period | None:
    if value in (None, "", "null"):
        return None
    try:
        period = Period.parse(str(value))
    except Invalid:
        period = None
    if period is None or (period.working_days and not working):
        said = N_("“{text}” is no time; write for example 7d, 5wd or 12m")
        problems.append(Problem(path, said, {"text": value}))
    return period
