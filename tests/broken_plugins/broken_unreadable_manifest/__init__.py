"""Fault: there are names in the manifest where operations should be."""

from sanbao.plugin import Plugin

plugin = Plugin(name="unreadable_manifest", title="Unreadable", version="0.1.0", operations=["unit.register"])
