"""Finding: the palette that opens with Ctrl+K, and the same on a page of its own."""

from __future__ import annotations

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao_admin import people, policy
from sanbao_admin.finding.hits import as_json, grouped, hits
from sanbao_admin.views import View, expose

#: Nobody types more than this to find something; a scanner may read an address with a code in it.
LONGEST = 200
IN_PALETTE, ON_PAGE = 5, 20


class Finding(View):
    """Everything that fits some words, by what it is."""

    code = "find"
    title = N_("Find")
    help = N_(
        "Serial numbers and their last digits, customers, phones, numbers of papers and entries, pages, and what can be done."
    )
    need = policy.SIGNED_IN
    icon = "search"
    in_menu = False

    @expose("")
    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show what fits; a scanned code that names one thing leads there at once."""
        text = _typed()
        found = hits(people.work(), text, ON_PAGE)
        if len(found) == 1 and "go" in request.args:
            return redirect(found[0].address)
        return str(self.render("sanbao/finding/find.html", text=text, sections=grouped(found)))


class Palette(View):
    """What the palette asks while somebody types."""

    code = "find_json"
    title = N_("Find")
    need = policy.SIGNED_IN
    in_menu = False

    @expose("")
    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Return a few of everything that fits, the best first."""
        return jsonify(results=as_json(hits(people.work(), _typed(), IN_PALETTE)))


def _typed() -> str:
    return request.args.get("q", "")[:LONGEST]
