"""The working hours of a week as plain data: ``{"mon": ["08:30-12:00", "13:30-17:30"], …}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from sanbao.calendar.errors import BadWeek
from sanbao.calendar.work_calendar import MINUTES_A_DAY, Window, Windows
from sanbao.errors import Problem
from sanbao.i18n import N_

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAKE_UP = "make_up"

_WRITTEN = re.compile(r"(\d\d?):(\d\d)\s*[-–—~]\s*(\d\d?):(\d\d)", re.ASCII)
_FORM = N_("“{text}” is no working time; write for example 08:30-12:00")
_ORDER = N_("{text} must open before it closes on the same day; write a night shift as 22:00-24:00 and 00:00-06:00")
_OVERLAP = N_("{first} and {second} overlap; write hours that follow each other")
_DAY = N_("“{text}” is no day of the week; write mon, tue, wed, thu, fri, sat, sun, or make_up for make-up days")
_NONE = N_("No day is worked; write working hours for at least one day of the week")
_LIST = N_("Write a list of working times, for example 08:30-12:00 and 13:30-17:30")


def read_week(data: Mapping[str, Any]) -> tuple[tuple[Windows, ...], Windows]:
    """Return the seven days and the make-up day's hours, or name everything that is wrong at once."""
    problems = [Problem(name, _DAY, {"text": name}) for name in data if name not in (*WEEKDAYS, MAKE_UP)]
    days = {name: read_windows(data.get(name, ()), name, problems) for name in (*WEEKDAYS, MAKE_UP)}
    week = tuple(days[name] for name in WEEKDAYS)
    if not problems and not any(week):
        problems.append(Problem("", _NONE))
    if problems:
        raise BadWeek(problems)
    return week, days[MAKE_UP]


def read_windows(data: Any, path: str, problems: list[Problem]) -> Windows:
    """Return one day's hours in order; add what is wrong with them to ``problems``."""
    if not isinstance(data, list | tuple):
        problems.append(Problem(path, _LIST))
        return ()
    read = [_window(str(text), f"{path}[{row}]", problems) for row, text in enumerate(data)]
    windows = sorted(window for window in read if window is not None)
    for first, second in pairwise(windows):
        if second.opens < first.closes:
            problems.append(Problem(path, _OVERLAP, {"first": str(first), "second": str(second)}))
    return tuple(windows)


def write_week(week: Iterable[Windows], make_up: Windows = ()) -> dict[str, list[str]]:
    """Return the same hours as plain data."""
    written = {name: write_windows(windows) for name, windows in zip(WEEKDAYS, week, strict=True)}
    return {**written, MAKE_UP: write_windows(make_up)} if make_up else written


def write_windows(windows: Windows) -> list[str]:
    """Return one day's hours as plain data."""
    return [str(window) for window in windows]


def _window(text: str, path: str, problems: list[Problem]) -> Window | None:
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or max(int(found[2]), int(found[4])) > 59:
        problems.append(Problem(path, _FORM, {"text": text}))
        return None
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if not opens < closes <= MINUTES_A_DAY:
        problems.append(Problem(path, _ORDER, {"text": text}))
        return None
    return Window(opens, closes)
