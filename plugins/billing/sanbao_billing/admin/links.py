"""Where the rows of this plugin's reports lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


def to_items(**given: Any) -> str:
    """Return the address of open items, of one account, one party, as of a day."""
    return f"/money/open-items?{urlencode({name: value for name, value in given.items() if value})}"


def _ageing(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from each sum of a party to the items behind it."""
    if "party" not in row:
        return ""
    role, on = given.get("role", "AR"), given.get("on")
    return to_items(party=row["party"], role=role, on=on)


def _footing(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from what is open to the items, from what is booked to the account."""
    on = given.get("on")
    if field in ("open", "items", "role"):
        return to_items(role=row.get("role"), on=on)
    if field == "balance":
        return f"/money/ledger?{urlencode({'account': row['account'], **({'end': on} if on else {})})}"
    return ""


def _dunning(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from what a party owes to its items."""
    return to_items(party=row["party"], role="AR", on=given.get("on")) if field == "open" else ""


REPORT_LINKS = {"ageing": _ageing, "open_items_footing": _footing, "dunning": _dunning}
