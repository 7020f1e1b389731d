"""Business papers as programs read them: a page of heads, or one paper with its own fields, lines, links and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, or_, select

from sanbao import checks
from sanbao.documents.models import Document, DocumentLink
from sanbao_admin.api import records
from sanbao_admin.api.collections import Collection, models_of

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

#: A row rule is asked paper by paper; after so many a page ends, shorter than it was asked for, and ``next`` goes on.
MOST_LOOKED_AT = 2_000


def page(
    work: Work, collection: Collection, asked: dict[str, Any]
) -> tuple[list[dict[str, Any]], int | None]:
    """Return the heads of a page, in the order in which the papers were made, and the key after which the next begins."""
    found: list[Document] = []
    after, limit, looked_at = asked.get("cursor", 0), asked["limit"], 0
    while True:
        some = list(work.session.scalars(_query(work, collection, asked, after).limit(limit + 1)))
        for one in some:
            if len(found) == limit or looked_at >= MOST_LOOKED_AT:
                return heads(work, found), after
            looked_at += 1
            after = one.id
            if checks.sees(work, one):
                found.append(one)
        if len(some) <= limit:
            return heads(work, found), None


def _query(work: Work, collection: Collection, asked: dict[str, Any], after: int) -> Any:
    query = (
        select(Document)
        .where(Document.company_id == work.company.id, Document.id > after)
        .order_by(Document.id)
    )
    kind = collection.name if collection.kind is not None else asked.get("kind")
    query = query.where(Document.kind == kind if kind is not None else Document.kind.not_in(_closed(work)))
    if "state" in asked:
        query = query.where(Document.state == asked["state"])
    for name in ("party", "unit"):
        if name in asked:
            query = query.where(getattr(Document, f"{name}_id") == asked[name].id)
    if "since" in asked:
        query = query.where(Document.dated_on >= asked["since"])
    if "until" in asked:
        query = query.where(Document.dated_on <= asked["until"])
    if "q" in asked:
        text = asked["q"]
        query = query.where(
            or_(
                Document.number.startswith(text, autoescape=True),
                Document.title.contains(text, autoescape=True),
            )
        )
    return query


def _closed(work: Work) -> list[str]:
    """Return the kinds of papers of which she may read none, so that they are not even looked at."""
    return [
        name for name in (*work.registry.kinds, *work.registry.away) if not work.access.may(f"{name}.read")
    ]


def heads(work: Work, documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return the heads of papers."""
    return records.rows(work, Document, documents)


def one(work: Work, collection: Collection, number: str) -> tuple[Document, dict[str, Any]]:
    """Return a paper with all that belongs to it; one that is not hers does not exist."""
    found = work.find(collection.name, number)
    document = found if isinstance(found, Document) else found.document
    own, lines = _own(work, document)
    return document, {
        **heads(work, [document])[0],
        "fields": own,
        "lines": lines,
        "links": links(work, document),
    }


def _own(work: Work, document: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a paper's own fields and lines; of one whose plugin is away, what was kept of it."""
    kind = work.registry.kinds.get(document.kind)
    record = work.session.get(kind.model, document.id) if kind is not None else None
    if kind is None or record is None:
        return dict(document.snapshot.get("fields", {})), []
    model = lines_of(work.registry, kind.model)
    if model is None:
        return records.rows(work, kind.model, [record])[0], []
    query = select(model).where(model.document_id == document.id).order_by(model.id)
    return records.rows(work, kind.model, [record])[0], records.rows(
        work, model, list(work.session.scalars(query))
    )


def lines_of(registry: Registry, model: type[Any]) -> type[Any] | None:
    """Return the table of a paper's lines: called like the paper's own, with ``_line`` behind."""
    found = models_of(registry).get(f"{model.__tablename__}_line")
    return found if found is not None and "document_id" in inspect(found).columns else None


def links(work: Work, document: Document) -> list[dict[str, Any]]:
    """Return the papers that belong to one and that she may see, with what they are to it."""
    near = (DocumentLink.source_id == document.id) | (DocumentLink.target_id == document.id)
    rows = list(work.session.scalars(select(DocumentLink).where(near).order_by(DocumentLink.id)))
    others = {row.target_id if row.source_id == document.id else row.source_id for row in rows}
    numbers = records.names_of(work, Document, "number", others)
    return [
        {"kind": row.kind, "direction": direction, "document": numbers[other]}
        for row in rows
        for direction, other in (("to", row.target_id), ("from", row.source_id))
        if other != document.id and other in numbers
    ]
