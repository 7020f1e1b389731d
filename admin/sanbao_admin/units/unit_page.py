"""A unit on one page: whose it is, what is promised until when, everything that happened, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_, _
from sanbao.printing.forms import BOTH, EN, ZH
from sanbao.registry import finding
from sanbao.registry.errors import Ambiguous
from sanbao_admin import acting, people, policy
from sanbao_admin.units.bars import chart
from sanbao_admin.units.events import events, sorts_in
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work

#: The days of a unit's life in their order (PRD-04), and what each is called.
TRACK = {
    "ex_factory_on": N_("Left the factory"),
    "sold_on": N_("Sold"),
    "invoiced_on": N_("Invoiced"),
    "delivered_on": N_("Delivered"),
    "installed_on": N_("Installed"),
    "commissioned_on": N_("Commissioned"),
    "handed_over_on": N_("Handed over"),
    "accepted_on": N_("Accepted"),
}
#: Facts that stand in the sheet; the days stand in the track, and what links somewhere has a line of its own.
FACTS = ("order_no", "invoice_no", "contract_no", "batch", "price_paid")
#: What the bars' colours mean.
LEGEND = {
    "runs": N_("covered"),
    "ended": N_("ended"),
    "ahead": N_("begins later"),
    "longer": N_("lengthened"),
    "anew": N_("began anew with a new part"),
    "pause": N_("in the shop"),
    "open": N_("not begun: waits for acceptance or another day"),
}
LANGUAGES = {"zh": ZH, "en": EN, "both": BOTH}
#: So many steps stand as buttons, the others below "more".
BUTTONS = 3
_FIRST = ("unit.correct", "unit.replace", "unit.reach_milestone")
_MILESTONES_FIRST = ("sold_on", "delivered_on", "installed_on", "accepted_on")


class UnitPage(View):
    """The service file of one unit (服务档案, PRD-04)."""

    code = "unit"
    title = N_("Service file")
    help = N_(
        "All that is known of one unit: its promises along the years, what happened to it, and what is owed."
    )
    need = "unit.file"
    group = "goods"
    icon = "box"
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Lead to the list of units."""
        return redirect("/records/unit")

    @expose("/<path:serial>")
    def file(self, serial: str) -> ResponseReturnValue:
        """Show the service file; of two units with one serial number ask which is meant."""
        work = people.work()
        try:
            unit: Unit = work.find("unit", serial)
        except Ambiguous:
            return self.render("sanbao/units/which.html", serial=serial, units=_twins(work, serial)), 300
        return str(self.render("sanbao/units/unit.html", **sheet(work, unit)))

    @expose("/<path:serial>/paper.pdf")
    @policy.allow("unit.read")
    def paper(self, serial: str) -> ResponseReturnValue:
        """Print one of the unit's papers."""
        from sanbao.printing import papers

        languages = LANGUAGES.get(request.args.get("lang", ""))
        printed = papers.paper(people.work(), serial, form=request.args.get("form"), languages=languages)
        name = f"attachment; filename*=UTF-8''{quote(serial)}.pdf" if "save" in request.args else "inline"
        return Response(printed, mimetype="application/pdf", headers={"Content-Disposition": name})


def sheet(work: Work, unit: Unit) -> dict[str, Any]:
    """Return everything that the page of a unit shows."""
    file = work.ask("unit.file", {"unit": unit})
    happened = events(file, work.zone)
    wanted = request.args.get("show", "")
    steps = sorted(
        acting.possible(work, unit),
        key=lambda one: _FIRST.index(one.name) if one.name in _FIRST else len(_FIRST),
    )
    return {
        "unit": unit,
        "address": f"/unit/{quote(unit.serial, safe='')}",
        "file": file,
        "track": track(unit),
        "facts": {name: file["facts"][name] for name in FACTS if name in file["facts"]},
        "chart": chart(file["terms"], work.today),
        "legend": {look: _(words) for look, words in LEGEND.items()},
        "today": work.today,
        "events": [one for one in happened if not wanted or one.sort == wanted],
        "sorts": sorts_in(happened),
        "wanted": wanted,
        "open_papers": [one for one in file["documents"] if one["is_open"]],
        "buttons": steps[:BUTTONS],
        "more": steps[BUTTONS:],
        "forms": [form for form in work.registry.forms.values() if form.kind == "unit"],
        "may_call": work.access.may("unit.search"),
        "replaced_by": finding.successor(work, unit),
    }


def track(unit: Unit) -> list[tuple[str, Any]]:
    """Return the days of a unit's life: those that are known, and those that most units have."""
    days = [(name, getattr(unit, name)) for name in TRACK]
    return [(_(TRACK[name]), day) for name, day in days if day is not None or name in _MILESTONES_FIRST]


def _twins(work: Work, serial: str) -> list[Unit]:
    return finding.units(work, serial)
