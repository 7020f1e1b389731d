"""Fault: it asks a hook for an argument that the hook does not bring."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="wrong_signature", title="Wrong signature", version="0.1.0")


@hookimpl
def units_accepted(work, boxes):
    """Answer with boxes where units are told of."""
