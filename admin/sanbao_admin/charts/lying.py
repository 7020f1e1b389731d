"""Bars that lie: one below the other, each under its name, so that long names have room on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from sanbao.i18n import N_, _
from sanbao_admin.charts.axis import Scale
from sanbao_admin.charts.marks import canvas, colour, linked, number, percent, spoken, tag
from sanbao_admin.charts.model import MOST_BARS, Chart, shortened

_NAME, _BAR, _GAP = 16, 9, 9
ZERO = Decimal(0)


def draw(chart: Chart) -> Markup:
    """Return the drawing."""
    shown = min(len(chart.labels), MOST_BARS)
    one = _NAME + len(chart.series) * (_BAR + 2) + _GAP
    scale = _scale(chart)
    shapes = [mark for place in range(shown) for mark in _row(chart, scale, place, place * one)]
    left = len(chart.labels) - shown
    if left:
        said = _(N_("and {count} more, in the table below"), count=left)
        shapes.append(tag("text", said, x="0", y=shown * one + 12, class_="label"))
    return canvas(chart, shown * one + (20 if left else 0), shapes, "lying")


def _scale(chart: Chart) -> Scale:
    values = [ZERO, *(value for one in chart.series for value in one.values)]
    low, high = min(values), max(values)
    return Scale(low, high if high != low else low + 1, ())


def _row(chart: Chart, scale: Scale, place: int, y: int) -> Iterator[Markup]:
    yield tag(
        "text",
        tag("title", chart.labels[place]),
        shortened(chart.labels[place], 34),
        x="0",
        y=y + 11,
        class_="name",
    )
    figures = " · ".join(number(one.values[place], chart.digits) for one in chart.series)
    yield tag("text", figures, x="100%", y=y + 11, text_anchor="end", class_="figure")
    for row, one in enumerate(chart.series):
        top = y + _NAME + row * (_BAR + 2)
        yield tag("rect", x="0", y=top, width="100%", height=_BAR, rx="3", class_="bed")
        ends = sorted((scale.share(ZERO), scale.share(one.values[place])))
        shape = tag(
            "rect",
            tag("title", spoken(chart, row, place)),
            x=percent(ends[0]),
            y=top,
            width=percent(ends[1] - ends[0]),
            height=_BAR,
            rx="3",
            class_=colour(row),
        )
        yield linked(chart, row, place, shape)
