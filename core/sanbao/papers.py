"""Papers found by their numbers, many at once: a few queries however many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from sanbao import checks
from sanbao.database.pages import pages
from sanbao.documents.models import Document

if TYPE_CHECKING:
    from sanbao.work import Work


def look_up(work: Work, kind: str, numbers: Iterable[str]) -> None:
    """Remember the papers of these numbers that this person may see, so that finding each asks nothing more."""
    of_kind = work.registry.kinds.get(kind)
    for page in pages(numbers):
        query = select(Document).where(Document.company_id == work.company.id, Document.number.in_(page))
        if of_kind is not None:
            query = query.where(Document.kind == of_kind.name)
        heads = [head for head in work.session.scalars(query).unique() if checks.sees(work, head)]
        records: dict[int, Any] = {head.id: head for head in heads}
        if of_kind is not None:
            (key,) = inspect(of_kind.model).primary_key
            own = work.session.scalars(select(of_kind.model).where(key.in_(list(records)))).unique()
            records = {inspect(one).identity[0]: one for one in own}
        for head in heads:
            if head.id in records:
                work.cache[kind, head.number] = records[head.id]
