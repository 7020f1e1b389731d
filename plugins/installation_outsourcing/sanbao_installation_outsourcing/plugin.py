"""What the installer outsourcing plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Plugin

plugin = Plugin(
    name="installation_outsourcing",
    title=N_("Installer outsourcing"),
    version="0.1.0",
    package="sanbao_installation_outsourcing",
    prefix="outsourcing",
)
