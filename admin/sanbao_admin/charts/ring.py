"""A ring: the parts of a whole, each with its share beside it."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from sanbao.i18n import N_, _
from sanbao_admin.charts.axis import short_number
from sanbao_admin.charts.marks import colour, number, tag
from sanbao_admin.charts.model import MOST_SLICES, Chart

#: Name, value, where it leads to.
Slice = tuple[str, Decimal, str]
_ROUND = 100
_LARGE = 100_000


def draw(chart: Chart) -> Markup:
    """Return the ring, and beside it what each part is, how much, and which share."""
    slices = _slices(chart)
    total = sum((value for _name, value, _link in slices), Decimal(0))
    ring = _ring(chart, slices, total)
    rows = [_legend(place, one, total, chart.digits) for place, one in enumerate(slices)]
    return tag("div", ring, tag("ul", *rows, class_="parts"), class_="round")


def _slices(chart: Chart) -> list[Slice]:
    one = chart.series[0]
    found = [(label, one.values[place], one.link(place)) for place, label in enumerate(chart.labels)]
    found = [part for part in found if part[1]]
    if len(found) <= MOST_SLICES:
        return found
    found.sort(key=lambda part: -part[1])
    rest = sum((value for _name, value, _link in found[MOST_SLICES - 1 :]), Decimal(0))
    return [*found[: MOST_SLICES - 1], (_(N_("Everything else")), rest, "")]


def _ring(chart: Chart, slices: list[Slice], total: Decimal) -> Markup:
    drawn, before = [], Decimal(0)
    for place, (name, value, _link) in enumerate(slices):
        share = value * _ROUND / total
        drawn.append(
            tag(
                "circle",
                tag("title", f"{name} · {number(value, chart.digits)}"),
                cx="60",
                cy="60",
                r="46",
                pathLength=_ROUND,
                stroke_dasharray=f"{share:.3f} {_ROUND - share:.3f}",
                stroke_dashoffset=f"{25 - before:.3f}",
                class_=f"stroke {colour(place)}",
            )
        )
        before += share
    middle = tag("text", _short(total), x="60", y="60", dy="6", text_anchor="middle", class_="total")
    return tag(
        "svg", tag("title", chart.title), *drawn, middle, viewBox="0 0 120 120", class_="ring", role="img",
        aria_label=chart.title,
    )  # fmt: skip


def _short(total: Decimal) -> str:
    """Return the sum as it fits into the ring."""
    return number(total, 0) if abs(total) < _LARGE else short_number(total)


def _legend(place: int, part: Slice, total: Decimal, digits: int) -> Markup:
    name, value, link = part
    words = tag("a", name, href=link) if link else tag("span", name)
    share = f"{value * 100 / total:.0f} %"
    figures = tag("span", f"{number(value, digits)} · {share}", class_="num muted")
    return tag("li", swatch(place), words, figures)


def swatch(place: int) -> Markup:
    """Return the little square that says which colour is meant."""
    square = tag("rect", width="10", height="10", rx="2", class_=colour(place))
    return tag("svg", square, class_="swatch", viewBox="0 0 10 10", aria_hidden="true")
