"""A case is emptied to whoever bears its cost, or takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing import errors, postings, schemas
from sanbao.costing.models import CostShareRecord
from sanbao.costing.operations.cases import refuse_no_cost_object, unsettled
from sanbao.costing.operations.goodwill import refuse_more_goodwill
from sanbao.costing.operations.provision import charge_provision
from sanbao.costing.operations.shares import (
    forget_proposal,
    measure,
    proposed_by_plugins,
    shares_of,
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
    schema=schemas.Shares,
    roles=("service_manager", "finance"),
)
def settle(
    work: Work, document: Document, *, shares: Sequence[dict[str, Any]], on: date | None = None
) -> Document:
    """Empty the case's cost to whoever bears it; the interim account is zero afterwards (LED-05, LED-27)."""
    refuse_no_cost_object(work, document)
    if shares:
        forget_proposal(work, document)
        write_shares(work, document, shares)
    records = shares_of(work, document, "proposed")
    if not records:
        write_shares(work, document, proposed_by_plugins(work, document))
        records = shares_of(work, document, "proposed")
    settle_shares(work, document, records, on or work.today)
    return document


def settle_shares(work: Work, document: Document, records: Sequence[CostShareRecord], on: date) -> None:
    """Split what the case carries by the shares and post it."""
    whole = unsettled(work, document)
    if not whole:
        raise errors.NothingToSettle(document=document.number)
    if any(share.bearer == "goodwill" and share.approved_by_id is None for share in records):
        raise errors.GoodwillNotApproved(document=document.number)
    measure(work, records, whole)
    refuse_more_goodwill(document, records)
    borne = charge_provision(work, document, records)
    postings.settled(work, document, borne, _pending_centre(work), on, event=f"settle:{records[0].id}")
    for share in borne:
        share.state, share.settled_on = "settled", on
    work.session.flush()
    work.hooks.tell("costs_settled", work, documents=[document])


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
