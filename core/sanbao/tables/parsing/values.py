"""Turn what a spreadsheet stores into the text that a person sees in the cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

#: A spreadsheet keeps 15 digits; of a longer number the rest is already lost.
EXACT_BELOW = 10**15


def as_text(value: Any) -> str:
    """Return a stored value as it is shown: whole numbers without a point, days in ISO form, yes and no.

    >>> as_text(12.0), as_text(date(2024, 2, 29))
    ('12', '2024-02-29')
    """
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):  # noqa: UP038 - asked for every cell, and the union is slower
        return _number(value)
    if isinstance(value, datetime):
        return _whole_seconds(value).isoformat().removesuffix(":00")
    if isinstance(value, time):
        return _whole_seconds(datetime.combine(date.min, value)).time().isoformat().removesuffix(":00")
    if isinstance(value, timedelta):
        return _span(value)
    return value.isoformat() if isinstance(value, date) else clean(str(value))


def is_cut(value: Any) -> bool:
    """Tell whether a number has more digits than a spreadsheet keeps."""
    return type(value) in (int, float) and abs(value) >= EXACT_BELOW


def clean(text: str) -> str:
    """Return the text without what nobody sees: blanks at its ends, the odd line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip().strip("\ufeff\u200b").strip()


def _number(value: float) -> str:
    if abs(value) < EXACT_BELOW and value == int(value):
        return str(int(value))
    # Fifteen digits are what a spreadsheet shows; so 0.1 + 0.2 is read as 0.3.
    shown = f"{value:.15g}"
    return format(Decimal(shown), "f") if "e" in shown else shown


def _whole_seconds(moment: datetime) -> datetime:
    # Half a day is 0.5 of one; 09:00 may arrive some microseconds early.
    if moment.microsecond < 500_000:
        return moment.replace(microsecond=0)
    return moment.replace(microsecond=0) + timedelta(seconds=1)


def _span(span: timedelta) -> str:
    minutes, seconds = divmod(round(abs(span.total_seconds())), 60)
    sign = "-" if span < timedelta(0) else ""
    text = f"{sign}{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
