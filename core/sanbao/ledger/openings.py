"""An account is opened once: what already has an opening balance is not opened again by mistake (期初余额)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger.models import Account, PostedEntry, PostedLine
from sanbao.records import name_of

if TYPE_CHECKING:
    from sanbao.ledger.entries import Line
    from sanbao.work import Work

#: How the entry of an opening is called among the events of its paper.
EVENT = "opening"
#: What tells two openings of one account apart.
DIMENSIONS = ("party", "cost_centre", "cost_object", "product", "unit", "place")
Key = tuple[str | int | None, ...]


class OpenedBefore(Invalid):
    """These lines are in the books already, or twice in one paper."""

    code = "ledger.opened_before"


def refuse_opened(work: Work, given: Sequence[Mapping[str, Any]], lines: Sequence[Line]) -> None:
    """Refuse lines whose account already has an opening for the same party, centre, goods and place; name each one."""
    # Two people who type the same paper at once wait for each other here.
    work.hold("opening", [work.company.id])
    codes = [work.ledger.chart.account(line.account).code for line in lines]
    before = _collected(work) | _posted(work, set(codes))
    seen: dict[Any, int] = {}
    problems = []
    for position, (line, code) in enumerate(zip(lines, codes, strict=True)):
        known = before.get(_key(code, line))
        twin = seen.setdefault(line, position)
        shown = {"what": _what(code, given[position]), "paper": known, "line": twin + 1}
        if known is not None:
            problems.append(Problem(f"lines.{position}.account", _BEFORE, shown))
        elif twin != position:
            problems.append(Problem(f"lines.{position}.account", _TWICE, shown))
    if problems:
        raise OpenedBefore(problems)


_BEFORE = N_(
    "{what} already has an opening balance ({paper}); if this is one more, say so with “additional: yes”."
)
_TWICE = N_(
    "{what} stands here twice, the same as line {line}; if this is one more, say so with “additional: yes”."
)


def _key(code: str, line: Line) -> Key:
    return (code, *(getattr(line, name) for name in DIMENSIONS))


def _what(code: str, given: Mapping[str, Any]) -> str:
    """Return an account with whatever tells it from its like: ``1403 BOARD DEPOT``."""
    return " ".join([code, *(name_of(given[name]) for name in DIMENSIONS if given.get(name) is not None)])


def _posted(work: Work, codes: set[str]) -> dict[Key, str]:
    """Return what the books have opened and not taken back, each with the number of its paper."""
    reversal = aliased(PostedEntry)
    columns = [getattr(PostedLine, f"{name}_id") for name in DIMENSIONS]
    query = (
        select(Document.number, Account.code, *columns)
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .join(Document, Document.id == PostedEntry.document_id)
        .join(Account, Account.id == PostedLine.account_id)
        .outerjoin(reversal, reversal.reverses_id == PostedEntry.id)
        .where(PostedEntry.company_id == work.company.id, Document.kind == "opening", Account.code.in_(codes))
        .where(
            PostedEntry.event == EVENT, reversal.id.is_(None), Account.code.not_in(_counter_accounts(work))
        )
    )
    return {tuple(key): number or "" for number, *key in work.session.execute(query)}


def _collected(work: Work) -> dict[Key, str]:
    """Return what earlier steps of the same work have opened, each with its day: its paper has no number yet."""
    return {key: day for key, day in _collected_lines(work) if key[0] not in _counter_accounts(work)}


def _collected_lines(work: Work) -> Iterator[tuple[Key, str]]:
    for entry in work.ledger.collected:
        for line in entry.lines if entry.event == EVENT else ():
            yield _key(work.ledger.chart.account(line.account).code, line), entry.date.isoformat()


def _counter_accounts(work: Work) -> set[str]:
    """Return the accounts against which every opening stands: that they are there already says nothing."""
    return {work.ledger.chart.account(role).code for role in ("OPENING", "OPENING_GOODS")}
