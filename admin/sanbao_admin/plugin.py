"""What the back office adds to sanbao: its own tables and settings, in a manifest like any plugin's."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Job, Plugin
from sanbao_admin.signing_in import cleaning
from sanbao_admin.signing_in.models import Account, LogEntry, SessionRow, Tries

plugin = Plugin(
    name="admin",
    title=N_("Back office"),
    version="0.1.0",
    package="sanbao_admin",
    models=[Account, SessionRow, Tries, LogEntry],
    jobs=[Job("expired_sessions", 60, cleaning.clean)],
)
