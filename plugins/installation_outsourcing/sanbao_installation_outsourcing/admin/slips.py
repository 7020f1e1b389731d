"""The page of a terminal slip: which pieces it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from sanbao.i18n import N_, _
from sanbao.registry.models import Product, Unit
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.jobs import SLIP
from sanbao_installation_outsourcing.models import Terminal

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: So many pieces of a slip stand on its page; all of them are on its print.
MOST_PIECES = 1_000


def pieces(work: Work, document: Document) -> Sequence[Panel]:
    """Return the terminals that a slip issued, took back or wrote off (SPR-07)."""
    if document.kind != SLIP.name:
        return []
    query = (
        select(Unit.serial, Product.name)
        .join_from(Terminal, Unit, Unit.id == Terminal.unit_id)
        .join(Product, Product.id == Terminal.product_id)
        .where(or_(Terminal.issue_id == document.id, Terminal.slip_id == document.id))
        .order_by(Unit.serial)
        .limit(MOST_PIECES)
    )
    rows = [{"serial": serial, "product": product} for serial, product in work.session.execute(query)]
    return [Panel(_(N_("Terminals")), {"terminals": rows})] if rows else []
