"""Posting on PostgreSQL: one call of the guarded function, so locks live for one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sanbao.ledger.engine import Posted
from sanbao.ledger.prepare import Prepared
from sanbao.ledger.standalone import VERSION

_TYPES = (
    "bigint", "date", "text", "text", "bigint", "text", "text", "bigint", "bigint", "text",
    "int", "int", "bigint", "bigint", "bigint", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint",
    "bigint", "bigint", "bigint", "text",
)  # fmt: skip
_CALL = "SELECT * FROM ledger_post(%s::bigint, %s::timestamptz, %s::int, {})".format(
    ", ".join(f"%s::{name}[]" for name in _TYPES)
)
#: Of a prepared line: without company, account code and date, which the header gives.
_LINE_COLUMNS = (0, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
_TEXTS = {7, 8, 17}


def write(connection: Connection, company_id: int, now: datetime, batch: Sequence[Prepared]) -> list[Posted]:
    """Write the entries, sorted by journal, in one go; those already posted are only found again."""
    rows = connection.exec_driver_sql(_CALL, (company_id, now, VERSION, *_headers(batch), *_lines(batch)))
    return [
        Posted(key, number_key, number, hashed, batch[ordinal - 1].entry, repeated)
        for ordinal, key, number_key, number, hashed, repeated in rows
    ]


def _headers(batch: Sequence[Prepared]) -> Iterable[Any]:
    entries = [prepared.entry for prepared in batch]
    return (
        _array(prepared.journal.id for prepared in batch),
        _array(entry.date.isoformat() for entry in entries),
        [prepared.number_key for prepared in batch],
        [prepared.summary for prepared in batch],
        _array(entry.document_id for entry in entries),
        [prepared.event for prepared in batch],
        [prepared.operation for prepared in batch],
        _array(entry.user_id for entry in entries),
        _array(entry.reverses_id for entry in entries),
        [prepared.digest for prepared in batch],
    )


def _lines(batch: Sequence[Prepared]) -> Iterable[Any]:
    lines = [line for prepared in batch for line in prepared.lines]
    yield _array(ordinal for ordinal, prepared in enumerate(batch, 1) for _line in prepared.lines)
    columns = list(zip(*lines, strict=True))
    for index in _LINE_COLUMNS:
        yield list(columns[index]) if index in _TEXTS else _array(columns[index])


def _array(values: Iterable[object]) -> str:
    """Return an array literal; for numbers and days this is far cheaper than adapting each element."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
