"""What the tests of the documentation share of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Demonstration:
    """What ``sanbao demo`` left behind: where, how it ended, what it printed."""

    folder: Path
    exit_code: int
    printed: str
    progress: str
