"""The lines of a zero-price order on its page: what is awaited, what lies with us, what has left again (SPR-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_rma.models.parts_orders import ZeroPriceOrder

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def awaited(work: Work, document: Document) -> list[Panel]:
    """Return the lines of a zero-price order, each with how many pieces are where."""
    order = work.session.get(ZeroPriceOrder, document.id) if document.kind == "zero_price_order" else None
    if order is None:
        return []
    return [Panel(_(N_("Old parts")), {"lines": order.lines}, "sanbao_rma/old_parts.html", is_lines=True)]
