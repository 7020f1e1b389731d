"""A chart as a figure: title, legend, drawing, and its values as a table."""

from __future__ import annotations

from markupsafe import Markup

from sanbao.i18n import N_, _
from sanbao_admin.charts import lying, ring, upright, warmth
from sanbao_admin.charts.marks import number, tag
from sanbao_admin.charts.model import Chart

_DRAWN_BY = {
    "column": upright.draw,
    "stacked": upright.draw,
    "line": upright.draw,
    "bar": lying.draw,
    "pie": ring.draw,
    "heat": warmth.draw,
}


def draw(chart: Chart) -> Markup:
    """Return a chart as HTML; where there is nothing yet, a sentence."""
    name = tag("a", chart.title, href=chart.address) if chart.address else chart.title
    head = [tag("h2", name), *([tag("p", chart.help, class_="muted small")] if chart.help else [])]
    if chart.is_empty:
        return tag(
            "figure", *head, tag("p", _(N_("There is nothing to show yet.")), class_="muted"), class_="chart"
        )
    kind = chart.drawn_as
    legend = [_legend(chart)] if len(chart.series) > 1 and kind != "heat" else []
    values = [] if kind == "heat" else [_values(chart)]
    return tag("figure", *head, *legend, _DRAWN_BY[kind](chart), *values, class_=f"chart drawn-{kind}")


def _legend(chart: Chart) -> Markup:
    rows = [tag("li", ring.swatch(place), one.name) for place, one in enumerate(chart.series)]
    return tag("ul", *rows, class_="legend")


def _values(chart: Chart) -> Markup:
    """Return the values as a table, for whoever wants the figures or cannot see the drawing."""
    titles = [one.name or chart.title for one in chart.series]
    head = tag("tr", tag("th", tag("span", chart.title, class_="visually-hidden"), scope="col"),
               *(tag("th", title, scope="col", class_="num") for title in titles))  # fmt: skip
    rows = [
        tag("tr", tag("th", label, scope="row"),
            *(tag("td", number(one.values[place], chart.digits), class_="num") for one in chart.series))
        for place, label in enumerate(chart.labels)
    ]  # fmt: skip
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="table")
    return tag("details", tag("summary", _(N_("Values as a table"))), tag("div", table, class_="table-wrap"))
