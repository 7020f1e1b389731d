"""How the child process says no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A reason by its short name, with the facts that its sentence needs; the parent finds the error class."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params
