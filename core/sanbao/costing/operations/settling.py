"""A case is emptied to whoever bears its cost, or takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing import errors, postings, schemas
from sanbao.costing.models import CostShareRecord
from sanbao.costing.operations.cases import refuse_no_cost_object
from sanbao.costing.operations.goodwill import refuse_more_goodwill
from sanbao.costing.operations.provision import charge_provision
from sanbao.costing.operations.shares import (
    forget_proposal,
    measure,
    proposed_for,
    shares_of,
    shares_of_all,
    write_all_shares,
    write_shares,
)
from sanbao.documents.models import Document
from sanbao.documents.operations import open_papers_on
from sanbao.i18n import N_
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao.registry.finding import by_code
from sanbao.registry.models import CostCentre

if TYPE_CHECKING:
    from sanbao.work import Work

_centre = by_code(CostCentre, N_("cost centre"))


@operation(
    "costing.settle",
    title=N_("Settle the cost"),
    on="document",
    many=True,
    schema=schemas.Shares,
    roles=("service_manager", "finance"),
)
def settle(
    work: Work, documents: Sequence[Document], *, shares: Sequence[dict[str, Any]], on: date | None = None
) -> Any:
    """Empty the cost of cases to whoever bears it; the interim account is zero afterwards (LED-05, LED-27)."""
    for document in documents if shares else ():
        refuse_no_cost_object(work, document)
        forget_proposal(work, document)
        write_shares(work, document, shares)
    settle_all(work, documents, on or work.today)
    return documents[0] if len(documents) == 1 else list(documents)


def settle_all(work: Work, documents: Sequence[Document], on: date) -> None:
    """Empty the cost of many cases to whoever bears it: as proposed by a person, else by the plugins (LED-05)."""
    for document in documents:
        refuse_no_cost_object(work, document)
    records = shares_of_all(work, documents, "proposed")
    open_ones = [document for document in documents if not records[document.id]]
    if open_ones:
        write_all_shares(work, proposed_for(work, open_ones))
        records |= shares_of_all(work, open_ones, "proposed")
    _settle(work, [(document, records[document.id]) for document in documents], on)


def settle_shares(work: Work, document: Document, records: Sequence[CostShareRecord], on: date) -> None:
    """Split what the case carries by the shares and post it."""
    _settle(work, [(document, records)], on)


def _settle(work: Work, cases: Sequence[tuple[Document, Sequence[CostShareRecord]]], on: date) -> None:
    carried = work.ledger.balances("SERVICE_WIP", [document.id for document, _records in cases])
    pending = _pending_centre(work)
    for document, records in cases:
        if not carried[document.id]:
            raise errors.NothingToSettle(document=document.number)
        if any(share.bearer == "goodwill" and share.approved_by_id is None for share in records):
            raise errors.GoodwillNotApproved(document=document.number)
        measure(work, records, carried[document.id])
        refuse_more_goodwill(document, records)
        borne = charge_provision(work, document, records)
        postings.settled(work, document, borne, pending, on, event=f"settle:{records[0].id}")
        for share in borne:
            share.state, share.settled_on = "settled", on
    work.session.flush()
    work.hooks.tell("costs_settled", work, documents=[document for document, _records in cases])


@operation(
    "costing.unsettle",
    title=N_("Take the settlement back"),
    on="document",
    schema=schemas.Unsettle,
    roles=("service_manager", "finance"),
)
def unsettle(work: Work, document: Document, *, reason: str, on: date | None = None) -> Document:
    """Take the last settlement back by its red mirror; the case carries its cost again (LED-01)."""
    refuse_no_cost_object(work, document)
    settled = shares_of(work, document, "settled")
    if not settled:
        raise errors.NothingSettled(document=document.number)
    resting = open_papers_on(work, document, ("claims", "settles"))
    if resting:
        raise errors.StillClaimed(document=document.number, papers=", ".join(resting))
    last = [share for share in settled if share.round == settled[-1].round]
    query = select(PostedEntry.id).where(
        PostedEntry.document_id == document.id, PostedEntry.event == f"settle:{last[0].id}"
    )
    entry = work.session.scalars(query).one()
    work.ledger.reverse(entry, on or work.today, reason, operation=work.operation_name, user_id=work.user.id)
    for share in last:
        share.state = "taken_back"
    return document


def _pending_centre(work: Work) -> int:
    """Return the centre on which suppliers' shares wait until they answer (LED-14)."""
    centre: CostCentre = _centre(work, work.setting("claims_pending_centre"))
    return centre.id
