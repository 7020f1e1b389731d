"""What people ask about a paper: how it stands, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.access.models import User
from sanbao.documents.kinds import CASE_READERS
from sanbao.documents.models import Document, TimelineEntry
from sanbao.documents.words import shown_kind, shown_state
from sanbao.operation import question
from sanbao.schema import Input, RefField
from sanbao.seal import timeline_facts, timeline_hash

if TYPE_CHECKING:
    from sanbao.work import Work


class DocumentQuestion(Input):
    """Which paper."""

    document = RefField("document", required=True)


@question("document.timeline", schema=DocumentQuestion, roles=CASE_READERS)
def timeline(work: Work, *, document: Document) -> list[dict[str, Any]]:
    """Return what happened to a paper, oldest first, and whether its chain is whole."""
    query = (
        select(TimelineEntry, User.login)
        .join(User, User.id == TimelineEntry.user_id)
        .where(TimelineEntry.document_id == document.id)
        .order_by(TimelineEntry.position)
    )
    lines, previous = [], ""
    for entry, login in work.session.execute(query):
        whole = entry.previous == previous and entry.hash == timeline_hash(previous, timeline_facts(entry))
        previous = entry.hash
        lines.append(
            {
                "at": entry.at,
                "by": login,
                "operation": entry.operation,
                "from": entry.from_state,
                "to": entry.to_state,
                "note": entry.note,
                "whole": whole,
            }
        )
    return lines


@question("document.show", schema=DocumentQuestion, roles=CASE_READERS)
def show(work: Work, *, document: Document) -> dict[str, Any]:
    """Return a paper as the core can read it, with or without its plugin."""
    return {
        "number": document.number,
        "kind": shown_kind(work.registry, document),
        "state": shown_state(work.registry, document),
        "title": document.title,
        "party": document.party.name if document.party is not None else None,
        "dated_on": document.dated_on,
        "version": document.row_version,
        "fields": document.snapshot.get("fields", {}),
        "plugin_is_away": document.kind not in work.registry.kinds,
    }
