"""Undo a posted entry by its mirror: red (negative, 红字) on the same side, or on changed sides (LED-09)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, text

from sanbao.ledger.entries import Code, Entry, Line
from sanbao.ledger.errors import UnknownEntry
from sanbao.ledger.models import Account, Journal, PostedEntry, PostedLine

_REVERSED = text("SELECT 1 FROM entry WHERE reverses_id = :entry AND company_id = :company")


def is_reversed(connection: Connection, company_id: int, entry_id: int) -> bool:
    """Tell whether the books hold a reversal of that entry."""
    asked = {"entry": entry_id, "company": company_id}
    return connection.execute(_REVERSED, asked).first() is not None


def reversal_of(
    connection: Connection, company_id: int, entry_id: int, on: date, summary: str, swap: bool
) -> Entry:
    """Return the mirror of a posted entry; who does it and why is the caller's to say."""
    entry, line = PostedEntry.__table__.c, PostedLine.__table__.c
    asked = select(entry.document_id, Journal.code).join_from(PostedEntry, Journal)
    header = connection.execute(
        asked.where(entry.id == entry_id, entry.company_id == company_id)
    ).one_or_none()
    if header is None:
        raise UnknownEntry(entry=entry_id)
    columns = [column for column in line if column.name not in {"entry_id", "company_id", "date"}]
    rows = connection.execute(
        select(Account.code, *columns).join_from(PostedLine, Account)
        .where(line.entry_id == entry_id).order_by(line.position)
    ).mappings()  # fmt: skip
    lines = [_mirror(dict(row), swap) for row in rows]
    return Entry(on, summary, lines, header.document_id, "", "", 0, header.code, entry_id)


def _mirror(row: Mapping[str, Any], swap: bool) -> Line:
    sides = (
        {"debit": row["credit"], "credit": row["debit"]}
        if swap
        else {"debit": -row["debit"], "credit": -row["credit"]}
    )
    original, quantity = row["original_amount"], row["quantity"]
    return Line(
        Code(row["code"]), **sides, summary=row["summary"], currency=row["currency"],
        original_amount=None if original is None else (original if swap else -original),
        product=row["product_id"], unit=row["unit_id"], quantity=None if quantity is None else -quantity,
        place=row["place_id"], party=row["party_id"], cost_centre=row["cost_centre_id"],
        cost_object=row["cost_object_id"], rule=row["rule_id"],
    )  # fmt: skip
