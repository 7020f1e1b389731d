"""How often one token may ask: counted in memory, in each process by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sanbao_admin.api.errors import TooMany

MOST = 600
MINUTE = 60.0
#: Windows that have passed are forgotten when so many are kept.
_KEPT = 10_000


@dataclass
class Limiter:
    """Counts what each caller asks in a minute; ``clock`` counts seconds and never goes back."""

    most: int = MOST
    clock: Callable[[], float] = time.monotonic
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def count(self, caller: str) -> None:
        """Count a request; :class:`TooMany` says when to go on."""
        now = self.clock()
        with self._guard:
            if len(self._windows) > _KEPT:
                self._windows = {key: one for key, one in self._windows.items() if now - one[0] < MINUTE}
            start, asked = self._windows.get(caller, (now, 0))
            if now - start >= MINUTE:
                start, asked = now, 0
            self._windows[caller] = (start, asked + 1)
        if asked >= self.most:
            raise TooMany(most=self.most, seconds=max(1, round(start + MINUTE - now)))
