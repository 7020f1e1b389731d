"""The way of the work to a day such as the year's end, month by month: the plan, the pace so far, the agreed quota (KPI-11)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sanbao_installation_outsourcing.rules.quota import WorkDays

#: So many months stand on the chart.
MOST_MONTHS = 36
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """Where the work stands at the end of a month: as planned, and done so far and carried on at two speeds."""

    last_day: date
    planned: int
    at_pace: int
    at_quota: int


def outlook(
    planned: Mapping[date, int],
    done: Mapping[date, int],
    total: int,
    on: date,
    until: date,
    *,
    pace: Decimal,
    quota: int,
    calendar: WorkDays,
) -> list[Month]:
    """Return the months from the first day of plan or work to the last one; what is ahead goes on at the pace, and at the quota."""
    first = min([*planned, *done, on])
    finished = sum(count for day, count in done.items() if day <= on)
    found, working, day = [], 0, on
    for last in _month_ends(first, until):
        while day < last:
            day += _ONE_DAY
            working += calendar.is_working(day)
        so_far = sum(count for one, count in done.items() if one <= min(last, on))
        left = max(0, total - finished)
        ahead = last > on
        found.append(
            Month(
                last,
                sum(count for one, count in planned.items() if one <= last),
                so_far + (min(left, int(pace * working)) if ahead else 0),
                so_far + (min(left, quota * working) if ahead else 0),
            )
        )
    return found[-MOST_MONTHS:]


def _month_ends(first: date, until: date) -> list[date]:
    found = []
    year, month = first.year, first.month
    while (year, month) <= (until.year, until.month):
        found.append(min(date(year, month, monthrange(year, month)[1]), until))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
