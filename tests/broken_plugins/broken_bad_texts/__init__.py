"""Fault: its Chinese is in another encoding than it says."""

from sanbao.plugin import Plugin

plugin = Plugin(name="bad_texts", title="Bad texts", version="0.1.0", package="broken_bad_texts")
