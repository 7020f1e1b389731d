"""Giving up what a supplier does not pay, and telling how much came back of what was claimed (LED-14)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.quotes import not_in_future
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.recovering import postings, schemas
from sanbao.recovering.claiming import pending_centre
from sanbao.recovering.drafting import ANSWER, RECOVERERS, meet_deadline
from sanbao.recovering.errors import NothingOwed, WriteOffNotApproved
from sanbao.recovering.models import Recovery
from sanbao.registry.models import CostCentre, Party

if TYPE_CHECKING:
    from sanbao.work import Work

_NOTHING = Decimal(0)


@operation(
    "recovery.approve_write_off",
    title=N_("Approve giving it up"),
    on=Recovery,
    roles=("service_head", "general_manager"),
)
def approve_write_off(work: Work, recovery: Recovery) -> Recovery:
    """Approve, as a second person, that what a supplier still owes or disputes is given up."""
    recovery.approved_amount, recovery.approved_by_id = _left(recovery), work.user.id
    return recovery


@operation(
    "recovery.write_off",
    title=N_("Give up the rest"),
    on=Recovery,
    moves={"filed": "written_off", "answered": "written_off", "disputed": "written_off"},
    schema=schemas.WriteOff,
    roles=("finance",),
)
def write_off(
    work: Work, recovery: Recovery, *, to: CostCentre, reason: str, on: date | None = None
) -> Recovery:
    """Give up what the supplier owes and disputes; a department of ours bears it (LED-14)."""
    amount = _left(recovery)
    refuse_unapproved(work, recovery, amount)
    day = not_in_future(work, "on", on)
    postings.written_off(work, recovery, recovery.owed, recovery.open_amount, pending_centre(work), to, day)
    recovery.written_off, recovery.settled_on = amount, day
    meet_deadline(work, recovery, ANSWER)
    work.note(recovery.document, note=reason)
    return recovery


def _left(recovery: Recovery) -> Decimal:
    """Return what could be given up: what is owed, and what is neither accepted nor rejected."""
    left = recovery.owed + recovery.open_amount
    if not left:
        raise NothingOwed(recovery=recovery.document.number, supplier=recovery.supplier.name)
    return left


def refuse_unapproved(work: Work, recovery: Recovery, amount: Decimal) -> None:
    """Refuse to give up more than the limit unless another person approved as much."""
    limit: Decimal = work.setting("recovery_write_off_limit")
    is_second = recovery.approved_by_id is not None and recovery.approved_by_id != work.user.id
    if amount > limit and not (is_second and (recovery.approved_amount or _NOTHING) >= amount):
        raise WriteOffNotApproved(recovery=recovery.document.number, amount=amount, limit=limit)


@question(
    "recovery.rate",
    schema=schemas.RecoveryRate,
    roles=(*RECOVERERS, "service_head", "general_manager", "auditor"),
)
def recovery_rate(
    work: Work, *, since: date, until: date, supplier: Party | None = None
) -> list[dict[str, Any]]:
    """Tell for each supplier what was claimed, accepted and paid of the claims filed in a time, and how fast."""
    query = (
        select(Recovery, Party)
        .join(Party, Party.id == Recovery.supplier_id)
        .join(Document, Document.id == Recovery.document_id)
        .where(
            Recovery.company_id == work.company.id,
            Recovery.filed_on.between(since, until),
            Document.state != VOID,
        )
        .order_by(Party.code, Recovery.document_id)
    )
    if supplier is not None:
        query = query.where(Recovery.supplier_id == supplier.id)
    by_party: dict[Party, list[Recovery]] = defaultdict(list)
    for recovery, party in work.session.execute(query).unique():
        by_party[party].append(recovery)
    return [_rate(party, found) for party, found in by_party.items()]


def _rate(party: Party, found: list[Recovery]) -> dict[str, Any]:
    answered = [one for one in found if one.answered_on is not None]
    claimed = sum((one.claimed for one in answered), _NOTHING)
    accepted = sum((one.accepted or _NOTHING for one in found), _NOTHING)
    days = [(one.answered_on - one.filed_on).days for one in answered if one.answered_on and one.filed_on]
    return {
        "supplier": party.code,
        "name": party.name,
        "claims": len(found),
        "claimed": sum((one.claimed for one in found), _NOTHING),
        "accepted": accepted,
        "rejected": sum((one.rejected or _NOTHING for one in found), _NOTHING),
        "received": sum((one.received for one in found), _NOTHING),
        "written_off": sum((one.written_off for one in found), _NOTHING),
        "open": sum((one.open_amount + one.owed - one.written_off for one in found), _NOTHING),
        "accepted_percent": _tenth(accepted * 100 / claimed) if claimed else None,
        "answer_days": _tenth(Decimal(sum(days)) / len(days)) if days else None,
    }


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
