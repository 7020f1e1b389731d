"""One search over everything: each kind of thing in its own way, only what the person may see, the best first."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao import checks
from sanbao.documents.models import Document
from sanbao.searching import papers, records
from sanbao.searching.facts import EXACT, Found
from sanbao.searching.papers import found_document

if TYPE_CHECKING:
    from sanbao.work import Work

Look = Callable[["Work", str, int], Iterable[Found]]
#: Kind of thing → the permission to know of it, and how it is looked for; papers are judged one by one.
LOOKS: dict[str, tuple[str | None, Look]] = {
    "unit": ("unit.read", records.units),
    "document": (None, papers.documents),
    "party": ("party.read", records.parties),
    "entry": ("entry.show", papers.entries),
    "product": ("product.read", records.products),
    "site": ("site.read", records.sites),
}
#: What is looked for by a piece of its name, which takes reading the whole table.
_BY_NAME = ("party", "site")
LIMIT = 6
_LONGEST = 200


def find(work: Work, text: str, limit: int = LIMIT) -> list[Found]:
    """Return what fits the words, at most ``limit`` of each kind; what is not hers to see does not exist.

    Full-width digits and letters count as plain ones, as in every field for codes.
    """
    typed = plain(text)
    if not typed:
        return []
    found: list[Found] = []
    for kind in LOOKS:
        if _may(work, kind) and not (kind in _BY_NAME and _is_named(found)):
            found += LOOKS[kind][1](work, typed, limit)
    return _best(_once([*found, *of_plugins(work, typed, limit)]), limit)


def _is_named(found: Sequence[Found]) -> bool:
    """Tell whether the words are the very number of a unit or a paper: then they are no piece of a name."""
    return any(one.rank == EXACT and one.kind in ("unit", "document") for one in found)


def plain(text: str) -> str:
    """Return what was typed or scanned as it is looked for: plain digits, nothing that cannot be seen."""
    letters = (
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in ("Cc", "Cs")
    )
    return "".join(letters).strip()[:_LONGEST]


def of_plugins(work: Work, text: str, limit: int) -> list[Found]:
    """Return what plugins know under these words, such as the number of a card or of an invoice."""
    answers = work.hooks.ask("find_records", work, text=text)
    found = [one for _plugin, answer in answers for one in answer[: 2 * limit] if one.kind in LOOKS]
    return list(_seen(work, [one for one in found if _may(work, one.kind)]))


def _may(work: Work, kind: str) -> bool:
    permission = LOOKS[kind][0]
    return permission is None or work.access.may(permission)


def _seen(work: Work, found: Sequence[Found]) -> Iterator[Found]:
    """Yield what a plugin found less the papers that are hidden from her."""
    numbers = [one.key for one in found if one.kind == "document"]
    query = select(Document).where(Document.company_id == work.company.id, Document.number.in_(numbers))
    known = {one.number: one for one in work.session.scalars(query)} if numbers else {}
    for one in found:
        if one.kind != "document":
            yield one
        elif one.key in known and checks.sees(work, known[one.key]):
            head = found_document(work, known[one.key], one.rank)
            note = " · ".join(part for part in (str(one.note), str(head.note)) if part)
            yield Found(one.kind, one.key, head.title, note, one.rank)


def _once(found: Iterable[Found]) -> list[Found]:
    """Leave each thing once, with the best of its ranks."""
    best: dict[tuple[str, str], Found] = {}
    for one in found:
        known = best.get((one.kind, one.key))
        if known is None or one.rank < known.rank:
            best[one.kind, one.key] = one
    return list(best.values())


def _best(found: Sequence[Found], limit: int) -> list[Found]:
    """Sort by kind, the kind with the best hit first, and cut each kind off."""
    groups = {
        kind: sorted((one for one in found if one.kind == kind), key=lambda one: one.rank) for kind in LOOKS
    }
    filled = sorted((group for group in groups.values() if group), key=lambda group: group[0].rank)
    return [one for group in filled for one in group[:limit]]
