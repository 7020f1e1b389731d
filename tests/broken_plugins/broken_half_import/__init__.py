"""Fault: the second of its modules does not compile, so the first is already imported."""

from broken_half_import import good, half  # noqa: F401
from sanbao.plugin import Plugin

plugin = Plugin(name="half_import", title="Half there", version="0.1.0")
