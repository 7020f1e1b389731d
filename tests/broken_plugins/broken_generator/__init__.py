"""Fault: its answer is computed later, when the transaction may be gone."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="generator", title="Generator", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Answer one by one."""
    for _ in faults:
        yield []
