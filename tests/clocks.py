"""A clock that a test moves on."""

from __future__ import annotations

from datetime import datetime, timedelta


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, moment: str = "2024-06-03T09:00:00+08:00") -> None:
        self.now = datetime.fromisoformat(moment)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **much: float) -> None:
        """Let time pass, such as ``minutes=31``."""
        self.now += timedelta(**much)
