"""My work: papers that I own or stand in for, deadlines, what waits for my role, what I had in hand last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from sanbao import checks
from sanbao.access.models import User
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import DeadlineRecord, Document, TimelineEntry
from sanbao.documents.words import shown_kind, shown_state
from sanbao.i18n import _
from sanbao.i18n.headings import heading
from sanbao.registry.models import Party
from sanbao_admin.acting import going
from sanbao_admin.acting.words import title
from sanbao_admin.home.cards import countable, counted, open_states, shown_count

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.operation import Operation
    from sanbao.work import Work

MOST_PAPERS = 30
MOST_DEADLINES = 15
MOST_RECENT = 8
#: How far back in what everybody did one's own steps are looked for.
LOOKED_AT = 5_000
#: States to which a paper goes back: whoever may take it there is not waited for.
BACKWARDS = (*UNDONE, "reversed", "revoked", "taken_back", "undone", "withdrawn")


@dataclass(frozen=True)
class Paper:
    """A paper as the first page names it."""

    number: str
    address: str
    kind: str
    state: str
    title: str
    party: str
    due_at: datetime | None = None
    is_late: bool = False
    due_kind: str = ""
    is_mine: bool = False
    owner: str = ""


@dataclass(frozen=True)
class Waiting:
    """So many papers in a state from which the person's role may move them on, and by what."""

    kind: str
    state: str
    count: str
    address: str
    steps: Sequence[str]


def papers(work: Work) -> list[Paper]:
    """Return the open papers that she owns or stands in for, the next deadline first."""
    states = {kind.name: _in_hand(work, kind) for kind in work.registry.kinds.values()}
    wanted = [
        (Document.kind == kind) & Document.state.in_(codes)
        for kind, codes in states.items()
        if codes and work.access.may(f"{kind}.read")
    ]
    if not wanted:
        return []
    me = work.user.id
    query = (
        select(Document, Party.name)
        .outerjoin(Party, Party.id == Document.party_id)
        .where(Document.company_id == work.company.id, or_(*wanted))
        .where(or_(Document.owner_id == me, Document.deputy_id == me))
        .order_by(Document.id.desc())
        .limit(MOST_PAPERS)
    )
    found = [
        (document, party) for document, party in work.session.execute(query) if checks.sees(work, document)
    ]
    due = _next_deadlines(work, [document.id for document, _party in found])
    rows = [_paper(work, document, party, due.get(document.id)) for document, party in found]
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0))


def _in_hand(work: Work, kind: DocumentKind) -> list[str]:
    """Return the states from which a paper of a kind is led on by somebody: what only lies there is no work."""
    return [
        state
        for state in open_states(work, kind.name)
        if any(True for _one in _leading_on(work, kind, state))
    ]


def _next_deadlines(work: Work, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    query = (
        select(DeadlineRecord.document_id, DeadlineRecord.due_at, DeadlineRecord.kind)
        .where(DeadlineRecord.document_id.in_(ids), DeadlineRecord.met_at.is_(None))
        .order_by(DeadlineRecord.due_at.desc())
    )
    return {key: (due_at, kind) for key, due_at, kind in work.session.execute(query)} if ids else {}


def _paper(
    work: Work, document: Document, party: str | None, due: tuple[datetime, str] | None, owner: str = ""
) -> Paper:
    number = document.number or ""
    return Paper(
        number,
        going.paper(number),
        shown_kind(work.registry, document),
        shown_state(work.registry, document),
        document.title,
        party or "",
        due[0] if due else None,
        bool(due and due[0] < work.now),
        heading(due[1]) if due else "",
        work.user.id in (document.owner_id, document.deputy_id),
        owner,
    )


def deadlines(work: Work) -> list[Paper]:
    """Return what is due next, of everybody's papers that she may read; the longest overdue first."""
    kinds = [kind for kind in work.registry.kinds if work.access.may(f"{kind}.read")]
    owner = aliased(User)
    query = (
        select(Document, Party.name, DeadlineRecord.due_at, DeadlineRecord.kind, owner.name)
        .join_from(DeadlineRecord, Document, Document.id == DeadlineRecord.document_id)
        .outerjoin(Party, Party.id == Document.party_id)
        .outerjoin(owner, owner.id == Document.owner_id)
        .where(DeadlineRecord.company_id == work.company.id, DeadlineRecord.met_at.is_(None))
        .where(Document.closed_at.is_(None), Document.kind.in_(kinds))
        .order_by(DeadlineRecord.due_at, DeadlineRecord.id)
        .limit(MOST_DEADLINES)
    )
    return [
        _paper(work, document, party, (due_at, kind), name or "")
        for document, party, due_at, kind, name in work.session.execute(query)
        if checks.sees(work, document)
    ]


def waiting(work: Work) -> list[Waiting]:
    """Return where papers stand that her role may move on, with how many there are."""
    found = {(kind, state): steps for kind, state, steps in _movable(work)}
    queries = {
        f"{kind}:{state}": select(Document.id).where(
            Document.company_id == work.company.id, Document.kind == kind, Document.state == state
        )
        for kind, state in found
    }
    counts = counted(work, queries)
    return [
        Waiting(
            _(work.registry.kinds[kind].title),
            _(work.registry.kinds[kind].flow.state(state).label),
            shown_count(counts[f"{kind}:{state}"]),
            f"/papers/{kind}?state={state}",
            steps,
        )
        for (kind, state), steps in found.items()
        if counts[f"{kind}:{state}"]
    ]


def _movable(work: Work) -> list[tuple[str, str, list[str]]]:
    """Return kind, state, and the steps that lead on from there and are hers."""
    found = []
    for kind in work.registry.kinds.values():
        if not countable(work, kind.name):
            continue
        for state in open_states(work, kind.name):
            steps = _steps(work, kind, state)
            if steps:
                found.append((kind.name, state, steps))
    return found


def _steps(work: Work, kind: DocumentKind, state: str) -> list[str]:
    return [title(one) for one in _leading_on(work, kind, state) if work.access.may(one.name)][:3]


def _leading_on(work: Work, kind: DocumentKind, state: str) -> Iterator[Operation]:
    """Give the operations that lead a paper on from a state."""
    for one in work.registry.operations.values():
        target = one.moves.get(state)
        targets = (target,) if isinstance(target, str) else target or ()
        leads_on = any(there != state and there not in BACKWARDS for there in targets)
        if leads_on and one.on in (kind.model, kind.name):
            yield one


def recent(work: Work) -> list[Paper]:
    """Return the papers that she had in hand last."""
    newest = select(func.max(TimelineEntry.id)).scalar_subquery()
    step = (
        select(TimelineEntry.document_id, func.max(TimelineEntry.id).label("last"))
        .where(TimelineEntry.id > newest - LOOKED_AT, TimelineEntry.user_id == work.user.id)
        .where(TimelineEntry.company_id == work.company.id)
        .group_by(TimelineEntry.document_id)
        .order_by(func.max(TimelineEntry.id).desc())
        .limit(MOST_RECENT)
        .subquery()
    )
    query = (
        select(Document, Party.name)
        .join(step, step.c.document_id == Document.id)
        .outerjoin(Party, Party.id == Document.party_id)
        .order_by(step.c.last.desc())
    )
    return [
        _paper(work, document, party, None)
        for document, party in work.session.execute(query)
        if checks.sees(work, document)
    ]
