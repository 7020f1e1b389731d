"""Fault: it needs a plugin that is not here."""

from sanbao.plugin import Plugin

plugin = Plugin(name="missing_dependency", title="Lonely", version="0.1.0", requires=["nowhere"])
