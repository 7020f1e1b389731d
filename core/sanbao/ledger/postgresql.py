"""Posting on PostgreSQL: one call of the guarded function, so locks live for one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sanbao.ledger.engine import Posted
from sanbao.ledger.prepare import (
    ACCOUNT,
    COST_CENTRE,
    COST_OBJECT,
    CREDIT,
    CURRENCY,
    DEBIT,
    ORIGINAL,
    PARTY,
    PLACE,
    POSITION,
    PRODUCT,
    QUANTITY,
    RULE,
    SUMMARY,
    UNIT,
    Prepared,
)
from sanbao.ledger.standalone import VERSION

_TYPES = (
    "bigint", "date", "text", "text", "bigint", "text", "text", "bigint", "bigint", "text",
    "int", "int", "bigint", "bigint", "bigint", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint",
    "bigint", "bigint", "bigint", "text",
)  # fmt: skip
_CALL = "SELECT * FROM ledger_post(%s::bigint, %s::timestamptz, %s::int, {})".format(
    ", ".join(f"%s::{name}[]" for name in _TYPES)
)
#: Of a prepared line: without company and date, which the header gives; and which of them are text.
_LINE_COLUMNS = (
    POSITION, ACCOUNT, DEBIT, CREDIT, SUMMARY, CURRENCY, ORIGINAL, PRODUCT, UNIT, QUANTITY, PLACE, PARTY, COST_CENTRE,
    COST_OBJECT, RULE,
)  # fmt: skip
_TEXTS = {SUMMARY, CURRENCY, RULE}


def write(connection: Connection, company_id: int, now: datetime, batch: Sequence[Prepared]) -> list[Posted]:
    """Write the entries, sorted by journal, in one go; those already posted are only found again."""
    rows = _call(connection, (company_id, now, VERSION, *_headers(batch), *_lines(batch)))
    return [
        Posted(key, number_key, number, hashed, batch[ordinal - 1].entry, repeated)
        for ordinal, key, number_key, number, hashed, repeated in rows
    ]


def _call(connection: Connection, given: tuple[Any, ...]) -> list[Any]:
    """Call the posting function through the driver: wrapping its answer took a fifth of a single posting's own time."""
    error_of_driver = connection.dialect.loaded_dbapi.Error
    try:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(_CALL, given)
            return list(cursor.fetchall())
    except error_of_driver as error:
        raise DBAPIError.instance(_CALL, None, error, error_of_driver, dialect=connection.dialect) from error


def _headers(batch: Sequence[Prepared]) -> Iterable[Any]:
    entries = [prepared.entry for prepared in batch]
    return (
        _array([prepared.journal.id for prepared in batch]),
        _array([prepared.date for prepared in batch]),
        _array([prepared.number_key for prepared in batch]),
        _texts([prepared.summary for prepared in batch]),
        _array([entry.document_id for entry in entries]),
        _texts([prepared.event for prepared in batch]),
        _texts([prepared.operation for prepared in batch]),
        _array([entry.user_id for entry in entries]),
        _array([entry.reverses_id for entry in entries]),
        _array([prepared.digest for prepared in batch]),
    )


def _lines(batch: Sequence[Prepared]) -> Iterable[Any]:
    yield _array([ordinal for ordinal, prepared in enumerate(batch, 1) for _line in prepared.lines])
    columns = list(zip(*(line for prepared in batch for line in prepared.lines), strict=True))
    for index in _LINE_COLUMNS:
        column = columns[index]
        if column.count("" if index == SUMMARY else None) == len(column):
            yield None  # nobody fills it
        else:
            yield _texts(column) if index in _TEXTS else _array(column)


def _array(values: Sequence[object]) -> str:
    """Return an array literal of numbers, days or hashes; far cheaper than adapting each element."""
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"


def _texts(values: Sequence[str | None]) -> str:
    return "{" + ",".join(map(_quoted, values)) + "}"


def _quoted(text: str | None) -> str:
    if text is None:
        return "NULL"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
