"""Where a page leads to: addresses of records, and a way back that never leaves this house."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from sanbao.records import document_of, is_paper, name_of
from sanbao_admin import policy

#: Tables whose records have a page, and where it is.
PAGES = {"unit": "/unit/", "party": "/party/", "product": "/product/"}


def is_local(address: str | None) -> bool:
    """Tell whether an address is a path of ours; anything that a browser could take for another site is not.

    >>> [is_local(one) for one in ("/papers/claim?state=open", "//evil.example", "https://evil.example")]
    [True, False, False]
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if "\\" in address or any(ord(letter) < 32 or ord(letter) == 127 for letter in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def back(address: str | None, other: str) -> str:
    """Return the address to go to: the one that was asked for if it is ours, else the other."""
    return address if address is not None and is_local(address) else other


def paper(number: str) -> str:
    """Return the address of a paper."""
    return f"/paper/{quote(number, safe='')}"


def entry(number: str) -> str:
    """Return the address of an entry, whose number is written like ``2024-05/12``."""
    return f"/entry/{quote(number, safe='/:')}"


def page_of(record: Any) -> str:
    """Return the address of a record's own page, nothing where it has none."""
    if is_paper(record):
        number = document_of(record).number
        return paper(number) if number else ""
    return named(getattr(type(record), "__tablename__", ""), name_of(record))


def named(table: str, name: str) -> str:
    """Return the address of a record by its table and name, nothing where it has no page that one may open."""
    if table == "document":
        return paper(name)
    return policy.leads(PAGES[table] + quote(name, safe="")) if table in PAGES and name else ""
