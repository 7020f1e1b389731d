"""Fault: it extends an operation that does not exist."""

from sanbao.plugin import Extension, Plugin
from sanbao.schema import Input

plugin = Plugin(
    name="unknown_extension",
    title="Extends nothing",
    version="0.1.0",
    extends={"unit.teleport": Extension(Input, print)},
)
