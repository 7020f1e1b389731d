"""What the reports on pieces have in common: when a piece left us, what became of it, what it is counted under."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party, Product
from sanbao_rma.models import Outbound, Rma, RmaLine

if TYPE_CHECKING:
    from sanbao.work import Work

#: Who may read what all pieces together tell.
READERS = ("service_manager", "service_head", "finance", "sales_manager", "general_manager", "auditor")
#: What became of a piece, in words (RMA-09).
OUTCOMES = {
    "repaired": N_("Repaired"),
    "no_fault": N_("No fault found"),
    "unrepaired": N_("Sent back unrepaired"),
    "exchanged": N_("Exchanged"),
    "refunded": N_("Refunded"),
    "scrapped": N_("Scrapped"),
    "unclaimed": N_("Unclaimed"),
    "charged": N_("Never came, charged"),
    "open": N_("Still open"),
}
Owner = aliased(Party)


def outcome() -> ColumnElement[str]:
    """Return what became of a piece, as an expression of the database."""
    gone = RmaLine.state.in_(("delivered", "outbound"))
    ends = [
        (RmaLine.state == state, state)
        for state in ("exchanged", "refunded", "scrapped", "unclaimed", "charged")
    ]
    return case(
        (and_(gone, RmaLine.is_no_fault.is_(True)), "no_fault"),
        (and_(gone, RmaLine.qc_passed_on.is_not(None)), "repaired"),
        (gone, "unrepaired"),
        *ends,
        else_="open",
    )  # fmt: skip


#: What pieces are counted under: the key and, where there is one, its name.
GROUPED: Mapping[str, Any] = {
    "customer": lambda: (Owner.code, Owner.name),
    "product": lambda: (Product.code, Product.name),
    "fault": lambda: (func.coalesce(RmaLine.fault_code, RmaLine.fault, ""), null()),
    "outcome": lambda: (outcome(), null()),
    "rma": lambda: (Document.number, null()),
    "serial": lambda: (func.coalesce(RmaLine.serial, ""), null()),
}


def pieces(work: Work, *columns: Any) -> Select[Any]:
    """Return a query over pieces that came, with their parcel, whom they belong to, what they are, how they left."""
    return (
        select(*columns)
        .select_from(RmaLine)
        .join(Rma, Rma.document_id == RmaLine.document_id)
        .join(Document, Document.id == RmaLine.document_id)
        .join(Owner, Owner.id == func.coalesce(RmaLine.owner_id, Rma.party_id))
        .outerjoin(Product, Product.id == RmaLine.product_id)
        .outerjoin(Outbound, Outbound.document_id == RmaLine.outbound_id)
        .where(RmaLine.company_id == work.company.id, RmaLine.state != "void", RmaLine.received_on.is_not(None))
    )  # fmt: skip


def left_on(work: Work, shipped_at: Any, ended_on: date | None, state: str) -> date | None:
    """Return on which day a piece left us: shipped, or ended; what nobody fetches is still here."""
    if state == "unclaimed":
        return None
    if shipped_at is not None:
        day: date = shipped_at.astimezone(work.zone).date()
        return day
    return ended_on


def span(work: Work, since: date | None, until: date | None) -> tuple[date, date]:
    """Return the days that were asked for; left out, this month so far."""
    last = until or work.today
    return since or last.replace(day=1), last


def shown_key(by: str, key: str | None) -> str:
    """Return what stands in a row for what it counts."""
    if by == "outcome":
        return _(OUTCOMES[key or "open"])
    return key or _(N_("(not said)"))
