"""How papers belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.documents import schemas
from sanbao.documents.errors import AlreadyLinked
from sanbao.documents.kinds import HANDLERS
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "document.link",
    title=N_("Link to another paper"),
    on="document",
    schema=schemas.LinkInput,
    roles=HANDLERS,
)
def link(work: Work, document: Document, *, target: Document, kind: str) -> Document:
    """Say how two papers belong together."""
    link_documents(work, document, target, kind)
    return document


def link_documents(work: Work, source: Document, target: Document, kind: str) -> None:
    """Link two papers once."""
    link_all(work, [(source, target)], kind)


def link_all(work: Work, pairs: Sequence[tuple[Document, Document]], kind: str) -> None:
    """Link many pairs of papers, each once."""
    known: set[tuple[int, int]] = set()
    for keys in pages(sorted({target.id for _source, target in pairs})):
        query = select(DocumentLink.source_id, DocumentLink.target_id)
        query = query.where(DocumentLink.target_id.in_(keys), DocumentLink.kind == kind)
        known |= {(source_id, target_id) for source_id, target_id in work.session.execute(query)}
    for source, target in pairs:
        if source.id == target.id:
            raise AlreadyLinked(document=source.number, other=target.number)
        if (source.id, target.id) not in known:
            work.session.add(
                DocumentLink(company_id=work.company.id, source_id=source.id, target_id=target.id, kind=kind)
            )
