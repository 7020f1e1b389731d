"""The repair on a claim: begun, held up, parts exchanged, handed back, whether it helped; the case closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import DeadlineRecord
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry import operations as registry
from sanbao.registry.models import Unit
from sanbao_warranty import schemas
from sanbao_warranty.errors import AlreadyWaiting, NeverRepaired, NotWaiting
from sanbao_warranty.kinds import ENGINEERS
from sanbao_warranty.models import Claim, Repair, Wait
from sanbao_warranty.operations import moments
from sanbao_warranty.operations.deciding import refuse_unsigned
from sanbao_warranty.operations.paid import refuse_unagreed

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "claim.start_repair",
    title=N_("Start the repair"),
    on=Claim,
    moves={"decided": "in_repair"},
    schema=schemas.StartRepair,
    roles=ENGINEERS,
)
def start_repair(work: Work, claim: Claim, *, started_at: datetime | None = None) -> Claim:
    """Take the unit in and begin the repair (W-17, N-20); a proposal is not enough (001 §4)."""
    refuse_unsigned(work, claim)
    refuse_unagreed(work, claim)
    moments.refuse_wrong(work, started_at=started_at)
    begin(work, claim, started_at or work.now)
    return claim


def begin(work: Work, claim: Claim, started_at: datetime | None) -> Repair:
    """Open a repair in the unit's history; without a moment where nobody took it down."""
    repair = Repair(company_id=work.company.id, document_id=claim.document_id, started_at=started_at)
    work.session.add(repair)
    work.session.flush()
    return repair


def repairs_of(work: Work, claim: Claim) -> list[Repair]:
    """Return the repairs on a claim, the last one last."""
    work.session.flush()
    return list(
        work.session.scalars(
            select(Repair).where(Repair.document_id == claim.document_id).order_by(Repair.id)
        )
    )


def open_repair(work: Work, claim: Claim) -> Repair | None:
    """Return the repair that is not handed back yet."""
    return next((repair for repair in repairs_of(work, claim) if repair.returned_on is None), None)


@operation(
    "claim.wait_for_parts",
    title=N_("Wait for parts"),
    on=Claim,
    moves={"in_repair": "in_repair"},
    schema=schemas.WaitForParts,
    roles=ENGINEERS,
)
def wait_for_parts(work: Work, claim: Claim, *, what: str, since: datetime | None = None) -> Claim:
    """Write down that nobody can work until parts, or the unit itself, arrive (N-03, N-05, N-19)."""
    repair = open_repair(work, claim) or begin(work, claim, None)
    if any(wait.until is None for wait in repair.waits):
        raise AlreadyWaiting(claim=claim.document.number)
    moments.refuse_wrong(work, started_at=repair.started_at, since=since)
    repair.waits.append(Wait(company_id=work.company.id, what=what, since=since or work.now))
    return claim


@operation(
    "claim.parts_arrived",
    title=N_("Parts have arrived"),
    on=Claim,
    moves={"in_repair": "in_repair"},
    schema=schemas.PartsArrived,
    roles=ENGINEERS,
)
def parts_arrived(work: Work, claim: Claim, *, until: datetime | None = None) -> Claim:
    """End the waiting: from now on the time counts as repair (N-03, N-05)."""
    repair = open_repair(work, claim)
    waiting = [wait for wait in repair.waits if wait.until is None] if repair is not None else []
    if not waiting:
        raise NotWaiting(claim=claim.document.number)
    moments.refuse_wrong(work, since=waiting[0].since, until=until)
    waiting[0].until = until or work.now
    return claim


@operation(
    "claim.replace_part",
    title=N_("Replace a part"),
    on=Claim,
    moves={"decided": "in_repair", "in_repair": "in_repair"},
    schema=schemas.ReplacePart,
    roles=ENGINEERS,
)
def replace_part(
    work: Work,
    claim: Claim,
    *,
    part: str,
    replaced_on: date | None = None,
    serial: str | None = None,
    paid_by_customer: bool,
) -> Claim:
    """Replace a part on the claim: it restarts its own warranty (W-07)."""
    refuse_unsigned(work, claim)
    refuse_unagreed(work, claim)
    registry.exchange_part(
        work,
        work.locked(work.session.get_one(Unit, claim.unit_id)),
        part,
        replaced_on or work.today,
        serial=serial,
        paid_by_customer=paid_by_customer,
        document=claim.document,
    )
    return claim


@operation(
    "claim.finish_repair",
    title=N_("Finish the repair"),
    on=Claim,
    moves={"in_repair": "repaired", "decided": "repaired"},
    schema=schemas.FinishRepair,
    roles=ENGINEERS,
)
def finish_repair(
    work: Work,
    claim: Claim,
    *,
    repaired_on: date | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    cured: bool | None = None,
    reason: str | None = None,
    is_serious: bool | None = None,
) -> Claim:
    """Hand the repaired unit back: its time in the shop is known, the repair guarantee runs (W-17, N-03, N-07)."""
    refuse_unsigned(work, claim)
    refuse_unagreed(work, claim)
    repair = open_repair(work, claim) or begin(work, claim, None)
    repair.started_at = started_at or repair.started_at
    if ended_at is None and repaired_on is None:
        ended_at = work.now
    moments.refuse_wrong(work, started_at=repair.started_at, ended_at=ended_at)
    moments.refuse_other_day(work, repair.started_at, ended_at, repaired_on)
    repair.ended_at = ended_at
    repair.returned_on = claim.repaired_on = repaired_on or moments.day(work, ended_at)
    repair.cured, repair.reason = cured, reason
    claim.is_serious = claim.is_serious if is_serious is None else is_serious
    _end_waits(repair, ended_at or work.now)
    _meet_remedy_deadline(work, claim)
    return claim


def _end_waits(repair: Repair, until: datetime) -> None:
    for wait in repair.waits:
        wait.until = wait.until or until


def _meet_remedy_deadline(work: Work, claim: Claim) -> None:
    work.session.flush()
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == claim.document_id,
        DeadlineRecord.kind == "remedy",
        DeadlineRecord.met_at.is_(None),
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now


@operation(
    "claim.confirm_cure",
    title=N_("Confirm the cure"),
    on=Claim,
    moves={"repaired": "repaired", "closed": "closed"},
    schema=schemas.ConfirmCure,
    roles=ENGINEERS,
)
def confirm_cure(work: Work, claim: Claim, *, cured: bool, because: str) -> Claim:
    """Write down whether the last repair helped; one that did not counts towards an exchange (N-04)."""
    done = [repair for repair in repairs_of(work, claim) if repair.returned_on is not None]
    if not done:
        raise NeverRepaired(claim=claim.document.number)
    done[-1].cured = cured
    work.note(claim.document, note=because)
    return claim


@operation(
    "claim.close",
    title=N_("Close the claim"),
    on=Claim,
    moves={"decided": "closed", "in_repair": "closed", "repaired": "closed"},
    roles=("service_manager",),
)
def close(work: Work, claim: Claim) -> Claim:
    """End the case: its cost must be borne, every interim account at zero (LED-27)."""
    refuse_unsigned(work, claim)
    still_here = open_repair(work, claim)
    if still_here is not None:  # nobody said when it went back, so it was back today at the latest
        still_here.returned_on = claim.repaired_on = work.today
        _end_waits(still_here, work.now)
    return claim
