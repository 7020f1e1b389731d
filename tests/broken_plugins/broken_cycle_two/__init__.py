"""Fault, with its twin: each needs the other first."""

from sanbao.plugin import Plugin

plugin = Plugin(name="cycle_two", title="Egg", version="0.1.0", requires=["cycle_one"])
