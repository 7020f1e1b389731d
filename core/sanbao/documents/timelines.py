"""Timelines that were changed behind the program's back: found by their chains, and by heads that were kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, select

from sanbao.documents.models import Document, TimelineEntry
from sanbao.i18n import N_
from sanbao.ledger.standalone import Finding
from sanbao.seal import timeline_facts, timeline_hash

_PAGE = 1000
#: How many lines a paper's timeline had, and the hash of the last one.
Head = tuple[int, str]


def heads(connection: Connection) -> dict[str, str]:
    """Return the head of every paper's timeline, as an anchor keeps it: how many lines, and the hash of the last."""
    query = select(Document.id, Document.timeline_count, Document.timeline_head).order_by(Document.id)
    return {str(key): f"{count}:{head}" for key, count, head in connection.execute(query)}


def damage(connection: Connection, kept: Mapping[str, str]) -> Iterator[Finding]:
    """Say which timelines were changed, cut off or lost; ``kept`` are heads that were written down earlier."""
    anchored = {int(key): _head(said) for key, said in kept.items()}
    for document, rows in groupby(_lines(connection), attrgetter("document_id")):
        yield from _broken(list(rows), anchored.pop(document, None))
    yield from _without_lines(connection)
    known = set(connection.scalars(select(Document.id).where(Document.timeline_count > 0)))
    lost = sorted(key for key, (count, _hash) in anchored.items() if count and key not in known)
    for document in lost:
        yield Finding(
            N_("The timeline of paper no. {document} of the anchor is missing"), {"document": document}
        )


def _head(said: str) -> Head:
    count, _colon, hashed = said.partition(":")
    return int(count), hashed


def _lines(connection: Connection) -> Iterator[Row[Any]]:
    """Return all lines with what their papers say of them, a page in memory at a time."""
    table, paper = TimelineEntry.__table__, Document.__table__
    query = (
        select(table, paper.c.number, paper.c.timeline_count, paper.c.timeline_head)
        .join(paper, paper.c.id == table.c.document_id)
        .order_by(table.c.document_id, table.c.position)
    )
    yield from connection.execution_options(yield_per=_PAGE).execute(query)


def _broken(rows: list[Row[Any]], kept: Head | None) -> Iterator[Finding]:
    """Say what is wrong with one paper's timeline: the first line that does not fit, and where it ends."""
    previous = ""
    for position, row in enumerate(rows, start=1):
        whole = row.position == position and row.previous == previous
        if not whole or row.hash != timeline_hash(previous, timeline_facts(row)):
            message = N_("The timeline of {document} was changed at line {position}")
            yield Finding(message, {"document": row.number, "position": position})
            break
        previous = row.hash
    last = rows[-1]
    if (last.timeline_count, last.timeline_head) != (last.position, last.hash):
        message = N_(
            "The timeline of {document} ends elsewhere than its paper says: lines were cut off or added"
        )
        yield Finding(message, {"document": last.number})
    if kept is not None and kept[0] and (kept[0] > len(rows) or rows[kept[0] - 1].hash != kept[1]):
        message = N_("The timeline of {document} differs from the anchor at line {position}")
        yield Finding(message, {"document": last.number, "position": kept[0]})


def _without_lines(connection: Connection) -> Iterator[Finding]:
    message = N_("The timeline of {document} is gone: {count} lines")
    lines = select(TimelineEntry.id).where(TimelineEntry.document_id == Document.id)
    query = select(Document.number, Document.timeline_count).where(
        Document.timeline_count > 0, ~lines.exists()
    )
    for number, count in connection.execute(query.order_by(Document.id)):
        yield Finding(message, {"document": number, "count": count})
