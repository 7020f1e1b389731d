"""Moments that people type in: none that has not come yet, none before the one that it follows."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_

if TYPE_CHECKING:
    from sanbao.work import Work


class WrongMoment(Invalid):
    """A moment that cannot be."""

    code = "claim.wrong_moment"


def refuse_wrong(work: Work, **moments: datetime | None) -> None:
    """Refuse moments that have not come yet, or that do not follow each other in the order given."""
    known = [(name, moment) for name, moment in moments.items() if moment is not None]
    problems = [
        Problem(name, N_("{moment} has not come yet."), {"moment": shown(work, moment)})
        for name, moment in known
        if moment > work.now
    ]
    problems += [
        Problem(
            name,
            N_("{moment} lies before {earlier}."),
            {"moment": shown(work, moment), "earlier": shown(work, earlier)},
        )
        for (_, earlier), (name, moment) in pairwise(known)
        if moment < earlier
    ]
    if problems:
        raise WrongMoment(problems)


def refuse_other_day(
    work: Work, started_at: datetime | None, ended_at: datetime | None, on: date | None
) -> None:
    """Refuse a day of return that is not the day of its moment, lies before the start, or has not come yet."""
    if on is None:
        return
    problems = []
    if ended_at is not None and day(work, ended_at) != on:
        message = N_("{day} is not the day of {moment}.")
        problems.append(Problem("repaired_on", message, {"day": on, "moment": shown(work, ended_at)}))
    if started_at is not None and on < day(work, started_at):
        message = N_("{moment} lies before {earlier}.")
        problems.append(Problem("repaired_on", message, {"moment": on, "earlier": shown(work, started_at)}))
    if on > work.today:
        problems.append(
            Problem(
                "repaired_on",
                N_("{day} has not come yet; today is {today}."),
                {"day": on, "today": work.today},
            )
        )
    if problems:
        raise WrongMoment(problems)


def day(work: Work, moment: datetime | None) -> date:
    """Return the company's day of a moment; without one, today (CAL-07)."""
    return moment.astimezone(work.zone).date() if moment is not None else work.today


def shown(work: Work, moment: datetime) -> str:
    """Return a moment as the company's clock shows it."""
    return moment.astimezone(work.zone).strftime("%Y-%m-%d %H:%M")
