"""The accounts that installers are paid to: what waits for a second person, and who confirmed what before."""

from __future__ import annotations

from typing import Any

from sanbao.i18n import N_
from sanbao_admin import people
from sanbao_admin.views import View, expose

ADDRESS = "/installation/accounts"


class InstallerAccounts(View):
    """Where the second person sees an account before she confirms it."""

    code = "installer_accounts"
    title = N_("Installers' accounts")
    help = N_("An account counts once a second person has confirmed it; nothing is paid while one waits.")
    need = "installer_bank.list"
    group = "installation_outsourcing"
    icon = "money"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show what waits, then what was decided."""
        found = people.work().ask("installer_bank.list", {})
        return self.render(
            "sanbao_installation_outsourcing/accounts.html",
            waiting=[one for one in found if one["state"] == "waiting"],
            before=[one for one in found if one["state"] != "waiting"],
            here=ADDRESS,
        )
