"""Write the books out, record by record, so that they can be checked and kept without sanbao."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TextIO

from sqlalchemy import Connection, bindparam, text

from sanbao.database.types import moment_text

PAGE = 1_000
_JOURNALS = "SELECT id, company_id, code, numbering, last_sequence, head FROM journal ORDER BY id"
_COUNTERS = "SELECT key, last_number FROM journal_counter WHERE journal_id = :journal"
_ACCOUNTS = "SELECT id, company_id, code, kind, name FROM account ORDER BY id"
_PERIODS = "SELECT id, company_id, code, starts_on, ends_on, state FROM period ORDER BY id"
_TOTALS = (
    "SELECT account_id, period_id, CAST(sum(debit) AS BIGINT) AS debit, CAST(sum(credit) AS BIGINT) AS credit "
    "FROM balance GROUP BY account_id, period_id ORDER BY account_id, period_id"
)
_ENTRIES = text(
    "SELECT e.*, j.code AS journal_code, p.code AS period_code FROM entry AS e "
    "LEFT JOIN journal AS j ON j.id = e.journal_id LEFT JOIN period AS p ON p.id = e.period_id "
    "WHERE e.journal_id = :journal AND e.sequence > :sequence ORDER BY e.sequence LIMIT :page"
)
LINES = text(
    "SELECT l.*, a.code AS account_code FROM entry_line AS l LEFT JOIN account AS a ON a.id = l.account_id "
    "WHERE l.entry_id IN :entries ORDER BY l.entry_id, l.position"
).bindparams(bindparam("entries", expanding=True))
_BOOKS = text("SELECT DISTINCT journal_id FROM entry UNION SELECT id FROM journal ORDER BY 1")


def records(connection: Connection) -> Iterator[dict[str, Any]]:
    """Give every record of the books: journals, accounts, periods, entries in order, totals."""
    yield {"kind": "books", "format": 1}
    for journal in _rows(connection, _JOURNALS):
        counters = connection.execute(text(_COUNTERS), {"journal": journal["id"]}).all()
        yield {"kind": "journal", **journal, "counters": {row[0]: row[1] for row in counters}}
    for account in _rows(connection, _ACCOUNTS):
        yield {"account_kind": account.pop("kind"), **account, "kind": "account"}
    for period in _rows(connection, _PERIODS):
        yield {"kind": "period", **period}
    for (journal_id,) in connection.execute(_BOOKS).all():
        yield from _entries(connection, journal_id)
    for total in _rows(connection, _TOTALS):
        yield {"kind": "total", **total}
    yield {"kind": "end"}


def export(connection: Connection, file: TextIO) -> int:
    """Write all records as JSON lines and return how many entries there were."""
    entries = 0
    for record in records(connection):
        entries += record["kind"] == "entry"
        file.write(json.dumps(record, ensure_ascii=True, separators=(",", ":"), default=repr) + "\n")
    return entries


def _entries(connection: Connection, journal_id: int) -> Iterator[dict[str, Any]]:
    sequence = -(2**62)
    while True:
        asked = {"journal": journal_id, "sequence": sequence, "page": PAGE}
        page = [plain_row(row) for row in connection.execute(_ENTRIES, asked).mappings()]
        lines: dict[int, list[dict[str, Any]]] = {entry["id"]: [] for entry in page}
        if lines:
            for row in connection.execute(LINES, {"entries": list(lines)}).mappings():
                lines[row["entry_id"]].append(plain_row(row))
        for entry in page:
            yield {"kind": "entry", **entry, "lines": lines[entry["id"]]}
        if len(page) < PAGE:
            return
        sequence = page[-1]["sequence"]


def _rows(connection: Connection, sql: str) -> list[dict[str, Any]]:
    return [plain_row(row) for row in connection.execute(text(sql)).mappings()]


def plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row as it stands in an export."""
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value
