"""How much a randomised test tries: a little in every run, its full figure at a gate, a multiple of either in a soak."""

from __future__ import annotations

import os

#: SANBAO_GATE=1 asks for the figures that docs/guards.md names; SANBAO_SOAK=10 for ten times as much.
GATE = os.environ.get("SANBAO_GATE", "") not in ("", "0")
SOAK = int(os.environ.get("SANBAO_SOAK", "1"))
#: Whether somebody asked for more than every run has time for.
THOROUGH = GATE or SOAK > 1


def size(everyday: int, gate: int) -> int:
    """Return how many of something to try in this run."""
    return (gate if GATE else everyday) * SOAK
