"""The plugin's decisions. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date


def is_overdue(due_on: date, on: date) -> bool:
    """Tell whether something should have been done before ``on``.

    >>> is_overdue(date(2024, 6, 3), on=date(2024, 6, 3))
    False
    """
    return due_on < on
