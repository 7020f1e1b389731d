"""What the installer outsourcing plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Plugin
from sanbao_installation_outsourcing import models
from sanbao_installation_outsourcing.kinds import CONTRACT

plugin = Plugin(
    name="installation_outsourcing",
    title=N_("Installer outsourcing"),
    version="0.1.0",
    package="sanbao_installation_outsourcing",
    prefix="outsourcing",
    models=[
        models.Contract,
        models.ContractVersion,
        models.Lot,
        models.Job,
        models.InstallationOrder,
        models.JobMark,
        models.TerminalSlip,
        models.Terminal,
        models.HindranceRecord,
        models.InstallerEvent,
    ],
    document_kinds=[CONTRACT],
)
