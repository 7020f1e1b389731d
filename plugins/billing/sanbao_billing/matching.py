"""Writing down which item settles which, and what that means for the papers behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, insert, or_, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_billing.errors import MoreThanOpen, NotTogether
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.models import Invoice, InvoiceLine, Match
from sanbao_billing.rules.items import Item, LineKey, named

if TYPE_CHECKING:
    from sanbao.work import Work

#: A debit item, a credit item, and how much of both.
Pair = tuple[Item, Item, Decimal]
#: Kind of paper → its state while something of it is open, and when nothing is.
FOLLOWING = {"payment": ("open", "matched"), "bill": ("open", "paid"), "invoice": ("issued", "settled")}
PAGE = 5_000


def settle(work: Work, paper: Document, pairs: Sequence[Pair], on: date) -> None:
    """Match pairs in a paper's name; never more than each item has open. The caller holds the parties."""
    refuse_more_than_open(pairs)
    if not pairs:
        return
    for start in range(0, len(pairs), PAGE):
        page = pairs[start : start + PAGE]
        free = _free_since(work, {item.key.document_id for pair in page for item in (pair[0], pair[1])})
        work.session.execute(insert(Match), [_row(work, paper, pair, on, free) for pair in page])
    follow(work, {item.key.document_id for pair in pairs for item in (pair[0], pair[1])})


def refuse_more_than_open(pairs: Iterable[Pair]) -> None:
    """Refuse pairs that do not belong together, and more of an item than is open."""
    rest: dict[LineKey, Decimal] = {}
    for debit, credit, amount in pairs:
        if not (debit.open > 0 > credit.open) or (debit.role, debit.party_id) != (
            credit.role,
            credit.party_id,
        ):
            raise NotTogether(debit=_said(debit), credit=_said(credit))
        for item in (debit, credit):
            left = rest.get(item.key, abs(item.open))
            if not 0 < amount <= left:
                raise MoreThanOpen(item=_said(item), open=left, amount=amount)
            rest[item.key] = left - amount


def _said(item: Item) -> str:
    return " ".join(part for part in (item.document, item.code) if part) or item.summary


def _free_since(work: Work, documents: Collection[int]) -> dict[LineKey, date]:
    """Return since when the lines of these papers were last free: a day has only one story of an item."""
    found: dict[LineKey, date] = {}
    for side in ("debit", "credit"):
        columns = [getattr(Match, f"{side}_{name}") for name in LineKey._fields]
        query = select(*columns, func.max(Match.undone_on)).where(
            columns[0].in_(documents), Match.undone_on.is_not(None)
        )
        for row in work.session.execute(query.group_by(*columns)):
            found[LineKey(row[0], row[1], row[2])] = row[3]
    return found


def _row(work: Work, paper: Document, pair: Pair, on: date, free: dict[LineKey, date]) -> dict[str, Any]:
    debit, credit, amount = pair
    return {
        "company_id": work.company.id,
        "account_id": work.ledger.chart.account(debit.role).id,
        "party_id": debit.party_id,
        **{f"debit_{name}": value for name, value in debit.key._asdict().items()},
        **{f"credit_{name}": value for name, value in credit.key._asdict().items()},
        "amount": amount,
        # What is not there yet settles nothing: as of an earlier day both stand open.
        "matched_on": max(on, debit.on, credit.on, free.get(debit.key, on), free.get(credit.key, on)),
        "document_id": paper.id,
    }


def undo(work: Work, condition: ColumnElement[bool], reason: str, on: date, but: Collection[int] = ()) -> int:
    """Undo the matches of a condition from a day on, and return how many; ``but`` names papers left as they are."""
    query = select(Match).where(Match.company_id == work.company.id, Match.undone_on.is_(None), condition)
    undone = list(work.session.scalars(query))
    for match in undone:
        match.undone_on, match.undone_reason = on, reason
    work.session.flush()
    touched = {key for match in undone for key in (match.debit_document_id, match.credit_document_id)}
    follow(work, touched - set(but))
    return len(undone)


def touching(document_id: int) -> ColumnElement[bool]:
    """Return the condition of every match with a line that a paper posted."""
    return or_(Match.debit_document_id == document_id, Match.credit_document_id == document_id)


def papers_matching(work: Work, document: Document) -> list[str]:
    """Return the other papers whose matches rest on a paper's lines."""
    query = (
        select(Document.number)
        .join(Match, Match.document_id == Document.id)
        .where(Match.undone_on.is_(None), touching(document.id), Match.document_id != document.id)
        .distinct()
        .order_by(Document.number)
    )
    return [number or "" for number in work.session.scalars(query)]


