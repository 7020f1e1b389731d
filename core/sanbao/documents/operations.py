"""What can be done with every paper: void, reopen, mark as duplicate, note, link, assign, attach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from sanbao.access.models import User
from sanbao.calendar.operations import due_of
from sanbao.database.pages import pages
from sanbao.documents import schemas
from sanbao.documents.errors import AlreadyLinked, CannotReopen, CannotVoid, PapersDepend, StillPosted
from sanbao.documents.kinds import CASE_READERS, UNDONE, VOID
from sanbao.documents.models import (
    Attachment,
    DeadlineRecord,
    DecisionRecord,
    Document,
    DocumentLink,
    TimelineEntry,
)
from sanbao.documents.words import shown_kind, shown_state
from sanbao.i18n import N_, in_language
from sanbao.operation import operation, question
from sanbao.schema import Input, RefField
from sanbao.seal import timeline_facts, timeline_hash

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("service_manager", "service_clerk", "service_head")
#: The links by which a paper rests on another one.
RESTING = ("claims", "settles", "bills")


def new_document(work: Work, kind_name: str, **values: Any) -> Document:
    """Return the head of a new paper of a kind, in its first state; the number comes at the seal."""
    return new_documents(work, kind_name, [values])[0]


def new_documents(work: Work, kind_name: str, rows: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Return the heads of many new papers of a kind, written in a few statements however many there are."""
    kind = work.registry.kinds[kind_name]
    made = [
        Document(
            **{
                "company_id": work.company.id,
                "kind": kind.name,
                "state": kind.flow.initial,
                "dated_on": work.today,
                "created_at": work.now,
                "created_by_id": work.user.id,
                "owner_id": work.user.id,
                "timeline_head": "",
                "timeline_count": 0,
                "snapshot": {},
                **values,
            }
        )
        for values in rows
    ]
    work.session.add_all(made)
    work.session.flush()
    work.touched.update({id(document): document for document in made})
    return made


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
    roles=KEEPERS,
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


@operation("document.note", title=N_("Add a note"), on="document", schema=schemas.Note, roles=CASE_READERS)
def note(work: Work, document: Document, *, note: str) -> Document:
    """Write a remark on a paper's timeline."""
    work.note(document, note=note)
    return document


@operation(
    "document.link",
    title=N_("Link to another paper"),
    on="document",
    schema=schemas.LinkInput,
    roles=KEEPERS,
)
def link(work: Work, document: Document, *, target: Document, kind: str) -> Document:
    """Say how two papers belong together."""
    link_documents(work, document, target, kind)
    return document


def link_documents(work: Work, source: Document, target: Document, kind: str) -> None:
    """Link two papers once."""
    link_all(work, [(source, target)], kind)


def link_all(work: Work, pairs: Sequence[tuple[Document, Document]], kind: str) -> None:
    """Link many pairs of papers, each once."""
    known: set[tuple[int, int]] = set()
    for keys in pages(sorted({target.id for _source, target in pairs})):
        query = select(DocumentLink.source_id, DocumentLink.target_id)
        query = query.where(DocumentLink.target_id.in_(keys), DocumentLink.kind == kind)
        known |= {(source_id, target_id) for source_id, target_id in work.session.execute(query)}
    for source, target in pairs:
        if source.id == target.id:
            raise AlreadyLinked(document=source.number, other=target.number)
        if (source.id, target.id) not in known:
            work.session.add(
                DocumentLink(company_id=work.company.id, source_id=source.id, target_id=target.id, kind=kind)
            )


@operation(
    "document.assign",
    title=N_("Hand over to a colleague"),
    on="document",
    schema=schemas.AssignInput,
    roles=KEEPERS,
    many=True,
)
def assign(
    work: Work, documents: Sequence[Document], *, owner: User | None = None, deputy: User | None = None
) -> None:
    """Hand a paper to a colleague, or name who stands in."""
    for document in documents:
        if owner is not None:
            document.owner_id = owner.id
        if deputy is not None:
            document.deputy_id = deputy.id


