"""The calendar's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, NotFound
from sanbao.i18n import N_

#: Longer than any design life; a longer period is a slip of the pen.
LONGEST_YEARS = 200


class BadPeriod(Invalid):
    """What was written is no period that can be counted."""

    code = "calendar.bad_period"
    message = N_(
        "“{text}” is no period; write for example 3y, 6m, 1y6m, 2w, 15d, or 10wd for working days alone, "
        "and at most {longest} years"
    )

    def __init__(self, *, text: str) -> None:
        super().__init__(text=text, longest=LONGEST_YEARS)


class BadLimit(Invalid):
    """What was written is no limit in hours, minutes and seconds."""

    code = "calendar.bad_limit"
    message = N_("“{text}” is no time limit; write for example 30min, 3h, 1h30min or 45s")


class BadTime(Invalid):
    """What was written is neither a period nor a limit in hours."""

    code = "calendar.bad_time"
    message = N_("“{text}” is no time to do something in; write for example 5wd, 15d, 4h or 30min")


class BadWeek(Invalid):
    """The working hours of a week cannot be used; the problems name each of them."""

    code = "calendar.bad_week"


class UnknownZone(Invalid):
    """There is no time zone of this name."""

    code = "calendar.unknown_zone"
    message = N_("“{zone}” is no time zone; write for example Asia/Shanghai")


class UnknownCountry(Invalid):
    """Nobody publishes rest days under this country code."""

    code = "calendar.unknown_country"
    message = N_("There are no public holidays for “{country}”; write a country code such as CN, HK, SG or DE")


class NoSuchCalendar(NotFound):
    """The company has no work calendar of this code."""

    code = "calendar.not_found"
    message = N_("There is no work calendar “{key}”; set it up first, or choose one that exists")
