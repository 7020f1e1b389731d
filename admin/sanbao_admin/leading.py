"""Where a figure or a name leads to: from a report to the account, the entry, the paper, and so to the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from sanbao_admin import policy
from sanbao_admin.acting import going

#: How numbers of papers look: a prefix, the month or year, a running number.
_NUMBER = re.compile(r"[A-Z]{1,4}\d{4,6}-\d{3,9}", re.ASCII)
_ENTRY = re.compile(r"\d{4}(-\d{2})?/\d{1,9}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def to_account(
    code: str, start: date | str | None = None, end: date | str | None = None, **narrowed: Any
) -> str:
    """Return the address of an account's ledger over some days, narrowed down to a party or a case."""
    given = {"account": code, "start": start, "end": end, **narrowed}
    return f"/money/ledger?{urlencode({name: value for name, value in given.items() if value})}"


def to_month(month: str) -> str:
    """Return the address of the trial balance of a month."""
    return f"/money/trial-balance?period={quote(month)}"


def to_unit(serial: str) -> str:
    """Return the address of a unit."""
    return f"/unit/{quote(serial, safe='')}"


def to_party(code: str) -> str:
    """Return the address of a party."""
    return f"/party/{quote(code, safe='')}"


def to_product(code: str) -> str:
    """Return the address of a product."""
    return f"/product/{quote(code, safe='')}"


def _to_centre(code: str) -> str:
    return f"/records/cost_centre?q={quote(code)}"


#: What a field of a row names, and so where it leads to.
FIELDS: Mapping[str, Callable[[str], str]] = {
    "account": to_account,
    "code": to_account,
    "cost_centre": _to_centre,
    "customer": to_party,
    "month": to_month,
    "party": to_party,
    "period": to_month,
    "product": to_product,
    "serial": to_unit,
    "supplier": to_party,
    "unit": to_unit,
}


def address_of(name: str, value: Any) -> str:
    """Return where a value of a field leads to; a number of a paper or an entry is known by its look.

    >>> address_of("case", "CL202405-0001"), address_of("unit", "SN 1"), address_of("rate", "5")
    ('/paper/CL202405-0001', '/unit/SN%201', '')
    """
    if not isinstance(value, str) or not value:
        return ""
    if _NUMBER.fullmatch(value):
        return going.paper(value)
    if _ENTRY.fullmatch(value):
        return going.entry(value)
    if name in FIELDS and not (name in ("month", "period") and not _MONTH.fullmatch(value)):
        return policy.leads(FIELDS[name](value))
    return ""
