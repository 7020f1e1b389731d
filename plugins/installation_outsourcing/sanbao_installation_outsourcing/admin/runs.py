"""The settling of all contracts: how far each run came, and which contracts refused why (INS-20)."""

from __future__ import annotations

from typing import Any

from sanbao.i18n import N_
from sanbao_admin import people
from sanbao_admin.views import View, expose

ADDRESS = "/installation/runs"


class SettlementRuns(View):
    """What the worker, or whoever pressed the button, has settled so far, and what is left."""

    code = "settlement_runs"
    title = N_("Settling of all contracts")
    help = N_(
        "How far each run came, and which contracts refused why; what refused can be tried again by itself."
    )
    need = "installer_settlement.runs"
    group = "installation_outsourcing"
    icon = "list"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show the runs, the latest day first."""
        found = people.work().ask("installer_settlement.runs", {})
        return self.render("sanbao_installation_outsourcing/runs.html", runs=found, here=ADDRESS)
