"""The tax rates that stand on a day, with their first and last days."""

from __future__ import annotations

from flask import request

from sanbao.errors import Invalid
from sanbao.i18n import N_
from sanbao_admin import people
from sanbao_admin.views import View, expose


class TaxRates(View):
    """Which rates of tax there are; one that ends stays on the papers that bear it (LED-24)."""

    code = "set_up_taxes"
    title = N_("Tax rates")
    help = N_("The rates that stand on a day; a rate never changes, it ends and another one begins.")
    need = ("tax_rate.list", "tax_rate.add")
    group = "setup"
    icon = "scale"

    def __init__(self) -> None:
        super().__init__(url="/set-up/tax-rates")

    @expose("/")
    def index(self) -> str:
        """Show the rates that stand on a day, today if none is asked for."""
        work, on = people.work(), request.args.get("on", "").strip()
        try:
            rows = work.ask("tax_rate.list", {"on": on or work.today})
        except Invalid:
            on, rows = "", work.ask("tax_rate.list", {"on": work.today})
        return self.render("sanbao/setting_up/taxes.html", rows=rows, on=on or work.today.isoformat())
