"""Where the rows of this plugin's reports lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote


def _piece(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from a piece's position and state to the bench, where all about it stands."""
    if field in ("position", "state", "state_label") and row.get("rma") and row.get("position"):
        key = f"{row['rma']}/{row['position']}"
        return f"/rma/bench/?piece={quote(key, safe='')}"
    return ""


def _key(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from a customer or a product that is counted to its page."""
    page = {"customer": "party", "product": "product"}.get(given.get("by", ""))
    known = page is not None and row.get("name") is not None
    return f"/{page}/{quote(row['key'], safe='')}" if field == "key" and known else ""


REPORT_LINKS = {
    "rma_waiting": _piece,
    "rma_where": _piece,
    "rma_promises": _piece,
    "rma_monthly_customer": lambda field, row, _given: _key(field, row, {"by": "customer"}),
    "rma_monthly_product": lambda field, row, _given: _key(field, row, {"by": "product"}),
    "rma_cost_customer": lambda field, row, _given: _key(field, row, {"by": "customer"}),
    "rma_cost_product": lambda field, row, _given: _key(field, row, {"by": "product"}),
}
