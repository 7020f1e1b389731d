"""Fault: it takes its time."""

import time

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="slow_hook", title="Slow", version="0.1.0")


@hookimpl
def units_accepted(work, units):
    """Sleep inside somebody's transaction."""
    time.sleep(0.2)