@operation(
    "document.attach",
    title=N_("Attach a file"),
    on="document",
    schema=schemas.AttachInput,
    roles=CASE_READERS,
)
def attach(
    work: Work, document: Document, *, name: str, content: bytes, media_type: str, purpose: str
) -> Attachment:
    """Attach a file: a photo, a report, a signed agreement."""
    attachment = Attachment(
        company_id=work.company.id,
        document_id=document.id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=work.erp.files.put(name, content),
        purpose=purpose,
        added_at=work.now,
        added_by_id=work.user.id,
    )
    work.session.add(attachment)
    work.session.flush()
    work.note(
        document, note=f"{name} ({in_language(work.company.locale, schemas.PURPOSES.get(purpose, purpose))})"
    )
    return attachment


@operation(
    "document.set_deadline",
    title=N_("Set a deadline"),
    on="document",
    schema=schemas.DeadlineInput,
    roles=KEEPERS,
)
def set_deadline(
    work: Work, document: Document, *, kind: str, due_at: datetime | None = None, **within: Any
) -> Document:
    """Say when something is due on a paper, and keep how that was counted; an earlier one of that kind is replaced."""
    reckoning: dict[str, Any] = {}
    if due_at is None:
        found = due_of(work, **within)
        due_at, reckoning = found.at, found.reckoning()
    for old in _deadlines(work, document, kind):
        work.session.delete(old)
    work.session.add(
        DeadlineRecord(
            company_id=work.company.id, document_id=document.id, kind=kind, due_at=due_at, reckoning=reckoning
        )
    )
    return document


@operation(
    "document.meet_deadline",
    title=N_("Deadline met"),
    on="document",
    schema=schemas.DeadlineMet,
    roles=CASE_READERS,
)
def meet_deadline(work: Work, document: Document, *, kind: str) -> Document:
    """Record that what was due is done; late is late, but done."""
    for deadline in _deadlines(work, document, kind):
        deadline.met_at = work.now
        if work.now > deadline.due_at:
            deadline.missed_at = deadline.missed_at or deadline.due_at
    return document


def _deadlines(work: Work, document: Document, kind: str) -> list[DeadlineRecord]:
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == document.id,
        DeadlineRecord.kind == kind,
        DeadlineRecord.met_at.is_(None),
    )
    return list(work.session.scalars(query))


class DocumentQuestion(Input):
    """Which paper."""

    document = RefField("document", required=True)


@question("document.timeline", schema=DocumentQuestion, roles=CASE_READERS)
def timeline(work: Work, *, document: Document) -> list[dict[str, Any]]:
    """Return what happened to a paper, oldest first, and whether its chain is whole."""
    query = (
        select(TimelineEntry, User.login)
        .join(User, User.id == TimelineEntry.user_id)
        .where(TimelineEntry.document_id == document.id)
        .order_by(TimelineEntry.position)
    )
    lines, previous = [], ""
    for entry, login in work.session.execute(query):
        whole = entry.previous == previous and entry.hash == timeline_hash(previous, timeline_facts(entry))
        previous = entry.hash
        lines.append(
            {
                "at": entry.at,
                "by": login,
                "operation": entry.operation,
                "from": entry.from_state,
                "to": entry.to_state,
                "note": entry.note,
                "whole": whole,
            }
        )
    return lines


@question("document.show", schema=DocumentQuestion, roles=CASE_READERS)
def show(work: Work, *, document: Document) -> dict[str, Any]:
    """Return a paper as the core can read it, with or without its plugin."""
    return {
        "number": document.number,
        "kind": shown_kind(work.registry, document),
        "state": shown_state(work.registry, document),
        "title": document.title,
        "party": document.party.name if document.party is not None else None,
        "dated_on": document.dated_on,
        "version": document.row_version,
        "fields": document.snapshot.get("fields", {}),
        "plugin_is_away": document.kind not in work.registry.kinds,
    }