def settled_by(work: Work, document_id: int) -> list[dict[str, Any]]:
    """Return the papers whose items a paper's own lines settle, each with the amount."""
    sides = (
        (Match.debit_document_id, Match.credit_document_id),
        (Match.credit_document_id, Match.debit_document_id),
    )
    found: list[dict[str, Any]] = []
    for own, other in sides:
        query = (
            select(Document.number, Document.title, Match.amount)
            .join_from(Match, Document, Document.id == other)
            .where(own == document_id, Match.undone_on.is_(None))
            .order_by(Match.id)
        )
        rows = work.session.execute(query)
        found += [{"document": number, "title": title, "amount": amount} for number, title, amount in rows]
    return found


def chosen(
    items: Sequence[Item], wanted: Sequence[dict[str, Any]], most: Decimal | None
) -> list[tuple[Item, Decimal]]:
    """Return the items that a clerk names, each with its amount; ``most`` bounds what is taken where none is given."""
    found: list[tuple[Item, Decimal]] = []
    problems: list[Problem] = []
    used: set[LineKey] = set()
    for position, one in enumerate(wanted):
        fitting = [item for item in named(items, one["item"]) if item.key not in used]
        if not fitting:
            message = N_("There is no open item “{item}” here.")
            problems.append(Problem(f"items.{position}.item", message, {"item": one["item"]}))
        wished = one.get("amount")
        for item in fitting:
            left = most if wished is None else wished
            part = abs(item.open) if left is None else min(abs(item.open), left)
            if part <= 0:
                continue
            used.add(item.key)
            found.append((item, part))
            most = most - part if most is not None else None
            wished = wished - part if wished is not None else None
        if fitting and wished:
            message = N_("“{item}” has {amount} less open than that.")
            problems.append(
                Problem(f"items.{position}.amount", message, {"item": one["item"], "amount": wished})
            )
    if problems:
        raise Invalid(problems)
    return found


def follow(work: Work, documents: Iterable[int]) -> None:
    """Move payments, bills and invoices to where their items stand: open, or settled."""
    keys = sorted(set(documents))
    for start in range(0, len(keys), PAGE):
        _follow(work, set(keys[start : start + PAGE]))


def _follow(work: Work, keys: set[int]) -> None:
    papers = _papers(work, keys)
    if not papers:
        return
    resting = {key for members in papers.values() for key in members[1]}
    still: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item in open_items(work, Wanted(documents=tuple(resting), is_bare=True)):
        still[item.key.document_id] += abs(item.open)
    for document, members in papers.values():
        open_state, settled_state = FOLLOWING[document.kind]
        _move(work, document, open_state if any(still[key] for key in members) else settled_state)


def _papers(work: Work, keys: set[int]) -> dict[int, tuple[Document, set[int]]]:
    """Return our papers behind these, each with the papers whose items it stands for."""
    found: dict[int, tuple[Document, set[int]]] = {}
    for document in _heads(work, keys):
        found[document.id] = (document, {document.id})
    charges = select(InvoiceLine.document_id, InvoiceLine.charge_id).join(
        Invoice, Invoice.document_id == InvoiceLine.document_id
    )
    billed = charges.where(InvoiceLine.charge_id.in_(keys), Invoice.original_id.is_(None)).distinct()
    invoices = {row.document_id for row in work.session.execute(billed)} | {
        key for key, (document, _members) in found.items() if document.kind == "invoice"
    }
    own = charges.where(InvoiceLine.document_id.in_(invoices), Invoice.original_id.is_(None)).distinct()
    for document in _heads(work, invoices):
        found[document.id] = (document, {document.id})
    for invoice, charge in work.session.execute(own):
        if invoice in found:
            found[invoice][1].add(charge)
    return found


def _heads(work: Work, keys: Collection[int]) -> list[Document]:
    gone = (*UNDONE, "reversed")
    query = select(Document).where(
        Document.id.in_(keys), Document.kind.in_(FOLLOWING), Document.state.not_in(gone)
    )
    return list(work.session.scalars(query.order_by(Document.id))) if keys else []


def _move(work: Work, document: Document, target: str) -> None:
    before = document.state
    if before == target:
        return
    work.set_state(document, target)
    if not work.registry.kinds[document.kind].flow.state(target).is_final:
        document.closed_at = None
    work.note(document, moved=(before, target))
