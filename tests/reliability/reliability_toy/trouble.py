"""What a hook of the toy shall do instead of its work: planned by a test, in its own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sanbao.work import Work

Action = Callable[[Work], Any]
_planned: dict[str, Action] = {}


@contextmanager
def planned(hook: str, action: Action) -> Iterator[None]:
    """Let a hook do this for the block."""
    _planned[hook] = action
    try:
        yield
    finally:
        del _planned[hook]


def happen(hook: str, work: Work, usual: Any = None) -> Any:
    """Do what is planned for a hook, or answer as usual."""
    return _planned[hook](work) if hook in _planned else usual
