"""What was promised by when: the way back, the old piece of an exchange, the piece at the factory (CAL-03, N-05)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao.work import Work

#: By then every piece of a parcel shall be on its way back.
TURNAROUND = "turnaround"
#: By then an old piece shall come whose new one was sent ahead.
OLD_PIECE = "old_piece"
#: By then a vendor shall send a piece back.
BACK = "back_from_factory"


def start_of(work: Work, day: date) -> datetime:
    """Return the first moment of a local day."""
    return datetime.combine(day, time.min, work.zone)
