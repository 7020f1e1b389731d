"""What the RMA plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.i18n import N_
from sanbao_admin.money.month_end import Mend
from sanbao_rma.admin.first_page import cards, charts
from sanbao_rma.admin.links import REPORT_LINKS
from sanbao_rma.admin.old_parts import awaited
from sanbao_rma.admin.parcel import pieces
from sanbao_rma.admin.promises import promised

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_admin.papers.panels import Panel
    from sanbao_admin.views import View

__all__ = ["MENDING", "REPORT_LINKS", "cards", "charts", "pages", "panels"]

#: Check of a month end → where it is mended.
MENDING = {
    "rma.pieces_in_books": Mend(N_("Where is what of whose"), "/reports/rma_where"),
    "rma.slips_open": Mend(N_("Return and exchange slip"), "/papers/rma_slip?state=signed"),
    "rma.overdue": Mend(N_("What waits for whom"), "/reports/rma_waiting"),
}


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this plugin."""
    from sanbao_rma.admin.bench import Bench
    from sanbao_rma.admin.receiving import Receiving

    return [Receiving(), Bench()]


def panels(work: Work, document: Document) -> Sequence[Panel]:
    """Return what this plugin shows on papers: the pieces that stand on them, what is promised, old parts that are awaited."""
    return [*pieces(work, document), *promised(work, document), *awaited(work, document)]
