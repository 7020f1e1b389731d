"""How large a table may be, and how much a machine may spend on reading it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one upload may cost; everything above is refused with a sentence.

    ``cpu_seconds`` counts computing time, so that a busy machine refuses no honest file; ``wall_seconds`` is the
    backstop for everything else.
    """

    file_bytes: int = 20 * MEGABYTE
    members: int = 2_000
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 200
    ratio_from_bytes: int = 10 * MEGABYTE
    rows: int = 100_000
    columns: int = 256
    cells: int = 800_000
    cpu_seconds: int = 4
    wall_seconds: int = 30
    memory_bytes: int = 600 * MEGABYTE


DEFAULT_LIMITS = Limits()
