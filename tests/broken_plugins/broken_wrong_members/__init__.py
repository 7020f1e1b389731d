"""Fault: the right list, with the wrong things in it."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="wrong_members", title="Wrong members", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Answer each fault with a text."""
    return [["covered"] for _ in faults]
