"""Quotes on pieces: asked, agreed, refused, lapsed (RMA-03…05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao_rma.models import RmaLine

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def waits_for_agreement(work: Work, document: Document) -> bool:
    """Tell whether a quote on pieces of a parcel waits for its answer (RMA-04)."""
    query = select(RmaLine.id).where(RmaLine.document_id == document.id, RmaLine.state == "quoted")
    return work.session.scalar(query.limit(1)) is not None
