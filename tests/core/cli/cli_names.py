"""Names that the tests of the command share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command said on which stream, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.out)

    @property
    def refusal(self) -> Any:
        """The reason of a refusal, as JSON."""
        return json.loads(self.err)["error"]


Run = Callable[..., Answer]
