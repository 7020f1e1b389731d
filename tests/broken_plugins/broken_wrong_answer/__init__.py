"""Fault: it answers with a number where a list is asked for."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="wrong_answer", title="Wrong answer", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Answer with a number."""
    return 42
