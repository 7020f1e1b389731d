"""The desk of a centre: what waits for which step, who is out today, what runs late, what is to be decided (INS-14)."""

from __future__ import annotations

from typing import Any

from sanbao.i18n import N_
from sanbao_admin import people
from sanbao_admin.views import View, expose
from sanbao_installation_outsourcing.admin.desk import lost_state
from sanbao_installation_outsourcing.admin.problems import open_problems


class CentreDesk(View):
    """What a centre manager looks at in the morning; whoever is bound to no centre sees all of them."""

    code = "installation_desk"
    title = N_("Installation desk")
    help = N_("What waits for which step, who is out today, what runs late, and what has to be decided.")
    need = "centre.desk"
    group = "installation_outsourcing"
    icon = "board"

    def __init__(self) -> None:
        super().__init__(url="/installation/desk")

    @expose("/")
    def index(self) -> Any:
        """Show what the centre has to look after."""
        work = people.work()
        return self.render(
            "sanbao_installation_outsourcing/centre.html",
            desk=work.ask("centre.desk", {}),
            problems=open_problems(work),
            today=work.today,
            warnings=work.ask("installation.warnings", {}),
            lost=work.ask("hindrance.list", {"states": ["logged", "counted"]}),
            lost_states=lost_state,
        )
