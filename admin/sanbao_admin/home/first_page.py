"""The first page: numbers, charts, my work, and what a new company does first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao_admin import acting, charts, people, plugin_pages, policy
from sanbao_admin.home import core_cards, mine
from sanbao_admin.home.cards import FirstStep, counted
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.work import Work


class Home(View):
    """What needs me today, and how the service stands."""

    code = "home"
    title = N_("Home")
    help = N_("What needs you today, and how the service stands.")
    need = policy.SIGNED_IN
    icon = "home"

    @expose("/")
    def index(self) -> Any:
        """Show the first page."""
        work = people.work()
        steps = _ticked(work)
        return self.render(
            "sanbao/home/home.html",
            cards=gathered(work, "cards"),
            charts=[chart for chart in gathered(work, "charts") if not chart.is_empty],
            steps=steps if not all(is_done for _step, is_done in steps) else [],
            papers=mine.papers(work),
            deadlines=mine.deadlines(work),
            waiting=mine.waiting(work),
            recent=mine.recent(work),
            assign=acting.address("document.assign"),
            later=list(_later(work)),
        )

    @expose("/home/chart/<code>")
    def chart(self, code: str) -> Any:
        """Draw one of the charts that take more than a moment; nothing where she may not know it."""
        work = people.work()
        drawing = _later(work).get(code)
        chart = drawing(work) if drawing is not None else None
        return str(charts.draw(chart)) if chart is not None and not chart.is_empty else ""


def _ticked(work: Work) -> list[tuple[FirstStep, bool]]:
    """Return the first steps of a company, each with whether it is done: one statement for all."""
    steps: list[FirstStep] = gathered(work, "first_steps")
    counts = counted(work, {str(place): step.done for place, step in enumerate(steps)}, most=0)
    return [(step, counts[str(place)] > 0) for place, step in enumerate(steps)]


def gathered(work: Work, name: str) -> list[Any]:
    """Return what the core and every plugin that is on put on the first page under a name."""
    return [*getattr(core_cards, name)(work), *plugin_pages.offered(work.erp, name, work)]


def _later(work: Work) -> dict[str, Any]:
    """Return the charts that follow once the page stands (``LATER_CHARTS`` of a plugin's ``admin.py``)."""
    return {
        code: draw
        for charts in plugin_pages.offered(work.erp, "LATER_CHARTS")
        for code, draw in charts.items()
    }
