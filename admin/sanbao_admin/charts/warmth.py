"""A heat map: a table whose cells are the stronger coloured the greater they are."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from sanbao_admin.charts.marks import number, tag
from sanbao_admin.charts.model import Chart


def draw(chart: Chart) -> Markup:
    """Return the table: a row for each series, a column for each label."""
    most = max((abs(value) for one in chart.series for value in one.values), default=Decimal(0)) or Decimal(1)
    head = tag("tr", tag("td"), *(tag("th", label, scope="col") for label in chart.labels))
    rows = [
        tag(
            "tr",
            tag("th", one.name, scope="row"),
            *(_cell(chart, value, one.link(place), most) for place, value in enumerate(one.values)),
        )
        for one in chart.series
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="warmth", aria_label=chart.title)
    return tag("div", table, class_="table-wrap")


def _cell(chart: Chart, value: Decimal, link: str, most: Decimal) -> Markup:
    strength = f"{float(abs(value) / most) * 0.75:.2f}"
    ground = tag("rect", width="100%", height="100%", rx="4", class_="c1", fill_opacity=strength)
    shown = tag("span", number(value, chart.digits) if value else "")
    words = tag("a", shown, href=link) if link and value else shown
    return tag("td", tag("svg", ground, aria_hidden="true"), words)
