"""Which events there are, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import (
    Contract,
    InstallerEvent,
)
from sanbao_installation_outsourcing.operations.jobs.selecting import hosts_named
from sanbao_installation_outsourcing.schemas import events as event_schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: Words are looked for in so many of the newest papers.
NEWEST = 100_000


@question("installer_event.list", schema=event_schemas.EventsQuestion, roles=EVERYBODY)
def list_events(
    work: Work,
    *,
    is_open: bool,
    contract: Contract | None = None,
    party: Party | None = None,
    vehicle: str | None = None,
    text: str | None = None,
) -> list[dict[str, Any]]:
    """Return events with what the clauses make of them, until when they may be answered, and what was decided."""
    looked = [
        *([] if vehicle is None else [InstallerEvent.host_id.in_(_hosts(work, vehicle))]),
        *([] if text is None else _words(work, text)),
    ]
    return open_events(work, contract, party, is_open=is_open, looked=looked)


def _hosts(work: Work, vehicle: str) -> list[int]:
    return [host.id for host in hosts_named(work, [vehicle])]


def _words(work: Work, text: str) -> list[Any]:
    """Return the conditions for words in an event, looked for in the newest papers only: no index holds them."""
    newest = work.session.scalar(select(func.max(InstallerEvent.document_id))) or 0
    found = (
        one.icontains(text, autoescape=True) for one in (InstallerEvent.description, InstallerEvent.person)
    )
    return [InstallerEvent.document_id > newest - NEWEST, or_(*found)]


def open_events(
    work: Work,
    contract: Contract | None = None,
    party: Party | None = None,
    *,
    is_open: bool = True,
    looked: Sequence[Any] = (),
) -> list[dict[str, Any]]:
    """Return the events that are still open, or all of them."""
    query = (
        scope.picked(InstallerEvent, Document, Party.code)
        .join(Document, Document.id == InstallerEvent.document_id)
        .join(Party, Party.id == InstallerEvent.party_id)
        .where(InstallerEvent.company_id == work.company.id, *looked)
        .order_by(InstallerEvent.occurred_on, InstallerEvent.document_id)
    )
    query = scope.of(work).narrow(query, InstallerEvent.party_id, InstallerEvent.centre_id)
    if is_open:
        query = query.where(Document.state.not_in(("decided", "rejected", "void")))
    if contract is not None:
        query = query.where(InstallerEvent.contract_id == contract.document_id)
    if party is not None:
        query = query.where(InstallerEvent.party_id == party.id)
    return [
        {
            "event": head.number,
            "party": code,
            "trigger": event.trigger,
            "title": head.title,
            "description": event.description,
            "person": event.person,
            "occurred_on": event.occurred_on,
            "state": head.state,
            "says": _(work.flow_of(head).state(head.state).label),
            "assessed": event.assessed,
            "disputed": event.disputed_amount,
            "answer_due_on": event.answer_due_on,
            "decision": event.decision,
            "decided": _decided(event),
        }
        for event, head, code in work.session.execute(query)
    ]


def _decided(event: InstallerEvent) -> Decimal | None:
    if event.decision is None:
        return None
    if event.decision == "waive":
        return Decimal(0)
    decided = event.decided_amount if event.decision == "reduce" else event.assessed
    return min(one for one in (decided, event.decided_up_to) if one is not None)
