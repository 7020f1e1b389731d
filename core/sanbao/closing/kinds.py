"""The kinds of papers of a month end, and how they go."""

from __future__ import annotations

from sanbao.closing.models import MonthEnd, StockCount
from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao.ledger.documents import KEEPERS, READERS
from sanbao.ledger.reports import CLOSING_KIND

MONTH_END = DocumentKind(
    name=CLOSING_KIND,
    menu="money",
    title=N_("Month end"),
    model=MonthEnd,
    flow=Flow(
        "open",
        [
            State("open", N_("Books open")),
            State("closed", N_("Books closed")),
            State("locked", N_("Books locked"), is_final=True),
        ],
    ),
    prefix="ME",
    numbering="year",
    taken_back_by=("period.take_back_result", "period.reopen"),
    readers=READERS,
    keepers=(),
)
STOCK_COUNT = DocumentKind(
    name="stock_count",
    menu="goods",
    title=N_("Stock count"),
    model=StockCount,
    flow=Flow("counted", [State("counted", N_("Goods counted"))]),
    prefix="SC",
    readers=(*READERS, "service_manager"),
    keepers=KEEPERS,
)
