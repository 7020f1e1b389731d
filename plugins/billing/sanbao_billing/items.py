"""Open items (未清项) read from the books: every line on their accounts, less what was matched of it.

Nothing is kept about an item but its matches, so what is open always adds up to what the account carries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from sanbao.documents.models import Document
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao.money import from_units
from sanbao_billing import names
from sanbao_billing.models import DueDay, Match, PartyTerms
from sanbao_billing.roles import OPEN_ROLES, accounts_of
from sanbao_billing.rules.items import Item, LineKey, cleared_by_reversal
from sanbao_billing.rules.terms import due_on

if TYPE_CHECKING:
    from sanbao.work import Work

#: Two clerks never match items of one party at the same time; parties share so many locks.
LOCKS = 256


@dataclass(frozen=True)
class Wanted:
    """Which items: of some accounts, of one party or all, of some papers, as the books stood on a day.

    ``is_bare`` leaves out what people call them and when they are due.
    """

    roles: tuple[str, ...] = tuple(OPEN_ROLES)
    party_id: int | None = None
    without_party: bool = False
    documents: tuple[int, ...] | None = None
    on: date | None = None
    is_bare: bool = False


def hold(work: Work, parties: Iterable[int | None]) -> None:
    """Let nobody else match items of these parties until the end of this Work."""
    work.hold("billing.items", {(party or 0) % LOCKS for party in parties})


def hold_all(work: Work) -> None:
    """Let nobody else match anything until the end of this Work."""
    work.hold("billing.items", range(LOCKS))


def open_items(work: Work, wanted: Wanted = Wanted()) -> list[Item]:  # noqa: B008 - a frozen value
    """Return what is open, in the order in which it was posted; entries not yet sealed are counted."""
    work.session.flush()
    accounts = accounts_of(work.ledger.chart, wanted.roles)
    rows = [*_posted(work, wanted, accounts), *_collected(work, wanted, accounts)]
    return [item for item in _finished(work, wanted, _less_reversals(rows)) if item.open]


def open_on(work: Work, role: str, party_id: int | None, on: date | None = None) -> list[Item]:
    """Return what is open on one account for one party; without one, what belongs to none."""
    return open_items(work, Wanted((role,), party_id, party_id is None, on=on))


@dataclass(slots=True)
class _Row:
    """A line while its item is made of it; amounts in 1/10 000."""

    item: Item
    pair: tuple[int | None, int]
    is_mirror: bool


def active(on: date | None) -> ColumnElement[bool]:
    """Return the condition under which a match counts: not undone; or, on a past day, made and not yet undone."""
    if on is None:
        return Match.undone_on.is_(None)
    return and_(Match.matched_on <= on, or_(Match.undone_on.is_(None), Match.undone_on > on))


def _settled(side: str, sign: int, company_id: int, wanted: Wanted) -> Select[Any]:
    """Return what each match takes from its line on one side, in the columns of ``_lines``."""
    columns = [getattr(Match, f"{side}_{name}") for name in LineKey._fields]
    delta = (sign * type_coerce(Match.amount, BigInteger)).label("delta")
    query = select(
        *(column.label(name) for column, name in zip(columns, LineKey._fields, strict=True)),
        cast(None, BigInteger).label("entry_id"),
        delta,
    ).where(Match.company_id == company_id, active(wanted.on))
    if wanted.party_id is not None:
        query = query.where(Match.party_id == wanted.party_id)
    if wanted.documents is not None:
        query = query.where(columns[0].in_(wanted.documents))
    return query


_AMOUNT = type_coerce(PostedLine.debit, BigInteger) - type_coerce(PostedLine.credit, BigInteger)


def _lines(work: Work, wanted: Wanted, accounts: dict[int, str]) -> Any:
    """Return the posted lines of these accounts, each with what it stands for."""
    return (
        select(
            PostedEntry.document_id,
            PostedEntry.event,
            PostedLine.position,
            PostedEntry.id.label("entry_id"),
            _AMOUNT.label("delta"),
        )
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .where(PostedLine.account_id.in_(accounts), PostedEntry.company_id == work.company.id, _AMOUNT != 0)
        .where(*_conditions(wanted))
    )


def _posted(work: Work, wanted: Wanted, accounts: dict[int, str]) -> list[_Row]:
    """Read the lines that still have something open, in one statement.

    Lines and matches are added up as one heap instead of joined: no plan of the database, however little it knows
    of the tables, can then compare every line with every match.
    """
    both = [_settled(side, sign, work.company.id, wanted) for side, sign in (("debit", -1), ("credit", 1))]
    heap = union_all(_lines(work, wanted, accounts), *both).subquery("heap")
    key = [heap.c[name] for name in LineKey._fields]
    entry_id, rest = func.max(heap.c.entry_id), func.sum(heap.c.delta)
    summed = select(heap.c.position, entry_id.label("entry_id"), rest.label("rest")).group_by(*key)
    left = summed.having(rest != 0, entry_id.is_not(None)).subquery("open_lines")
    query = (
        select(
            PostedEntry.id, PostedEntry.reverses_id, PostedEntry.document_id, PostedEntry.event, PostedEntry.summary,
            PostedLine.position, PostedLine.account_id, PostedLine.party_id, PostedLine.cost_object_id,
            PostedLine.date, Document.number, Document.kind, DueDay.due_on, _AMOUNT.label("amount"), left.c.rest,
        )
        .join_from(left, PostedEntry, PostedEntry.id == left.c.entry_id)
        .join(PostedLine, and_(PostedLine.entry_id == left.c.entry_id, PostedLine.position == left.c.position))
        .join(Document, Document.id == PostedEntry.document_id)
        .outerjoin(DueDay, DueDay.document_id == PostedEntry.document_id)
        .order_by(PostedEntry.id, PostedLine.position)
    )  # fmt: skip
    return [_row(work, row, accounts) for row in work.session.execute(query)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.party_id is not None:
        found.append(PostedLine.party_id == wanted.party_id)
    if wanted.without_party:
        found.append(PostedLine.party_id.is_(None))
    if wanted.documents is not None:
        found.append(PostedEntry.document_id.in_(wanted.documents))
    if wanted.on is not None:
        found.append(PostedLine.date <= wanted.on)
    return found


def _row(work: Work, row: Any, accounts: dict[int, str]) -> _Row:
    digits = work.erp.currency.digits
    item = Item(
        LineKey(row.document_id, row.event, row.position),
        accounts[row.account_id],
        row.party_id,
        row.date,
        from_units(int(row.amount), digits),
        from_units(int(row.rest), digits),
        entry_id=row.id,
        document=row.number,
        kind=row.kind,
        summary=row.summary,
        due_on=row.due_on,
        cost_object_id=row.cost_object_id,
    )
    return _Row(item, (row.reverses_id or row.id, row.position), row.reverses_id is not None)


def _collected(work: Work, wanted: Wanted, accounts: dict[int, str]) -> list[_Row]:
    """Return the lines that this Work has collected and not yet sealed, less their matches."""
    if not work.ledger.collected_count or wanted.on is not None:
        return []
    found: list[_Row] = []
    for entry in work.ledger.collected:
        for position, line in enumerate(entry.lines, 1):
            role = accounts.get(work.ledger.chart.account(line.account).id)
            amount = line.debit - line.credit
            if role is not None and amount and _is_wanted(wanted, entry.document_id, line.party):
                key = LineKey(entry.document_id, entry.event, position)
                item = Item(
                    key,
                    role,
                    line.party,
                    entry.date,
                    amount,
                    amount,
                    summary=entry.summary,
                    cost_object_id=line.cost_object,
                )
                found.append(_Row(item, (entry.reverses_id, position), entry.reverses_id is not None))
    sums = _matched_of(work, wanted, [row.item.key for row in found]) if found else {}
    for row in found:
        row.item = replace(row.item, open=row.item.open + sums.get(row.item.key, Decimal(0)))
    return found


def _is_wanted(wanted: Wanted, document_id: int, party_id: int | None) -> bool:
    return (
        (wanted.party_id is None or wanted.party_id == party_id)
        and not (wanted.without_party and party_id is not None)
        and (wanted.documents is None or document_id in wanted.documents)
    )


def _matched_of(work: Work, wanted: Wanted, keys: Sequence[LineKey]) -> dict[LineKey, Decimal]:
    """Return what matches add to these lines: a settled debit falls, a settled credit rises."""
    found: defaultdict[LineKey, Decimal] = defaultdict(Decimal)
    documents = replace(wanted, documents=tuple({key.document_id for key in keys}), party_id=None)
    for side, sign in (("debit", -1), ("credit", 1)):
        for row in work.session.execute(_settled(side, sign, work.company.id, documents)):
            found[LineKey(row[0], row[1], row[2])] += from_units(int(row.delta), work.erp.currency.digits)
    return found


def _less_reversals(rows: Iterable[_Row]) -> list[Item]:
    """Let each reversal settle what it reverses, as far as both are open (LED-01)."""
    listed = list(rows)
    originals = {row.pair: row for row in listed if not row.is_mirror}
    for mirror in listed:
        original = originals.get(mirror.pair) if mirror.is_mirror else None
        if original is not None:
            settled = cleared_by_reversal(original.item.open, mirror.item.open)
            original.item, mirror.item = original.item.taken(settled), mirror.item.taken(settled)
    return [row.item for row in listed]


def _finished(work: Work, wanted: Wanted, found: Sequence[Item]) -> list[Item]:
    """Add what people call the items, and when they are due."""
    if wanted.is_bare or not found:
        return list(found)
    called = names.by_document(work, wanted.party_id)
    terms = terms_by_party(work)
    default = work.setting("billing_terms")
    return [
        replace(
            item,
            names=called.get(item.key.document_id, ()),
            due_on=item.due_on or due_on(item.on, terms.get(item.party_id) or default),
        )
        for item in found
    ]


def terms_by_party(work: Work) -> dict[int | None, str]:
    """Return the payment terms of every party that has its own."""
    query = select(PartyTerms.party_id, PartyTerms.payment_terms).where(
        PartyTerms.company_id == work.company.id
    )
    return {party: terms for party, terms in work.session.execute(query) if terms is not None}
