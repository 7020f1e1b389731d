"""The reports on a season of returns beside plain SQL over the same rows: equal to the piece and to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text

import sanbao
from bench.clocking import seconds

#: By what both are asked, as an expression of plain SQL.
_KEYS = {
    "customer": "c.code",
    "product": "p.code",
    "fault": "l.fault_code",
    "outcome": "CASE WHEN l.is_no_fault THEN 'No fault found' WHEN l.qc_passed_on IS NOT NULL THEN 'Repaired' "
    "ELSE 'Sent back unrepaired' END",
}
_PIECES = (
    "FROM rma_line l JOIN rma_parcel r ON r.document_id = l.document_id "
    "JOIN party c ON c.id = COALESCE(l.owner_id, r.party_id) LEFT JOIN product p ON p.id = l.product_id "
)
_MONTHLY = (
    "WITH piece AS (SELECT {key} AS key, SUBSTR(CAST(l.received_on AS TEXT), 1, 7) AS came, "
    "SUBSTR(CAST(l.qc_passed_on AS TEXT), 1, 7) AS passed, SUBSTR(CAST(o.shipped_at AS TEXT), 1, 7) AS gone "
    + _PIECES
    + "LEFT JOIN rma_outbound o ON o.document_id = l.outbound_id "
    "WHERE l.state <> 'void' AND l.received_on IS NOT NULL), month AS ({months}) "
    "SELECT month.name, piece.key, SUM(CASE WHEN came = month.name THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN passed = month.name THEN 1 ELSE 0 END), SUM(CASE WHEN gone = month.name THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN came <= month.name AND (gone IS NULL OR gone > month.name) THEN 1 ELSE 0 END) "
    "FROM month CROSS JOIN piece GROUP BY month.name, piece.key"
)
_COSTS = (
    "SELECT {key}, COUNT(*), SUM(s.amount) "
    + _PIECES
    + "LEFT JOIN (SELECT k.line_id, SUM(a.amount) AS amount FROM rma_cost k JOIN cost_line a ON a.id = k.cost_line_id "
    "GROUP BY k.line_id) s ON s.line_id = l.id "
    "WHERE l.state <> 'void' AND l.received_on IS NOT NULL GROUP BY {key}"
)

#: What a report tells: a key of its rows → their figures.
Told = dict[Any, tuple[Any, ...]]


@dataclass
class Compared:
    """How long the reports and the plain statements took, all of them together."""

    reports: float = 0.0
    plain: float = 0.0


def compared(erp: sanbao.Sanbao, first: date, last: date) -> Compared:
    """Ask each report and its plain statement in turn; refuse figures that differ by a piece or a cent."""
    found = Compared()
    asked = {"since": str(first), "until": str(last)}
    for by, key in _KEYS.items():
        plain = _MONTHLY.format(key=key, months=_months(first, last))
        _compare(erp, found, "rma.monthly", {**asked, "by": by}, plain)
    for by in ("customer", "product", "fault"):
        _compare(erp, found, "rma.costs", {**asked, "by": by}, _COSTS.format(key=_KEYS[by]))
    return found


def _months(first: date, last: date) -> str:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
    return " UNION ALL ".join(f"SELECT '{name}' AS name" for name in names)  # noqa: S608


def _compare(
    erp: sanbao.Sanbao, found: Compared, name: str, asked: Mapping[str, str], statement: str
) -> None:
    told: list[Any] = []
    rows: list[Any] = []
    found.reports += seconds(lambda: told.append(erp.ask(name, asked, user="admin")))
    with erp.database.reading() as connection:
        found.plain += seconds(lambda: rows.extend(connection.execute(text(statement)).all()))
    answer = _months_told(told[0]) if name == "rma.monthly" else _costs_told(told[0])
    plain = _months_plain(rows) if name == "rma.monthly" else _costs_plain(rows)
    if answer != plain or not answer:
        raise SystemExit(f"{name} by {asked['by']}: {answer} told, {plain} by plain SQL")


def _months_told(answer: Any) -> Told:
    figures = ("received", "repaired", "shipped", "outstanding")
    return {(row["month"], row["key"]): tuple(row[one] for one in figures) for row in answer["rows"]}


def _months_plain(rows: list[Any]) -> Told:
    return {(month, key): tuple(map(int, counts)) for month, key, *counts in rows if any(counts)}


def _costs_told(answer: Any) -> Told:
    return {row["key"]: (row["pieces"], row["cost"]) for row in answer}


def _costs_plain(rows: list[Any]) -> Told:
    return {key: (pieces, Decimal(int(amount)) / 10_000) for key, pieces, amount in rows}
