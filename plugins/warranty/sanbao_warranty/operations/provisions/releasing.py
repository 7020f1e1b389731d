"""The end of a batch: every promise of its units has ended, or it is taken back (LED-08, LED-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing.models import CostShareRecord
from sanbao.i18n import N_, _
from sanbao.ledger.models import PostedEntry
from sanbao.operation import operation
from sanbao_warranty import postings
from sanbao_warranty.errors import BatchUsed
from sanbao_warranty.models import Provision
from sanbao_warranty.models.provisions import RELEASED
from sanbao_warranty.operations.provisions.holding import KEEPERS, day_of, held_in, hold, live
from sanbao_warranty.operations.provisions.running import what_still_runs
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

_NOTHING = Decimal(0)


@operation("provision.release", title=N_("Release provisions"), schema=schemas.ReleaseInput, roles=KEEPERS)
def release(
    work: Work, *, on: date | None = None, batches: Sequence[Provision] = (), reason: str | None = None
) -> dict[str, Any]:
    """Release what is left of every batch whose units have no promise any more; named ones for a reason (LED-08)."""
    day = day_of(work, on)
    wanted = list({one.document_id: one for one in batches}.values()) or live(work)
    hold(work, wanted)
    held = held_in(work, wanted)
    wanted = [batch for batch in wanted if held[batch.document_id] > 0]
    running = {} if batches else what_still_runs(work, wanted, day)
    released: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for batch in wanted:
        amount = held[batch.document_id]
        if batch.document_id in running:
            why = running[batch.document_id]
            kept.append({"batch": batch.document.number, "held": amount, "reason": why})
            continue
        postings.set_aside(work, batch, -amount, RELEASED, day)
        work.note(batch.document, note=reason or _(N_("Every promise of its units has ended.")))
        if batch.state == "open":
            work.set_state(batch, "released")
        released.append({"batch": batch, "amount": amount})
    return {
        "released": released,
        "kept": kept,
        "total": sum((row["amount"] for row in released), _NOTHING),
    }


@operation(
    "provision.reverse",
    title=N_("Take the batch back"),
    on=Provision,
    moves={"open": "reversed", "released": "reversed"},
    schema=schemas.ReverseProvision,
    roles=KEEPERS,
)
def reverse(work: Work, provision: Provision, *, reason: str, on: date | None = None) -> Provision:
    """Take a batch back by red mirrors of its entries, as long as no case has used it (LED-01)."""
    hold(work, [provision])
    used = _used(work, provision)
    if used:
        raise BatchUsed(batch=provision.document.number, used=used)
    day = day_of(work, on)
    for entry in standing_entries(work, provision.document_id):
        work.ledger.reverse(entry, day, reason, operation=work.operation_name, user_id=work.user.id)
    for line in provision.lines:
        line.live_key = None
    work.note(provision.document, note=reason)
    return provision


def standing_entries(work: Work, document_id: int) -> list[int]:
    """Return the entries of a paper that were not taken back, oldest first."""
    reversed_ones = select(PostedEntry.reverses_id).where(PostedEntry.reverses_id.is_not(None))
    query = (
        select(PostedEntry.id)
        .where(
            PostedEntry.document_id == document_id,
            PostedEntry.reverses_id.is_(None),
            PostedEntry.id.not_in(reversed_ones),
        )
        .order_by(PostedEntry.id)
    )
    return list(work.session.scalars(query))


def _used(work: Work, provision: Provision) -> Decimal:
    query = select(CostShareRecord.amount).where(
        CostShareRecord.provision_id == provision.document_id, CostShareRecord.state == "settled"
    )
    return sum((amount or _NOTHING for amount in work.session.scalars(query)), _NOTHING)
