"""A new paper: its head in the first state of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document

if TYPE_CHECKING:
    from sanbao.work import Work


def new_document(work: Work, kind_name: str, **values: Any) -> Document:
    """Return the head of a new paper of a kind, in its first state; the number comes at the seal."""
    return new_documents(work, kind_name, [values])[0]


def new_documents(work: Work, kind_name: str, rows: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Return the heads of many new papers of a kind, written in a few statements however many there are."""
    kind = work.registry.kinds[kind_name]
    made = [
        Document(
            **{
                "company_id": work.company.id,
                "kind": kind.name,
                "state": kind.flow.initial,
                "dated_on": work.today,
                "created_at": work.now,
                "created_by_id": work.user.id,
                "owner_id": work.user.id,
                "timeline_head": "",
                "timeline_count": 0,
                "snapshot": {},
                **values,
            }
        )
        for values in rows
    ]
    work.session.add_all(made)
    work.session.flush()
    work.touched.update({id(document): document for document in made})
    return made
