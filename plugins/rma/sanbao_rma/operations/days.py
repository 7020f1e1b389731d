"""The days that people give for what they did with pieces: none that has not come, none that cannot follow (RMA-01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao.charging.quotes import not_in_future
from sanbao.errors import Problem
from sanbao.i18n import N_, _
from sanbao_rma import errors
from sanbao_rma.operations.pieces import named
from sanbao_rma.rules.days import WAY, last_before

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models import RmaLine


def in_order(work: Work, name: str, given: date | None, lines: Sequence[RmaLine]) -> date:
    """Return the day on which something was done, or today; refused where a piece was not so far yet, each is named."""
    day = not_in_future(work, name, given)
    early: dict[tuple[str, date], list[RmaLine]] = {}
    for line in lines:
        before = last_before(name, {step: getattr(line, step) for step in WAY})
        if before is not None and day < before[1]:
            early.setdefault(before, []).append(line)
    if early:
        raise errors.DaysOutOfOrder(
            [_too_early(name, day, *before, found) for before, found in early.items()]
        )
    return day


def _too_early(name: str, day: date, step: str, earliest: date, lines: Sequence[RmaLine]) -> Problem:
    said = N_("{pieces}: {day} lies before {earliest}, the day of: {step}.")
    return Problem(
        name, said, {"pieces": named(lines), "day": day, "earliest": earliest, "step": _(WAY[step])}
    )


def refuse_bad_wishes(work: Work, wishes: Sequence[Mapping[str, Any]], path: str = "pieces.{at}.") -> None:
    """Refuse to have bought, or to have asked for, a piece on a day that has not come, or in the wrong order (RET-01)."""
    problems = [
        problem for at, wish in enumerate(wishes) for problem in _bad_wish(work, wish, path.format(at=at))
    ]
    if problems:
        raise errors.DaysOutOfOrder(problems)


def _bad_wish(work: Work, wish: Mapping[str, Any], path: str) -> Iterator[Problem]:
    bought, asked = wish.get("purchased_on"), wish.get("requested_on")
    for name, day in (("purchased_on", bought), ("requested_on", asked)):
        if day is not None and day > work.today:
            said = N_("{day} has not come yet; today is {today}.")
            yield Problem(f"{path}{name}", said, {"day": day, "today": work.today})
    if bought is not None and asked is not None and asked < bought:
        said = N_("{day} lies before {earliest}; this cannot come first.")
        yield Problem(f"{path}requested_on", said, {"day": asked, "earliest": bought})
