"""A party and a product on one page each."""

from __future__ import annotations

from urllib.parse import quote

from flask import redirect
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao_admin import acting, people
from sanbao_admin.views import View, expose


class PartyPage(View):
    """A customer, supplier or installer: facts, what stands open, units, papers."""

    code = "party"
    title = N_("Party")
    help = N_("Who it is, what stands open, which units it has, and the newest papers.")
    need = "party.overview"
    group = "people"
    icon = "users"
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the list of parties."""
        return redirect("/records/party")

    @expose("/<path:code>")
    def look(self, code: str) -> ResponseReturnValue:
        """Show a party."""
        work = people.work()
        party = work.find("party", code)
        shown = work.ask("party.overview", {"party": party.code})
        return str(
            self.render(
                "sanbao/units/party.html",
                party=party,
                shown=shown,
                address=f"/party/{quote(party.code, safe='')}",
                steps=acting.possible(work, party),
            )
        )


class ProductPage(View):
    """A product: facts, its parts, its newest units."""

    code = "product"
    title = N_("Product")
    help = N_("What it is, which parts have terms of their own, and where its newest units stand.")
    need = "product.overview"
    group = "goods"
    icon = "tag"
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the list of products."""
        return redirect("/records/product")

    @expose("/<path:code>")
    def look(self, code: str) -> ResponseReturnValue:
        """Show a product."""
        work = people.work()
        product = work.find("product", code)
        shown = work.ask("product.overview", {"product": product.code})
        return str(
            self.render(
                "sanbao/units/product.html",
                product=product,
                shown=shown,
                address=f"/product/{quote(product.code, safe='')}",
                steps=acting.possible(work, product),
            )
        )
