"""Columns, stacked columns and lines: values upwards, time or names along the foot."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from sanbao_admin.charts.axis import Scale, scale_for, short_number
from sanbao_admin.charts.marks import canvas, colour, linked, percent, spoken, tag
from sanbao_admin.charts.model import Chart, is_months, shortened, width

TOP, PLOT, FOOT = 8, 168, 36
#: Between so many labels every other one gives way where the chart is narrow.
CROWDED = 6
#: Two years this near to each other would be written one over the other: the later one says it all.
CLOSE = 3
MOST_LABELS = 13
#: So many narrow letters stand side by side along the foot.
ROOM = 68
_SHARE_OF_BAND = Decimal("0.72")
ZERO = Decimal(0)


def draw(chart: Chart) -> Markup:
    """Return the drawing."""
    scale = scale_for(_extremes(chart), is_whole=chart.digits == 0)
    shapes = {"line": _lines, "stacked": _stacks}.get(chart.drawn_as, _columns)
    drawn = [*_grid(scale), *shapes(chart, scale), *_foot(chart)]
    return canvas(chart, TOP + PLOT + FOOT, drawn, "upright")


def _extremes(chart: Chart) -> list[Decimal]:
    if chart.drawn_as != "stacked":
        return [value for one in chart.series for value in one.values]
    columns = list(zip(*(one.values for one in chart.series), strict=True))
    above = [sum((value for value in column if value > 0), ZERO) for column in columns]
    return above + [sum((value for value in column if value < 0), ZERO) for column in columns]


def _y(scale: Scale, value: Decimal) -> str:
    return f"{TOP + PLOT * (1 - float(scale.share(value))):.1f}"


def _grid(scale: Scale) -> Iterator[Markup]:
    for tick in scale.ticks:
        y = _y(scale, tick)
        yield tag("line", x1="0", x2="100%", y1=y, y2=y, class_="zero" if tick == 0 else "rule")
        yield tag("text", short_number(tick), x="-6", y=y, dy="4", text_anchor="end")


def _rect(
    chart: Chart, scale: Scale, row: int, place: int, x: Decimal, wide: Decimal, low: Decimal, high: Decimal
) -> Markup:
    top, foot = float(_y(scale, high)), float(_y(scale, low))
    shape = tag(
        "rect",
        tag("title", spoken(chart, row, place)),
        x=percent(x),
        y=f"{top:.1f}",
        width=percent(wide),
        height=f"{max(foot - top, 0.0):.1f}",
        rx="2",
        class_=colour(row),
    )
    return linked(chart, row, place, shape)


def _columns(chart: Chart, scale: Scale) -> Iterator[Markup]:
    band = Decimal(1) / len(chart.labels)
    wide = band * _SHARE_OF_BAND / len(chart.series)
    for row, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            x = band * place + band * (1 - _SHARE_OF_BAND) / 2 + wide * row
            if value:
                yield _rect(chart, scale, row, place, x, wide, min(value, ZERO), max(value, ZERO))


def _stacks(chart: Chart, scale: Scale) -> Iterator[Markup]:
    band = Decimal(1) / len(chart.labels)
    for place in range(len(chart.labels)):
        up = down = ZERO
        for row, one in enumerate(chart.series):
            value = one.values[place]
            base = up if value > 0 else down
            x = band * place + band * (1 - _SHARE_OF_BAND) / 2
            ends = sorted((base, base + value))
            if value:
                yield _rect(chart, scale, row, place, x, band * _SHARE_OF_BAND, ends[0], ends[1])
            up, down = (up + value, down) if value > 0 else (up, down + value)


def _lines(chart: Chart, scale: Scale) -> Iterator[Markup]:
    band = Decimal(1) / len(chart.labels)
    for row, one in enumerate(chart.series):
        at = [(percent(band * place + band / 2), _y(scale, value)) for place, value in enumerate(one.values)]
        for (x1, y1), (x2, y2) in zip(at, at[1:], strict=False):
            yield tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=f"stroke {colour(row)}")
        for place, (x, y) in enumerate(at):
            shape = tag(
                "circle", tag("title", spoken(chart, row, place)), cx=x, cy=y, r="4", class_=colour(row)
            )
            yield linked(chart, row, place, shape)


def _is_january(month: str) -> bool:
    return month[5:] == "01"


def _foot(chart: Chart) -> Iterator[Markup]:
    """Write the labels; where there are many only some, and of months the year once."""
    count, months = len(chart.labels), is_months(chart.labels)
    longest = 2 if months else max(width(shortened(label, 14)) for label in chart.labels)
    every = -(-count // min(MOST_LABELS, ROOM // (longest + 2)))
    for place, label in enumerate(chart.labels):
        if place % every:
            continue
        way = "label minor" if (place // every) % 2 and count > CROWDED else "label"
        x = percent((Decimal(place) + Decimal("0.5")) / count)
        y = TOP + PLOT + 15
        shown = label[5:] if months else shortened(label, 14)
        yield tag("text", shown, x=x, y=y, text_anchor="middle", class_=way)
        if months and (
            _is_january(label) or (place == 0 and not any(map(_is_january, chart.labels[1:CLOSE])))
        ):
            yield tag("text", label[:4], x=x, y=y + 14, text_anchor="middle", class_="label year")
