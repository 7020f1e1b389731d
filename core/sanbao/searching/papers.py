"""Finding papers by number: the whole of it, how it begins, or its last digits; and entries by theirs.

Numbers are a prefix, a month or year, and what was counted there. So what fits is reckoned from the last numbers
given, and only whole numbers are looked up: as fast among millions of papers as among ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao import checks
from sanbao.access.permissions import READ
from sanbao.documents.models import Document, NumberSeries
from sanbao.documents.words import shown_kind, shown_state
from sanbao.errors import NotFound
from sanbao.searching.facts import BEGINS, ENDS, EXACT, Found
from sanbao.vouchers import finding as vouchers

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many months or years of a kind are looked through, the newest first.
_SERIES = 24
_LONGEST_END = 6
_LEAST_END = 2
_DIGITS = 4


def documents(work: Work, text: str, limit: int) -> Iterator[Found]:
    """Find papers that she may see, the newest of what fits equally well first."""
    typed = text.upper()
    ranked = {number: rank for rank, number in _numbers(work, typed, limit)} | {text: EXACT, typed: EXACT}
    query = select(Document).where(Document.company_id == work.company.id, Document.number.in_(ranked))
    seen = [one for one in work.session.scalars(query) if checks.sees(work, one)]
    seen.sort(key=lambda one: (ranked[one.number or ""], -one.dated_on.toordinal(), -one.id))
    yield from (found_document(work, one, ranked[one.number or ""]) for one in seen[:limit])


def found_document(work: Work, document: Document, rank: int) -> Found:
    """Return a paper as a search shows it."""
    words = [shown_kind(work.registry, document), shown_state(work.registry, document), document.title]
    return Found(
        "document",
        document.number or "",
        document.number or "",
        " · ".join(one for one in words if one),
        rank,
    )


def entries(work: Work, text: str, _limit: int) -> Iterator[Found]:
    """Find an entry by the number of its voucher, such as 2024-05/12."""
    if vouchers.NUMBER.fullmatch(text) is None:
        return
    try:
        entry = vouchers.entry(work, text)
    except NotFound:
        return
    yield Found("entry", text, text, entry.summary, EXACT)


def _numbers(work: Work, typed: str, limit: int) -> Iterator[tuple[int, str]]:
    """Yield the numbers that fit and were given, with how well they fit."""
    prefixes = {
        kind.prefix: kind.name
        for kind in work.registry.kinds.values()
        if work.access.may(f"{kind.name}.{READ}")
    }
    is_end = typed.isascii() and typed.isdigit() and _LEAST_END <= len(typed) <= _LONGEST_END
    fitting = prefixes if is_end else {one: name for one, name in prefixes.items() if _fits(one, typed)}
    for prefix, key, last in _series(work, fitting) if fitting else ():
        begun = f"{prefix}{key}-"
        if is_end:
            yield from ((ENDS, f"{begun}{one:04}") for one in islice(_ending(typed, last), limit))
        elif begun.startswith(typed) or typed.startswith(begun):
            yield from ((BEGINS, begun + one) for one in islice(_beginning(typed[len(begun) :], last), limit))


def _fits(prefix: str, typed: str) -> bool:
    return prefix.startswith(typed) or typed.startswith(prefix)


def _series(work: Work, prefixes: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    names = {name: prefix for prefix, name in prefixes.items()}
    query = (
        select(NumberSeries.kind, NumberSeries.key, NumberSeries.last_number)
        .where(NumberSeries.company_id == work.company.id, NumberSeries.kind.in_(names))
        .order_by(NumberSeries.key.desc(), NumberSeries.kind)
        .limit(_SERIES * len(names))
    )
    return ((names[kind], key, last) for kind, key, last in work.session.execute(query))


def _ending(digits: str, last: int) -> Iterable[int]:
    """Return the running numbers up to the last one that end with these digits, the greatest first."""
    step = 10 ** len(digits)
    least = int(digits)
    return reversed(range(least or step, last + 1, step)) if least or step <= last else ()


def _beginning(digits: str, last: int) -> Iterator[str]:
    """Return the running numbers up to the last one that begin so, the greatest first."""
    if digits and not digits.isdigit():
        return
    for number in range(last, max(0, last - 10**_DIGITS), -1):
        shown = f"{number:04}"
        if shown.startswith(digits):
            yield shown
