"""The chart that a report names, drawn from the rows that it lays out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sanbao.i18n import _
from sanbao.reporting.running import Laid, title_of
from sanbao_admin.charts.model import Chart, Kind, Series

#: Where a row of a field leads to, or nothing.
Linking = Callable[[str, Mapping[str, Any]], str]


def _nowhere(_field: str, _row: Mapping[str, Any]) -> str:
    return ""


def chart_of(laid: Laid, digits: int, linking: Linking = _nowhere) -> Chart | None:
    """Return the chart of one table of a report, if it has one and there are rows."""
    drawing = laid.block.chart
    if drawing is None or not laid.rows:
        return None
    titles = {column.field: title_of(column) for column in laid.columns}
    looks = {column.field: column.look for column in laid.columns}
    links = [linking(drawing.along, row) for row in laid.rows]
    labels = [_label(row.get(drawing.along)) for row in laid.rows]
    series = [
        Series(titles.get(field, field), [Decimal(row.get(field) or 0) for row in laid.rows], links)
        for field in drawing.fields
    ]
    is_money = any(looks.get(field) == "amount" for field in drawing.fields)
    kind: Kind = drawing.kind
    return Chart(kind, _(drawing.title), labels, series, digits=digits if is_money else 0)


def _label(value: Any) -> str:
    return "–" if value is None else str(value)
