"""What the RMA plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Plugin

plugin = Plugin(
    name="rma",
    title=N_("RMA"),
    version="0.1.0",
    package="sanbao_rma",
)
