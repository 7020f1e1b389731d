"""The page on which a statement is looked at before it is made: lines with their steps, and what waits for what (INS-02, INS-20)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sanbao.decision import from_json
from sanbao.i18n import N_
from sanbao_admin import asking, people
from sanbao_admin.views import View, expose


class SettlementPreview(View):
    """What would be settled with an installer now, and what is missing for the rest."""

    code = "settlement_preview"
    title = N_("Settlement preview")
    help = N_(
        "What a statement would settle today, why each amount is taken off, and what the other units wait for."
    )
    need = "installer_settlement.preview"
    group = "installation_outsourcing"
    icon = "scale"

    def __init__(self) -> None:
        super().__init__(url="/installation/preview")

    @expose("/")
    def index(self) -> Any:
        """Ask for the contract, then show its statement as it would be."""
        work = people.work()
        asked = asking.ask(work, "installer_settlement.preview", hidden=("limit",))
        found = asked.answer
        lines = [{**one, "trace": from_json(one["trace"])} for one in found["lines"]] if found else []
        page = self.render(
            "sanbao_installation_outsourcing/preview.html",
            asked=asked,
            found=found,
            lines=lines,
            warnings=work.ask("installation.warnings", {"contract": found["contract"]}) if found else [],
            savings=_savings(found["contract"]) if found else [],
            download=f"/reports/settlement_preview?{urlencode({**asked.given, 'format': 'xlsx'})}",
        )
        return page, asked.status


def _savings(contract: str) -> list[dict[str, Any]]:
    """Return what putting failed units right today would save, for whoever may know it (INS-08)."""
    work = people.work()
    if not work.access.may("rework.saving"):
        return []
    return [{"contract": contract, **row} for row in work.ask("rework.saving", {"contract": contract})]
