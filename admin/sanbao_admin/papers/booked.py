"""What a paper cost and posted, as far as the person may see the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.ledger import reports, showing
from sanbao.ledger.models import PostedEntry

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

MOST_ENTRIES = 100


def may_see_entries(work: Work) -> bool:
    """Tell whether a person may see what papers posted."""
    return work.access.may("ledger.entries") or work.access.may("entry.show")


def entries_count(work: Work, document: Document) -> int:
    """Return how many entries a paper has posted."""
    query = select(func.count(PostedEntry.id)).where(
        PostedEntry.company_id == work.company.id, PostedEntry.document_id == document.id
    )
    return work.session.scalar(query) or 0


def entries(work: Work, document: Document) -> list[dict[str, Any]]:
    """Return the entries of a paper, the latest last, each line with its amount in the original currency."""
    found = reports.entries(work.connection, work.company.id, document_id=document.id, limit=MOST_ENTRIES)
    rows = showing.shown(work.connection, found)
    for entry, row in zip(found, rows, strict=True):
        for line, cells in zip(entry.lines, row["lines"], strict=True):
            cells["original"] = f"{line.currency} {line.original_amount:,f}" if line.currency else ""
    return rows


def has_costs(work: Work, document: Document) -> bool:
    """Tell whether a paper is a case that collects cost, and the person may see its cost sheet."""
    kind = work.registry.kinds.get(document.kind) or work.registry.away.get(document.kind)
    return kind is not None and kind.collects_cost and work.access.may("cost.sheet")


def costs(work: Work, document: Document) -> dict[str, Any]:
    """Return the cost sheet of a case."""
    sheet: dict[str, Any] = work.ask("cost.sheet", {"document": document.number})
    return sheet
