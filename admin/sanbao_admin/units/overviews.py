"""A party and a product on one page each."""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao_admin import acting, people
from sanbao_admin.views import View, expose


class _Overview(View):
    """One record on a page, by its code, as the question of its name tells it."""

    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the list that the record stands in."""
        return redirect(f"/records/{self.code}")

    @expose("/<path:code>")
    def look(self, code: str) -> ResponseReturnValue:
        """Show the record, and what can be done with it."""
        work = people.work()
        record = work.find(self.code, code)
        shown = {
            self.code: record,
            "shown": work.ask(f"{self.code}.overview", {self.code: record.code}),
            "address": f"/{self.code}/{quote(record.code, safe='')}",
            "steps": acting.possible(work, record),
        }
        return str(self.render(f"sanbao/units/{self.code}.html", **shown))


class PartyPage(_Overview):
    """A customer, supplier or installer: facts, what stands open, units, papers."""

    code = "party"
    title = N_("Party")
    help = N_("Who it is, what stands open, which units it has, and the newest papers.")
    need = "party.overview"
    group = "people"
    icon = "users"


class ProductPage(_Overview):
    """A product: facts, its parts, its newest units."""

    code = "product"
    title = N_("Product")
    help = N_("What it is, which parts have terms of their own, and where its newest units stand.")
    need = "product.overview"
    group = "goods"
    icon = "tag"
