"""Fault: it answers a hook that nobody calls."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="unknown_hook", title="Unknown hook", version="0.1.0")


@hookimpl
def units_exploded(work):
    """Answer what nobody asks."""
