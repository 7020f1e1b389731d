"""One thing that is wrong with a plugin, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sanbao.decision import Text


@dataclass(frozen=True)
class Finding:
    """What is wrong, and in which part of the kit it was seen."""

    check: str
    text: Text

    def __str__(self) -> str:
        return str(self.text)

    def as_dict(self) -> dict[str, str]:
        """Return the finding as JSON data."""
        return {"check": self.check, "message": str(self)}


def found(check: str, message: str, /, **params: Any) -> Finding:
    """Return a finding; its sentence is translated when it is shown."""
    return Finding(check, Text(message, params))
