"""Why a month end says no."""

from __future__ import annotations

from sanbao.errors import Misconfigured, Refused
from sanbao.i18n import N_


class ClosingObstacle(Refused):
    """Something in the month is not as it must be; everything that is wrong is named at once (LED-27)."""

    code = "closing.obstacle"
    message = N_("{period} cannot be closed yet: {obstacles}")


class NotBegun(Refused):
    """A month that has not begun is not closed: no earlier month could be opened any more (LED-01)."""

    code = "closing.not_begun"
    message = N_("{period} has not begun yet; today is {today}")


class BadSetting(Misconfigured):
    """A setting of the month end says something that nobody understands."""

    code = "closing.bad_setting"
    message = N_("the setting {name} says “{value}”; write {known}")


class NothingToOverride(Refused):
    """Only what blocks, and may be let pass, needs a second person's word."""

    code = "closing.nothing_to_override"
    message = N_("in {period} nothing blocks that could be let pass")


class NotThisMonth(Refused):
    """The company carries its result once a year."""

    code = "closing.not_this_month"
    message = N_("the result is carried once a year here, in December; {period} keeps it")


class ResultNotCarried(Refused):
    """The year's profit is whole only when every income and expense was carried."""

    code = "closing.result_not_carried"
    message = N_("income and expense of {year} still carry {amount}; carry the result of December first")


class NothingCarried(Refused):
    """There is no carried result to take back."""

    code = "closing.nothing_carried"
    message = N_("no result of {period} is carried")
