"""Fault: it specifies a hook that the core specifies already."""

import sys

from sanbao.plugin import Plugin, hookspec


@hookspec
def units_accepted(work, units, extra):
    """Told once more, with something extra."""


plugin = Plugin(name="own_hooks", title="Own hooks", version="0.1.0", hookspecs=sys.modules[__name__])
