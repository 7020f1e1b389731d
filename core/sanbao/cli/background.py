"""What runs on its own: ``worker``."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from sanbao.cli import showing
from sanbao.cli.failing import say
from sanbao.cli.settings import opened
from sanbao.i18n import N_, _


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("worker", help=N_("Deliver messages, watch deadlines, run jobs; until it is stopped."))(worker)


def worker(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=N_("Look around once, and end."))] = False,
    every: Annotated[int, typer.Option("--every", min=1, help=N_("Seconds between two looks around."))] = 5,
) -> None:
    """Run the worker."""
    from sanbao import worker as room

    with opened(ctx) as erp:
        if once:
            done = room.run_once(erp)
            showing.tell(ctx, done.as_dict(), lambda: _show(done))
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        say(_(N_("The worker runs; stop it with Ctrl+C.")))
        room.run(erp, stop, every=every, told=lambda done: None if done.idle else _show(done))
        say(_(N_("The worker has stopped.")))


def _show(done: object) -> None:
    text = N_(
        "{delivered} messages delivered, {sent} letters sent, {failed} failed, {missed} deadlines missed, jobs: {jobs}"
    )
    facts = dict(vars(done))
    showing.line(_(text, **{**facts, "jobs": ", ".join(facts["jobs"]) or "–"}))
    for fault in facts["faults"]:
        say(f"  {fault}")
