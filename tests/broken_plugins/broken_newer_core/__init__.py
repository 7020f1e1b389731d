"""Fault: it was written for a later sanbao."""

from sanbao.plugin import Plugin

plugin = Plugin(name="newer_core", title="From the future", version="0.1.0", requires_core="99.0.0")
