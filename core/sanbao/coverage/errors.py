"""Reasons to say no while it is open whether a fault is covered."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotChecked(Refused):
    """Nobody could tell whether it is covered, and the company wants to know that first."""

    code = "coverage.not_checked"
    message = N_(
        "{what}: nobody could check the warranty, and by the company's settings no work goes on before that; "
        "record what is missing, such as the promise or the day from which it runs"
    )
