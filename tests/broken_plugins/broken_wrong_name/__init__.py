"""Fault: its manifest bears another name than the one it is offered under."""

from sanbao.plugin import Plugin

plugin = Plugin(name="somebody_else", title="Not who it says", version="0.1.0")
