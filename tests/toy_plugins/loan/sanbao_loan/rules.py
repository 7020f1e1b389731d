"""Decisions about loans. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date


def is_overdue(due_on: date, ended_on: date | None, on: date) -> bool:
    """Tell whether a unit should have come back before ``on`` (LON-03)."""
    return ended_on is None and due_on < on
