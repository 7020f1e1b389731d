"""Fault: it answers about fewer faults than it was asked about."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="too_few", title="Too few", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Answer about none of them."""
    return []
