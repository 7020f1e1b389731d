"""SVG and HTML written safely: whatever is put in is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from sanbao_admin.charts.model import Chart

#: So many colours the skin has for charts; then they begin again.
COLOURS = 8


def tag(name: str, *inside: str, **attributes: object) -> Markup:
    """Return an element; ``class_`` and ``text_anchor`` become ``class`` and ``text-anchor``."""
    words = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), words, Markup("").join(inside))  # noqa: S704 - our own names


def percent(share: Decimal | float) -> str:
    """Return a share of one as a length across the chart, however wide it is drawn."""
    return f"{float(share) * 100:.3f}%"


def colour(place: int) -> str:
    """Return the class of a colour."""
    return f"c{place % COLOURS + 1}"


def number(value: Decimal, digits: int) -> str:
    """Return a value with thousands separators."""
    return f"{value:,.{digits}f}"


def spoken(chart: Chart, row: int, place: int) -> str:
    """Return a value in words, as a pointer over it shows it and a reading voice says it."""
    one = chart.series[row]
    name = f"{one.name} · " if len(chart.series) > 1 else ""
    return f"{chart.labels[place]} · {name}{number(one.values[place], chart.digits)}"


def linked(chart: Chart, row: int, place: int, shape: Markup) -> Markup:
    """Return a shape with its words, and inside a link where its value leads somewhere."""
    address = chart.series[row].link(place)
    return tag("a", shape, href=address, aria_label=spoken(chart, row, place)) if address else shape


def canvas(chart: Chart, height: int, shapes: Sequence[Markup], kind: str) -> Markup:
    """Return the drawing with its title and its sentence; as wide as its place."""
    said = [tag("title", chart.title), *([tag("desc", chart.help)] if chart.help else [])]
    return tag(
        "svg", *said, *shapes, class_=f"plot {kind}", height=height, role="group", aria_label=chart.title
    )
