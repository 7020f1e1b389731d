"""Check the books inside the database: the chain, the sums, what hangs in the air, and the guards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, inspect, text

from sanbao.database.types import moment_text
from sanbao.i18n import N_
from sanbao.ledger import guards
from sanbao.ledger.export import records
from sanbao.ledger.standalone import Finding, Report, check

#: Where the ids of a line point to, as far as these tables exist.
DIMENSIONS: Mapping[str, str] = {
    "product_id": "product",
    "unit_id": "unit",
    "place_id": "place",
    "party_id": "party",
    "cost_centre_id": "cost_centre",
    "cost_object_id": "document",
}
_LINE_SUMS = (
    "SELECT l.company_id, l.account_id, e.period_id, coalesce(l.party_id, 0) AS party, "
    "coalesce(l.cost_object_id, 0) AS object, coalesce(l.cost_centre_id, 0) AS centre, "
    "CAST(sum(l.debit) AS BIGINT) AS debit, CAST(sum(l.credit) AS BIGINT) AS credit "
    "FROM entry_line AS l JOIN entry AS e ON e.id = l.entry_id GROUP BY 1, 2, 3, 4, 5, 6 "
    "HAVING sum(l.debit) <> 0 OR sum(l.credit) <> 0"
)
_BALANCES = (
    "SELECT company_id, account_id, period_id, party_id, cost_object_id, cost_centre_id, "
    "CAST(sum(debit) AS BIGINT), CAST(sum(credit) AS BIGINT) FROM balance GROUP BY 1, 2, 3, 4, 5, 6 "
    "HAVING sum(debit) <> 0 OR sum(credit) <> 0"
)
_LINE_GOODS = (
    "SELECT l.company_id, l.account_id, l.product_id, coalesce(l.place_id, 0) AS place, "
    "coalesce(l.unit_id, 0) AS unit, CAST(sum(coalesce(l.quantity, 0)) AS BIGINT) AS quantity, "
    "CAST(sum(l.debit - l.credit) AS BIGINT) AS value FROM entry_line AS l WHERE l.product_id IS NOT NULL "
    "GROUP BY 1, 2, 3, 4, 5 HAVING sum(coalesce(l.quantity, 0)) <> 0 OR sum(l.debit - l.credit) <> 0"
)
_STOCK = (
    "SELECT company_id, account_id, product_id, place_id, unit_id, quantity, value FROM stock "
    "WHERE quantity <> 0 OR value <> 0"
)
_MIRRORS = (
    "SELECT r.id FROM entry AS r JOIN entry_line AS l ON l.entry_id IN (r.id, r.reverses_id) "
    "WHERE r.reverses_id IS NOT NULL GROUP BY r.id, l.account_id "
    "HAVING sum(l.debit - l.credit) <> 0 OR sum(coalesce(l.quantity, 0)) <> 0"
)
_COUNTERS = (
    "SELECT c.journal_id, c.key FROM journal_counter AS c LEFT JOIN journal AS j ON j.id = c.journal_id "
    "WHERE j.company_id IS NULL OR j.company_id <> c.company_id"
)
_DANGLING = {
    "entry": ("company_id", "journal_id", "period_id", "document_id", "reverses_id"),
    "entry_line": ("entry_id", "account_id", *DIMENSIONS),
}
_PARENTS = {**DIMENSIONS, "reverses_id": "entry"}
MOST_NAMED = 100


def verify(connection: Connection, anchor: Mapping[str, Any] | None = None) -> Report:
    """Check everything and return what was seen; ``anchor`` is what :func:`take_anchor` once gave."""
    report = check(records(connection), dict(anchor) if anchor else None)
    for message, asked in (
        (N_("Balance {key} differs from its lines"), _difference(_LINE_SUMS, _BALANCES)),
        (N_("Stock {key} differs from its lines"), _difference(_LINE_GOODS, _STOCK)),
        (N_("Entry {key} is no mirror of the entry that it reverses"), _MIRRORS),
        (N_("Counter {key} belongs to another company than its journal"), _COUNTERS),
    ):
        for row in connection.execute(text(f"SELECT * FROM ({asked}) AS found LIMIT {MOST_NAMED}")):
            report.find(message, key=", ".join(str(value) for value in row))
    _find_dangling(connection, report)
    for guard in guards.compare(connection):
        report.find(N_("The guard “{guard}” is missing or was changed"), guard=guard)
    return report


def take_anchor(connection: Connection, moment: datetime) -> dict[str, Any]:
    """Return the heads of all journals, to be kept outside the database and shown to ``verify`` later."""
    heads = text("SELECT id, company_id, code, last_sequence, head FROM journal ORDER BY id")
    journals = [
        {"id": key, "company_id": company, "code": code, "sequence": sequence, "head": head}
        for key, company, code, sequence, head in connection.execute(heads)
    ]
    entries = sum(journal["sequence"] for journal in journals)
    return {"format": 1, "moment": moment_text(moment), "entries": entries, "journals": journals}


def _difference(one: str, other: str) -> str:
    only_one = f"SELECT * FROM ({one}) AS a EXCEPT SELECT * FROM ({other}) AS b"
    only_other = f"SELECT * FROM ({other}) AS a EXCEPT SELECT * FROM ({one}) AS b"
    return f"SELECT * FROM ({only_one}) AS c UNION SELECT * FROM ({only_other}) AS d"


def _find_dangling(connection: Connection, report: Report) -> None:
    tables = set(inspect(connection).get_table_names())
    for table, columns in _DANGLING.items():
        name = "id" if table == "entry" else "entry_id"
        for column in columns:
            parent = _PARENTS.get(column, column.removesuffix("_id"))
            if parent not in tables:
                continue
            asked = (
                f"SELECT c.{name}, c.{column} FROM {table} AS c LEFT JOIN {parent} AS p ON p.id = c.{column} "
                f"WHERE c.{column} IS NOT NULL AND p.id IS NULL LIMIT {MOST_NAMED}"
            )
            for entry, key in connection.execute(text(asked)):
                report.findings.append(
                    Finding(
                        N_("Entry {entry} points to {table} {key}, which does not exist"),
                        {"entry": entry, "table": parent, "key": key},
                    )
                )
