"""Charts (图表) drawn on the server as SVG: no script, readable without colours, every value in a table behind them."""

from sanbao_admin.charts.drawing import draw
from sanbao_admin.charts.model import Chart, Kind, Series
from sanbao_admin.charts.reports import chart_of

__all__ = ["Chart", "Kind", "Series", "chart_of", "draw"]
