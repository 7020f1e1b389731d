"""Entries as people read them: dimensions by their codes, money as the worked examples write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from sanbao.documents.models import Document
from sanbao.ledger.reports import EntryView, LineView
from sanbao.money import currency as currency_of
from sanbao.registry.models import CostCentre, Party, Place, Product, Unit

#: Dimension → where its code stands.
_CODES: dict[str, Any] = {
    "party_id": (Party.id, Party.code),
    "cost_centre_id": (CostCentre.id, CostCentre.code),
    "cost_object_id": (Document.id, Document.number),
    "product_id": (Product.id, Product.code),
    "place_id": (Place.id, Place.code),
    "unit_id": (Unit.id, Unit.serial),
}


@dataclass(frozen=True)
class Names:
    """Codes of everything that some entries refer to, read in one query per kind."""

    found: dict[str, dict[int, str]]

    @classmethod
    def of(cls, connection: Connection, entries: Sequence[EntryView]) -> Names:
        """Read the codes for these entries."""
        found: dict[str, dict[int, str]] = {}
        for name, (key, code) in _CODES.items():
            ids = {getattr(line, name) for entry in entries for line in entry.lines} - {None}
            if name == "cost_object_id":
                ids |= {entry.document_id for entry in entries}
            rows = connection.execute(select(key, code).where(key.in_(ids))) if ids else ()
            found[name] = {row[0]: row[1] for row in rows}
        return cls(found)

    def __call__(self, line: LineView, name: str) -> str | None:
        """Return the code of one dimension of a line."""
        key = getattr(line, name)
        return self.found[name].get(key) if key is not None else None


def shown(connection: Connection, entries: Sequence[EntryView]) -> list[dict[str, Any]]:
    """Return entries as JSON data, with ``text`` as the worked examples write them."""
    names = Names.of(connection, entries)
    return [
        {
            "id": entry.id,
            "number": f"{entry.number_key}/{entry.number}",
            "date": entry.date.isoformat(),
            "summary": entry.summary,
            "document": names.found["cost_object_id"].get(entry.document_id),
            "operation": entry.operation,
            "reverses": entry.reverses_id,
            "reversed_by": entry.reversed_by,
            "lines": [_line(line, names) for line in entry.lines],
            "text": money_text(entry, names),
        }
        for entry in entries
    ]


def _line(line: LineView, names: Names) -> dict[str, Any]:
    data = {
        "account": line.code,
        "name": line.name,
        "name_en": line.name_en,
        "debit": amount_text(line.debit),
        "credit": amount_text(line.credit),
        "quantity": None if line.quantity is None else f"{line.quantity.normalize():f}",
        "rule": line.rule_id,
        "summary": line.summary,
    }
    return data | {name.removesuffix("_id"): names(line, name) for name in _CODES} | _original(line)


def _original(line: LineView) -> dict[str, str]:
    """Return what a line says of another currency, where it says something."""
    if line.currency is None or line.original_amount is None:
        return {}
    amount = currency_of(line.currency).round(line.original_amount)
    return {"currency": line.currency, "original_amount": amount_text(amount)}


def amount_text(amount: Decimal) -> str:
    """Return an amount without the digits that only the database keeps."""
    return f"{amount:f}"


def money_text(entry: EntryView, names: Names) -> str:
    """Return the money lines in one row: ``Dr 6601.01[PROD] 410.00 | Cr 5201[CL202406-0001] 410.00``."""
    return " | ".join(_text(line, names) for line in entry.lines if line.debit or line.credit)


def goods_text(entry: EntryView, names: Names) -> str:
    """Return the quantity lines in one row: ``1403@DEPOT BOARD -1 | 9005 BOARD +1``."""
    parts = []
    for line in entry.lines:
        if line.quantity:
            place = names(line, "place_id")
            where = f"{line.code}@{place}" if place else line.code
            parts.append(f"{where} {names(line, 'product_id')} {line.quantity.normalize():+f}")
    return " | ".join(parts)


def _text(line: LineView, names: Names) -> str:
    bracket = names(line, "cost_centre_id") or names(line, "cost_object_id")
    party = names(line, "party_id")
    account = f"{line.code}[{bracket}]" if bracket else line.code
    account += f"{{{party}}}" if party else ""
    side, amount = ("Dr", line.debit) if line.debit else ("Cr", line.credit)
    return f"{side} {account} {amount_text(amount)}"


def texts(connection: Connection, entries: Iterable[EntryView]) -> list[str]:
    """Return each entry's money lines as one row."""
    listed = list(entries)
    names = Names.of(connection, listed)
    return [money_text(entry, names) for entry in listed]
