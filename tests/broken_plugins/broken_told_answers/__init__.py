"""Fault: it answers where it is only told."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="told_answers", title="Answers back", version="0.1.0")


@hookimpl
def units_accepted(work, units):
    """Answer back."""
    return ["noted"]
