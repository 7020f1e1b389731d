"""Fault: a hook wants to end the program."""

import sys

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="hook_exits", title="Exits", version="0.1.0")


@hookimpl
def units_accepted(work, units):
    """Leave."""
    sys.exit(7)
