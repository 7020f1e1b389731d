"""Whether training helped: papers about the learners' equipment before and after, as figures and charts (TRN-13, KPI-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from sanbao.i18n import N_, _
from sanbao_admin import asking, people, policy
from sanbao_admin.charts import Chart, Series
from sanbao_admin.views import View, expose
from sanbao_training.rules.grading import rate

QUESTION = "training.effect"
#: So many rows stand on the page; the workbook has all.
MOST = 200
Rows = Sequence[Mapping[str, Any]]


class Effect(View):
    """What came of training."""

    code = "training_effect"
    title = N_("Effect of training")
    help = N_(
        "Papers about the learners' equipment so many days before and after a session, by the plugins that are on."
    )
    need = QUESTION
    group = "training"
    icon = "chart"

    def __init__(self) -> None:
        super().__init__(url="/training/effect")

    @expose("/")
    def index(self) -> Any:
        """Compare before and after."""
        work = people.work()
        asked = asking.ask(work, QUESTION)
        rows: Rows = asked.answer or []
        until = [row["known_until"] for row in rows if _is_running(row, asked.given, work.today)]
        page = self.render(
            "sanbao_training/effect.html",
            asked=asked,
            figures=_figures(rows),
            charts=_charts(rows),
            rows=rows[:MOST],
            left=max(len(rows) - MOST, 0),
            known_until=max(until, default=None),
            workbook=f"/reports/training_effect?{urlencode({**asked.given, 'format': 'xlsx'})}",
        )
        return page, asked.status


def _is_running(row: Mapping[str, Any], given: Mapping[str, str], today: date) -> bool:
    """Tell whether the days after a session are not over yet."""
    return bool(row["known_until"] == today) and (today - row["held_on"]).days < int(given.get("days", 90))


def _figures(rows: Rows) -> list[dict[str, Any]]:
    """Return for each kind of paper how many there were, and how many were put right the first time."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row["kind"], {"title": row["title"], **dict.fromkeys(("before", "after", "first", "then"), 0)}
        )
        one["before"] += row["before"]
        one["after"] += row["after"]
        one["first"] += row["first_time_before"]
        one["then"] += row["first_time_after"]
    for one in found.values():
        one["rate_before"], one["rate_after"] = (
            rate(one["first"], one["before"]),
            rate(one["then"], one["after"]),
        )
    return list(found.values())


def _charts(rows: Rows) -> list[Chart]:
    """Return a chart for each kind of paper: every party's count before and after."""
    return [_chart(title, [row for row in rows if row["title"] == title]) for title in _titles(rows)]


def _titles(rows: Rows) -> list[str]:
    return list(dict.fromkeys(row["title"] for row in rows))


def _chart(title: str, rows: Rows) -> Chart:
    parties = list(dict.fromkeys((row["party"], row["name"]) for row in rows))

    def counted(field: str) -> list[Decimal]:
        return [Decimal(sum(row[field] for row in rows if row["party"] == code)) for code, _name in parties]

    links = [policy.leads(f"/party/{quote(code, safe='')}") for code, _name in parties]
    series = [
        Series(_(N_("Before the training")), counted("before"), links),
        Series(_(N_("After the training")), counted("after"), links),
    ]
    return Chart("column", title, [name for _code, name in parties], series)
