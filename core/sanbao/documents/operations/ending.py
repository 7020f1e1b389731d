"""The end of a paper that should not be, and the way back: void, mark as duplicate, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from sanbao.documents import schemas
from sanbao.documents.errors import AlreadyLinked, CannotReopen, CannotVoid, PapersDepend, StillPosted
from sanbao.documents.kinds import HANDLERS, UNDONE, VOID
from sanbao.documents.models import DecisionRecord, Document, DocumentLink
from sanbao.i18n import N_
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


#: The links by which a paper rests on another one.
RESTING = ("claims", "settles", "bills")


@operation(
    "document.void",
    title=N_("Void"),
    on="document",
    schema=schemas.Why,
    roles=("service_manager", "finance"),
)
def void(work: Work, document: Document, *, reason: str) -> Document:
    """Void (作废) a paper that should not exist; what it cost or posted must be taken back first."""
    _take_out(work, document)
    work.note(document, note=reason)
    return document


@operation(
    "document.reopen",
    title=N_("Open again"),
    on="document",
    schema=schemas.Why,
    roles=("service_manager", "service_head"),
)
def reopen(work: Work, document: Document, *, reason: str) -> Document:
    """Open an ended paper again, where its flow knows a harmless way back."""
    target = work.flow_of(document).reopens.get(document.state)
    if target is None:
        raise CannotReopen(document=document.number, state=work.state_label(document, document.state))
    work.set_state(document, target)
    document.closed_at = None
    work.note(document, note=reason)
    return document


@operation(
    "document.mark_duplicate",
    title=N_("Mark as duplicate"),
    on="document",
    schema=schemas.DuplicateOf,
    roles=HANDLERS,
)
def mark_duplicate(work: Work, document: Document, *, original: Document) -> Document:
    """Mark a paper as a duplicate of an earlier one and void it; the call stays on record."""
    if original.id == document.id or original.kind != document.kind or original.duplicate_of_id is not None:
        raise AlreadyLinked(document=document.number, other=original.number)
    work.all_locked([document, original])
    _take_out(work, document)
    document.duplicate_of_id = original.id
    work.note(document, note=original.number)
    work.note(original, note=document.number)
    return document


def _take_out(work: Work, document: Document) -> None:
    """Void a paper with the decisions on it; refused while it stands in the books or others rest on it."""
    if _is_final(work, document):
        raise CannotVoid(document=document.number, state=work.state_label(document, document.state))
    posted = posted_by(work, document)
    if posted:
        raise StillPosted(document=document.number, accounts=", ".join(posted))
    resting = open_papers_on(work, document)
    if resting:
        raise PapersDepend(document=document.number, papers=", ".join(resting))
    moved = posted_by(work, document, "quantity")
    if moved:
        raise StillPosted(document=document.number, accounts=", ".join(moved))
    work.set_state(document, VOID)
    for record in work.session.scalars(_decisions_in_force(document)):
        record.withdrawn_at = work.now


def posted_by(work: Work, document: Document, what: Literal["money", "quantity"] = "money") -> list[str]:
    """Return the accounts on which a paper's own entries have left money, or pieces of something."""
    from sanbao.ledger.models import Account, PostedEntry, PostedLine

    pieces = what == "quantity"
    net = func.sum(func.coalesce(PostedLine.quantity, 0) if pieces else PostedLine.debit - PostedLine.credit)
    things = (PostedLine.product_id, PostedLine.unit_id) if pieces else ()
    query = (
        select(Account.code)
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .join(Account, Account.id == PostedLine.account_id)
        .where(PostedEntry.document_id == document.id)
        .group_by(Account.code, *things)
        .having(net != 0)
        .order_by(Account.code)
    )
    return list(dict.fromkeys(work.session.scalars(query)))


def open_papers_on(work: Work, document: Document, links: Sequence[str] = RESTING) -> list[str]:
    """Return the papers that were made from this one (``claims``, ``settles``, ``bills``) and still count."""
    query = (
        select(Document.number)
        .join(DocumentLink, DocumentLink.source_id == Document.id)
        .where(
            DocumentLink.target_id == document.id,
            DocumentLink.kind.in_(links),
            Document.state.not_in(UNDONE),
        )
        .order_by(Document.number)
    )
    return [number or "" for number in work.session.scalars(query)]


def _decisions_in_force(document: Document) -> Any:
    return select(DecisionRecord).where(
        DecisionRecord.document_id == document.id,
        DecisionRecord.superseded_by_id.is_(None),
        DecisionRecord.withdrawn_at.is_(None),
    )


def _is_final(work: Work, document: Document) -> bool:
    return bool(work.flow_of(document).state(document.state).is_final)
