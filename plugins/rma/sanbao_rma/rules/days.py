"""In which order the days of a piece come: received, diagnosed, repaired, tested, sent (RMA-01). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sanbao.i18n import N_

#: The days that are written on a piece, in the order of its way, as people call them.
WAY: Mapping[str, str] = {
    "received_on": N_("received"),
    "diagnosed_on": N_("diagnosed"),
    "repaired_on": N_("repaired"),
    "qc_passed_on": N_("tested"),
}
#: What is said of a piece → the days that come before it.
_BEFORE: Mapping[str, tuple[str, ...]] = {
    "diagnosed_on": ("received_on",),
    "sent_on": ("received_on", "diagnosed_on"),
    "replaced_on": ("received_on", "diagnosed_on"),
    "repaired_on": ("received_on", "diagnosed_on"),
    "checked_on": ("received_on", "diagnosed_on", "repaired_on"),
    "shipped_at": tuple(WAY),
}


def last_before(name: str, days: Mapping[str, date | None]) -> tuple[str, date] | None:
    """Return the last of the days that come before what is said, and what happened on it; None where none is known.

    >>> last_before("checked_on", {"received_on": date(2024, 6, 3), "repaired_on": date(2024, 6, 5)})
    ('repaired_on', datetime.date(2024, 6, 5))
    >>> last_before("diagnosed_on", {"received_on": None, "repaired_on": date(2024, 6, 5)})
    """
    known = [(step, day) for step in _BEFORE[name] if (day := days.get(step)) is not None]
    return max(known, key=lambda one: one[1], default=None)
