"""Which sanbao this is."""

from __future__ import annotations

VERSION = "0.1.0"


def at_least(version: str, wanted: str) -> bool:
    """Tell whether a version is not older than another, compared number by number."""
    return _numbers(version) >= _numbers(wanted)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
