"""Fault: a role that the core has already."""

from sanbao.plugin import Plugin

plugin = Plugin(name="duplicate_role", title="Twin role", version="0.1.0", roles={"finance": "My finance"})
