"""The plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class DueInThePast(Refused):
    """Nothing can be promised for a day that has gone."""

    code = "$name.due_in_the_past"
    message = N_("{due_on} has gone already; give a day from {today} on")
