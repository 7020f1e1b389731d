"""How far it is: a sign of life on the terminal while a command takes longer than a moment."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sanbao.cli.settings import settings_of

if TYPE_CHECKING:
    import typer
    from rich.progress import Progress

#: Seconds that nobody minds to wait without a sign.
PATIENCE = 1.0
Tick = Callable[[int], None]


class _Bar:
    """One piece of work on the screen: once it has taken a second, until it ends or something else is written."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what, self._total, self._count = what, total, 0
        self._lock = threading.Lock()
        self._shown: Progress | None = None
        self._has_ended = False
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def advance(self, count: int) -> None:
        """Tell that so much more is done."""
        self._count += count
        shown = self._shown
        if shown is not None:
            shown.update(shown.task_ids[0], completed=self._count)

    def end(self) -> None:
        """Take it off the screen for good."""
        self._timer.cancel()
        with self._lock:
            self._has_ended = True
            if self._shown is not None:
                self._shown.stop()

    def _show(self) -> None:
        with self._lock:
            if not self._has_ended:
                self._shown = _drawn(self._what, self._total)
                self.advance(0)


_bars: list[_Bar] = []


@contextmanager
def progress(ctx: typer.Context, what: str, total: int | None = None) -> Iterator[Tick]:
    """Show how far it is, on stderr and only where a person is looking; what is written meanwhile ends it."""
    quiet()
    if settings_of(ctx).as_json or not sys.stderr.isatty():
        yield lambda _count: None
        return
    bar = _Bar(what, total)
    _bars.append(bar)
    try:
        yield bar.advance
    finally:
        quiet()


def quiet() -> None:
    """Take off the screen what is shown there, because something is written now."""
    while _bars:
        _bars.pop().end()


def _drawn(what: str, total: int | None) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    counted = (MofNCompleteColumn(),) if total is not None else ()
    bars = (TextColumn("{task.description}", markup=False), BarColumn(), *counted, TimeElapsedColumn())
    screen = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
    shown = Progress(*bars, console=screen, transient=True, refresh_per_second=4)
    shown.add_task(what, total=total)
    shown.start()
    return shown
