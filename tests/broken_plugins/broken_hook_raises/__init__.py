"""Fault: a hook raises what is no refusal."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="hook_raises", title="Raises", version="0.1.0")


@hookimpl
def units_accepted(work, units):
    """Divide by nothing."""
    return 1 / 0
