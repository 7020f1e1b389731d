"""When something is due: payment terms (付款条件) as people write them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sanbao.calendar.errors import BadPeriod
from sanbao.calendar.periods import Period

END_OF_MONTH = "eom"


def parse_terms(text: str) -> tuple[bool, Period]:
    """Read terms: ``30d``, ``2m``, or ``eom+15d`` for so long after the month's end (月结).

    Raises :class:`~sanbao.calendar.errors.BadPeriod`.
    """
    written = text.strip().lower()
    from_end = written.startswith(END_OF_MONTH)
    if from_end:
        written = written.removeprefix(END_OF_MONTH).removeprefix("+") or "0d"
    period = Period.parse(written)
    if period.working_days:
        raise BadPeriod(text=text)
    return from_end, period


def due_on(day: date, terms: str) -> date:
    """Return the last day on which something of that day can be paid in time.

    >>> due_on(date(2024, 6, 3), "30d"), due_on(date(2024, 6, 3), "eom+15d")
    (datetime.date(2024, 7, 3), datetime.date(2024, 7, 15))
    """
    from_end, period = parse_terms(terms)
    if from_end:
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return period.end(day)
